/** Where a fact came from. `line` is 1-based and counts physical lines of the entry; `offset` is the byte
 * offset of that line's first byte in the (decompressed) entry. `text` is copied, at most 1 KB. */
export interface Cite {
  entry: string;
  line: number;
  offset: number;
  text: string;
}

/** Two things at one line of the input are seen at one place. */
export function placeOf(cite: Pick<Cite, 'entry' | 'line'>): string {
  return `${cite.entry}\u0000${cite.line}`;
}

/** `redis-1.log` of `node_1/logs/redis-1.log`. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Text kept from an input is copied and never longer than this (bytes of UTF-8 are not counted, characters are). */
export const MAX_KEPT_TEXT = 1024;
