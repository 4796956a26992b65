import type { Redactor } from './redactor.js';

const INNER_ARCHIVE = /(?:\.tar)?\.(?:tar|tgz|tbz2?|txz|tzst|gz|bz2|xz|zst|zip)(?:#\d+)?!\//gi;

/** `case.tgz!/node_1/redis.log` → `case/node_1/redis.log`: archives inside become folders, and no name leads out of the bundle. */
function plainName(name: string): string {
  return name
    .replace(INNER_ARCHIVE, '/')
    .replaceAll('!/', '/')
    .split('/')
    .map((part) => (part === '..' ? '_' : part))
    .join('/');
}

/** Names of the entries of a redacted bundle; two that have become alike stay apart. */
export class EntryNames {
  private readonly taken = new Set<string>();

  constructor(private readonly redactor: Redactor) {}

  claim(name: string): string {
    const wanted = this.redactor.redactName(plainName(name));
    let unique = wanted;
    for (let count = 2; this.taken.has(unique); count++) unique = wanted.replace(/(?=\.[^/.]*$)|$/, `-${count}`);
    this.taken.add(unique);
    return unique;
  }
}
