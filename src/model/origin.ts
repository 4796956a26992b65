/** Where a fact came from. `line` is 1-based and counts physical lines of the entry; `offset` is the byte
 * offset of that line's first byte in the (decompressed) entry. `text` is copied, at most 1 KB. */
export interface Cite {
  entry: string;
  line: number;
  offset: number;
  text: string;
}

/** Text kept from an input is copied and never longer than this (bytes of UTF-8 are not counted, characters are). */
export const MAX_KEPT_TEXT = 1024;
