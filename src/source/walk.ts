import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { GivenInput, Input, SkippedEntry } from '../model/source.js';
import { renderReason } from './errors.js';
import { decodeName, renderSafeName } from './names.js';

/** A file or a named pipe that will be opened. Paths are bytes: file systems do not promise UTF-8. */
export interface PlannedFile {
  kind: 'file' | 'pipe';
  path: Buffer;
  name: string;
  bytes: number;
}

export interface PlannedBytes {
  kind: 'given';
  given: GivenInput;
  name: string;
  bytes: number;
}

export type Planned = PlannedFile | PlannedBytes | { kind: 'stdin' } | { kind: 'skipped'; entry: SkippedEntry };

const SEPARATOR = Buffer.from(sep);
/** So many files are enough to guess from. */
const MAX_LOOKS = 2000;

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** The longest folder that all inputs share; an input that is a directory counts itself. */
function findCommonFolder(folders: string[]): string {
  let common = folders[0] ?? '';
  for (const folder of folders) {
    while (common !== folder && !folder.startsWith(common.endsWith(sep) ? common : common + sep)) {
      const parent = dirname(common);
      if (parent === common) return common;
      common = parent;
    }
  }
  return common;
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Whether the inputs hold at least so many bytes on disk; looks at no more files than it takes to know. */
export function hasAtLeast(inputs: string[], bytes: number): boolean {
  let left = bytes;
  let looks = MAX_LOOKS;
  const visit = (path: string): void => {
    const stats = looks-- > 0 ? statOf(path) : undefined;
    if (stats?.isFile()) left -= stats.size;
    if (!stats?.isDirectory()) return;
    for (const child of listOf(path)) {
      if (left <= 0 || looks <= 0) return;
      if (child.isDirectory() || child.isFile()) visit(join(path, child.name));
    }
  };
  for (const input of inputs) if (left > 0) visit(input);
  return left <= 0;
}

function listOf(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Lists what is to be read, in an order that depends on the paths alone. Links in directories are not followed, so there are no cycles. */
export class Walk {
  readonly planned: Planned[] = [];
  private readonly seen = new Set<string>();
  private hasStdin = false;

  constructor(private readonly maxEntries: number) {}

  addInputs(inputs: readonly Input[]): void {
    const paths = inputs.flatMap((input) => (typeof input === 'string' && input !== '-' ? resolve(input) : []));
    const folders = paths.map((path) => (statOf(path)?.isDirectory() ? path : dirname(path)));
    const common = findCommonFolder(folders);
    for (const path of paths.sort(compareText)) this.addInput(path, common);
    const given = inputs.filter((input) => typeof input !== 'string');
    for (const one of given.sort((a, b) => compareText(a.name, b.name))) this.addBytes(one);
    if (inputs.includes('-') && !this.hasStdin) {
      this.hasStdin = true;
      this.planned.push({ kind: 'stdin' });
    }
  }

  private addBytes(given: GivenInput): void {
    const { bytes } = given;
    const size = bytes instanceof Uint8Array ? bytes.length : bytes instanceof Blob ? bytes.size : 0;
    this.planned.push({ kind: 'given', given, name: renderSafeName(given.name), bytes: size });
  }

  private addInput(path: string, common: string): void {
    const name = relative(common, path).split(sep).join('/') || basename(path);
    const bytes = Buffer.from(path);
    try {
      // A link that the user names is meant; one that a folder holds is not.
      const stats = statSync(path);
      if (stats.isDirectory()) this.addFolder(bytes, path === common ? '' : name);
      else if (stats.isFIFO()) this.planned.push({ kind: 'pipe', path: bytes, name: renderSafeName(name), bytes: 0 });
      else if (stats.isFile()) this.addFile(bytes, name, stats.size);
      else this.skip(name, 'failed', 'device or socket, not read', 'device');
    } catch (error) {
      this.skip(name, 'failed', renderReason(error), 'file');
    }
  }

  /** `name` is empty for the common folder. */
  private addFolder(path: Buffer, name: string): void {
    let children: Buffer[];
    try {
      children = readdirSync(path, { encoding: 'buffer' }).sort(Buffer.compare);
    } catch (error) {
      this.skip(name || basename(decodeName(path)), 'failed', renderReason(error), 'directory');
      return;
    }
    for (const child of children) {
      // One more than the limit, so that reaching it is noticed.
      if (this.planned.length > this.maxEntries) return;
      const text = decodeName(child);
      this.addChild(Buffer.concat([path, SEPARATOR, child]), name === '' ? text : `${name}/${text}`);
    }
  }

  private addChild(path: Buffer, name: string): void {
    try {
      const stats = lstatSync(path);
      if (stats.isSymbolicLink()) this.skip(name, 'ignored', 'symbolic link, not followed', 'symlink');
      else if (stats.isDirectory()) this.addFolder(path, name);
      else if (stats.isFile()) this.addFile(path, name, stats.size);
      // Nobody may ever write to a pipe that only lies there.
      else if (stats.isFIFO()) this.skip(name, 'ignored', 'named pipe', 'pipe');
      else this.skip(name, 'ignored', 'device or socket, not read', 'device');
    } catch (error) {
      this.skip(name, 'failed', renderReason(error), 'file');
    }
  }

  private addFile(path: Buffer, name: string, bytes: number): void {
    const real = realpathSync(path, { encoding: 'buffer' }).toString('latin1');
    if (this.seen.has(real)) {
      this.skip(name, 'ignored', 'the same file was given before', 'duplicate');
      return;
    }
    this.seen.add(real);
    this.planned.push({ kind: 'file', path, name: renderSafeName(name), bytes });
  }

  private skip(name: string, outcome: SkippedEntry['outcome'], why: string, format: string): void {
    this.planned.push({ kind: 'skipped', entry: { name: renderSafeName(name), outcome, why, bytes: 0, format } });
  }
}
