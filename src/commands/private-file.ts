import { closeSync, fsyncSync, lstatSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorLine, Failure } from './failure.js';
import { checkTarget, type Target } from './target.js';

/** Wrong targets are named before the work begins. */
export function checkPrivateTarget(file: string, target: Target = {}): void {
  if (file === '' || file === '-') throw new Failure('the file has no name', 2);
  if (statOf(file)?.isDirectory()) throw new Failure(`${file} is a directory: name a file to write to`, 2);
  if (!statOf(dirname(file))?.isDirectory()) throw new Failure(`no such directory: ${dirname(file)}`, 2);
  checkTarget(file, target);
}

export function statOf(path: string) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** A link stays a link: what it points to is replaced. */
export function targetOf(file: string): string {
  try {
    return lstatSync(file).isSymbolicLink() ? realpathSync(file) : file;
  } catch {
    return file;
  }
}

/** Beside the target, so that the last step is one rename. */
export function besideOf(target: string, what: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}.${what}`);
}

/** Mode 0600 from its first byte on, written whole or not at all. */
export function writePrivateFile(file: string, text: string): void {
  const target = targetOf(file);
  const temporary = besideOf(target, 'tmp');
  try {
    rmSync(temporary, { force: true });
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new Failure(`cannot write ${file}: ${errorLine(error)}`, 2);
  }
}
