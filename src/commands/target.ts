import { type BigIntStats, fstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { extname, join, resolve, sep } from 'node:path';
import { Failure } from './failure.js';
import { isOwnFile } from './own-output.js';

/** What the run reads, and whether anything else may be written over. */
export interface Target {
  inputs?: readonly string[];
  force?: boolean;
  /** The files that this command writes, for somebody who asked for another kind. */
  kinds?: Kinds;
}

export type Kinds = keyof typeof KINDS;

const KINDS = {
  report: 'a report is .md, .html (a browser prints it to PDF), .json, .sarif, .xml (JUnit) or .txt',
  part: 'this is written as .md, .json or .txt',
  bundle: 'a bundle is .tar.gz',
} as const;

/** Endings under which nobody expects text. */
const NO_TEXT = 'pdf doc docx odt rtf ppt pptx odp xls xlsx ods png jpg jpeg gif svg webp zip gz tgz tar bz2 xz zst 7z rar'.split(' ');
const NO_BUNDLE = NO_TEXT.filter((ending) => !['gz', 'tgz'].includes(ending));

/** At most so many entries of the input folders are compared with a target that has several names. */
const MAX_LOOKS = 200_000;

/** Refuses what would cost the user a file: an output that is an input, and one that holds something else than an earlier output. */
export function checkTarget(file: string, { inputs = [], force = false, kinds = 'part' }: Target): void {
  const ending = extname(file).slice(1).toLowerCase();
  if ((kinds === 'bundle' ? NO_BUNDLE : NO_TEXT).includes(ending))
    throw new Failure(`${file}: no .${ending} can be written; ${KINDS[kinds]}`, 2);
  const existing = statOf(file);
  if (!existing?.isFile()) return;
  const own = existing.size > 0n && isOwnFile(file);
  for (const input of inputs) {
    const relation = relationOf(file, existing, input);
    if (relation === 'same') throw new Failure(`${file} is an input and would be overwritten: name another file to write to`, 2);
    if (relation === 'inside' && !own && existing.size > 0n)
      throw new Failure(`${file} is a file of the input ${input} and would be overwritten: name another file to write to`, 2);
  }
  if (force || own || existing.size === 0n) return;
  throw new Failure(`${file} exists and is no earlier output of redis-forensics: name another file, or overwrite it with --force`, 2);
}

/** Two outputs of one run. */
export function checkApart(first: string | undefined, second: string | undefined): void {
  if (first === undefined || second === undefined || first === '-') return;
  const [a, b] = [statOf(first), statOf(second)];
  const same = a !== undefined && b !== undefined ? isSame(a, b) && a.isFile() : resolve(first) === resolve(second);
  if (same) throw new Failure(`${first} is named for two outputs: name another file for one of them`, 2);
}

function relationOf(file: string, target: BigIntStats, input: string): 'same' | 'inside' | undefined {
  if (input === '-') return isStdin(target) ? 'same' : undefined;
  const stats = statOf(input);
  if (stats === undefined) return undefined;
  if (!stats.isDirectory()) return isSame(stats, target) ? 'same' : undefined;
  if (isBelow(file, input)) return 'inside';
  return target.nlink > 1n && holdsLink(input, target, { left: MAX_LOOKS }) ? 'inside' : undefined;
}

/** `redis-forensics -o x.log < x.log` */
function isStdin(target: BigIntStats): boolean {
  try {
    const stats = fstatSync(0, { bigint: true });
    return stats.isFile() && isSame(stats, target);
  } catch {
    return false;
  }
}

function isBelow(file: string, folder: string): boolean {
  const [path, above] = [realpathSync(file), realpathSync(folder)];
  // Where a link lies in the folder and its target elsewhere, the link is not followed when the folder is read.
  return path.startsWith(above.endsWith(sep) ? above : above + sep);
}

/** Is a file of this folder another name of the target? */
function holdsLink(folder: string, target: BigIntStats, looks: { left: number }): boolean {
  let entries: ReturnType<typeof readFolder>;
  try {
    entries = readFolder(folder);
  } catch {
    return false;
  }
  return entries.some((entry) => {
    if (looks.left-- <= 0) return false;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return holdsLink(path, target, looks);
    if (!entry.isFile()) return false;
    const stats = statOf(path);
    return stats !== undefined && isSame(stats, target);
  });
}

function readFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

function isSame(a: BigIntStats, b: BigIntStats): boolean {
  return a.ino === b.ino && a.dev === b.dev;
}

function statOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
}
