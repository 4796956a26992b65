import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { visible } from '../render/escape.js';
import { VERSION } from '../version.js';
import { errorLine, Failure } from './failure.js';
import { footerOf, isOwnText } from './own-output.js';
import { checkTarget, type Target } from './target.js';

/** Where a report goes: written whole or not at all. */
export interface Output {
  /** False for a file: then neither colours nor the terminal view are the default. */
  terminal: boolean;
  /** `prose` has a last line of its own in a file, so that a later run knows the file for an earlier output. */
  write(text: string, kind?: 'prose' | 'data'): Promise<void>;
}

/** Help of the option of every command that writes. */
export const FORCE = 'overwrite an existing file that is no earlier output of redis-forensics';

/** Checks the target before the analysis, so that a wrong `-o` does not cost the whole run. */
export function openOutput(file: string | undefined, target: Target = {}): Output {
  if (file === undefined || file === '-') return { terminal: process.stdout.isTTY === true, write: writeStdout };
  if (file === '') throw new Failure('the output has no name: -o FILE', 2);
  const existing = statOf(file);
  if (existing?.isDirectory()) throw new Failure(`${file} is a directory: name a file to write to`, 2);
  if (!existing && !statOf(dirname(file))?.isDirectory()) throw new Failure(`no such directory: ${dirname(file)}`, 2);
  checkTarget(file, target);
  return { terminal: false, write: async (text, kind) => writeFile(file, existing, kind === 'prose' ? signed(text) : text) };
}

function signed(text: string): string {
  return isOwnText('', text.slice(-200)) ? text : `${text.trimEnd()}\n\n${footerOf(VERSION)}\n`;
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** A link stays a link: its target is replaced. */
function finalTarget(file: string): string {
  try {
    return lstatSync(file).isSymbolicLink() ? realpathSync(file) : file;
  } catch {
    return file;
  }
}

function writeFile(file: string, existing: Stats | undefined, text: string): void {
  try {
    // a pipe or device cannot be replaced, only written to
    if (existing && !existing.isFile()) writeFileSync(file, text);
    else replaceFile(finalTarget(file), existing?.mode, text);
  } catch (error) {
    throw new Failure(`cannot write ${file}: ${errorLine(error)}`, 2);
  }
}

/** A reader of the target sees the old file or the new one, also when the process is killed in between. */
function replaceFile(target: string, mode: number | undefined, text: string): void {
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  try {
    const descriptor = openSync(temporary, 'w', 0o666);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (mode !== undefined) chmodSync(temporary, mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => {
      // the reader has seen enough (`| head`): no failure
      if (!error || (error as NodeJS.ErrnoException).code === 'EPIPE') resolve();
      else reject(new Failure(`cannot write to standard output: ${errorLine(error)}`, 2));
    });
  });
}

/** Notes for people go to stderr, so that stdout carries the report and nothing else. */
export function note(text: string): void {
  process.stderr.write(`redis-forensics: ${visible(text.trim().replace(/\s*[\r\n]+\s*/g, ' '), 1000)}\n`);
}
