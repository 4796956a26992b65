import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

const HEAD_BYTES = 4096;
/** A `.json` file up to this size is read as a whole to find out what it is. */
const MAX_PROBED_BYTES = 256 * 1024 * 1024;

/** True for a report of this program (`"schema": "redis-forensics.…"`), in whatever order its keys are. */
export function isSavedReport(path: string): boolean {
  try {
    const stats = statSync(path);
    if (path === '-' || !stats.isFile()) return false;
    const head = headOf(path)
      .replace(/^\ufeff/, '')
      .trimStart();
    if (!head.startsWith('{')) return false;
    if (/^\{\s*"schema"\s*:\s*"redis-forensics\./.test(head)) return true;
    if (extname(path).toLowerCase() !== '.json' || stats.size > MAX_PROBED_BYTES) return false;
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''));
    const schema = (value as { schema?: unknown } | null)?.schema;
    return typeof schema === 'string' && schema.startsWith('redis-forensics.');
  } catch {
    return false;
  }
}

function headOf(path: string): string {
  const buffer = Buffer.alloc(HEAD_BYTES);
  const descriptor = openSync(path, 'r');
  try {
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** `--runs crashes`: the one folder holds the runs, a folder each, or a file each where it has no folders. */
export function runFolders(args: string[]): string[] {
  const [only] = args;
  if (args.length !== 1 || only === '-') return args;
  try {
    const entries = readdirSync(only, { withFileTypes: true }).filter((entry) => !entry.name.startsWith('.'));
    const folders = entries.filter((entry) => entry.isDirectory());
    const runs = folders.length > 0 ? folders : entries.filter((entry) => entry.isFile());
    return runs
      .map((entry) => entry.name)
      .sort(before)
      .map((name) => join(only, name));
  } catch {
    return args;
  }
}

/** `test2` before `test10`; otherwise by code point. */
function before(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.replace(/\d{1,15}/g, (digits) => digits.padStart(16, '0')));
  return left < right ? -1 : left > right ? 1 : a < b ? -1 : 1;
}

/** Names as short as they stay different: the folders that all have in common are dropped. */
export function sideNames(args: readonly string[]): string[] {
  const paths = args.map((arg) =>
    arg
      .replaceAll('\\', '/')
      .split('/')
      .filter((part) => part !== '' && part !== '.'),
  );
  let common = 0;
  while (paths.every((path) => path.length > common + 1 && path[common] === paths[0][common])) common++;
  const names = paths.map((path, position) => (args[position] === '-' ? 'standard input' : path.slice(common).join('/') || args[position]));
  const lasts = paths.map((path) => path[path.length - 1] ?? '');
  const short =
    new Set(lasts).size === lasts.length ? names.map((name, position) => (args[position] === '-' ? name : lasts[position] || name)) : names;
  const uses = new Map<string, number>();
  return short.map((name) => {
    const use = (uses.get(name) ?? 0) + 1;
    uses.set(name, use);
    return use === 1 ? name : `${name} (${use})`;
  });
}
