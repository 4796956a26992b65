import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { errorLine, Failure } from './failure.js';
import { note } from './output.js';
import type { ProjectSettings } from './project-schema.js';

/** The settings that a team shares, beside its logs or its code. */
const NAME = '.redis-forensics.yaml';
const MAX_BYTES = 64 * 1024;
const MAX_FOLDERS = 64;

export interface ProjectOptions {
  /** A file, or false for `--no-config`. */
  config?: string | false;
  verbose?: boolean;
  redactWords?: string[];
  /** What was taken, for readers of the report. */
  projectNotes?: { text: string }[];
}

export function addProjectOptions(command: Command): Command {
  return command
    .option('--config <file>', `settings of a project (default: ${NAME}, from the folder of the first input upwards)`)
    .option('--no-config', `take nothing from a ${NAME}`)
    .option('--verbose', 'say on stderr what was taken from it');
}

/** Puts the settings of the project file where the options of the command line left room: those win. Commands without `--config` have none. */
export async function applyProjectFile(command: Command): Promise<void> {
  const options = command.opts<ProjectOptions & { quiet?: boolean }>();
  if (options.config === false || !command.options.some((option) => option.long === '--config')) return;
  const named = options.config;
  const file = named ?? findProjectFile(startOf(command.args), options.quiet === true);
  if (file === undefined) return;
  const settings = await readProjectFile(file, named === undefined);
  const taken = takeOver(command, settings, dirname(resolve(file)));
  const text = `project file ${named === undefined ? NAME : baseOf(file)}: ${taken.length > 0 ? taken.join('; ') : 'nothing was taken from it'}`;
  if (taken.length > 0) command.setOptionValueWithSource('projectNotes', [{ text }], 'config');
  if (options.verbose && !options.quiet) note(`${text} (${shownPath(file)})`);
}

/** The folder of the first argument that is a file or a folder; else where the command was called. */
function startOf(args: readonly string[]): string {
  for (const arg of args) {
    const stats = statSync(arg, { throwIfNoEntry: false });
    if (stats?.isDirectory()) return resolve(arg);
    if (stats?.isFile()) return dirname(resolve(arg));
  }
  return process.cwd();
}

/** A file of somebody else who can write to a folder above (/tmp) is not taken, unless it is named. */
function findProjectFile(start: string, quiet: boolean): string | undefined {
  let folder = start;
  for (let depth = 0; depth < MAX_FOLDERS; depth++) {
    const file = join(folder, NAME);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isFile()) {
      const me = process.getuid?.();
      if (me === undefined || stats.uid === me || stats.uid === 0) return file;
      if (!quiet) note(`${shownPath(file)} belongs to another user and is not used; --config ${shownPath(file)} takes it`);
      return undefined;
    }
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return undefined;
}

async function readProjectFile(file: string, wasFound: boolean): Promise<ProjectSettings> {
  const [{ checkYaml }, { describeUnknownKey, projectSchema }] = await Promise.all([
    import('../signatures/checked-yaml.js'),
    import('./project-schema.js'),
  ]);
  const text = readText(file);
  // a file of remarks alone says nothing, and is no mistake
  if (/^(?:\s*(?:#.*)?(?:\n|$))*$/.test(text)) return {};
  const checked = checkYaml(text, projectSchema);
  const fault = (line: number, message: string) => new Failure(`${shownPath(file)}:${line}: ${message}`, 2);
  if ('errors' in checked) throw fault(checked.errors[0].line, describeUnknownKey(checked.errors[0].message));
  const { value, lineOf } = checked;
  for (const [index, path] of (value.signatures ?? []).entries()) {
    const full = resolve(dirname(resolve(file)), path);
    if (statSync(full, { throwIfNoEntry: false }) === undefined)
      throw fault(lineOf(['signatures', index]), `no such file or directory: ${path}`);
    // A file that merely lies beside the logs may have come with them.
    if (wasFound && !isBelow(full, dirname(resolve(file))))
      throw fault(
        lineOf(['signatures', index]),
        `${path} lies outside the folder of the file: name it with --config, or the folder with --signatures`,
      );
  }
  return value;
}

function readText(file: string): string {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) throw new Error('is no plain file');
    if (stats.size > MAX_BYTES) throw new Error(`is larger than ${MAX_BYTES} bytes`);
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw new Failure(missing ? `no such file: ${file}` : `cannot read ${shownPath(file)}: ${errorLine(error)}`, 2);
  }
}

function isBelow(path: string, folder: string): boolean {
  const [inner, outer] = [realpathSync(path), realpathSync(folder)];
  return inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
}

/** Sets what no flag set; answers with what was taken, in words without a path of this machine and without the words to redact. */
function takeOver(command: Command, settings: ProjectSettings, folder: string): string[] {
  const taken: string[] = [];
  const take = (option: string, long: string, value: unknown, said: string) => {
    if (value === undefined || !takes(command, long) || isGiven(command, option)) return;
    command.setOptionValueWithSource(option, value, 'config');
    taken.push(said);
  };
  const { signatures, timezone, 'redact-words': words, 'fail-on': failOn } = settings;
  const folders = signatures?.map((path) => relative('', resolve(folder, path)) || '.');
  take(
    'signatures',
    '--signatures',
    folders,
    `signatures ${(signatures ?? []).map((path) => (isAbsolute(path) ? baseOf(path) : path)).join(', ')}`,
  );
  take('timezone', '--timezone', timezone, `timezone ${(timezone ?? []).join(', ')}`);
  take('failOn', '--fail-on', failOn, `fail-on ${failOn}`);
  const redacts = command.name() === 'redact' || command.opts().redact !== undefined;
  if (redacts) take('redactWords', '--redact-map', words, `${words?.length} ${words?.length === 1 ? 'word' : 'words'} to redact`);
  return taken;
}

function takes(command: Command, long: string): boolean {
  return command.options.some((option) => option.long === long);
}

function isGiven(command: Command, option: string): boolean {
  const source = command.getOptionValueSource(option);
  return source !== undefined && source !== 'default';
}

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf(sep)) + 1);
}

/** For the one at the keyboard: from where the command was called, when it lies below. */
function shownPath(file: string): string {
  const path = relative('', resolve(file));
  return path === '' || path.startsWith('..') ? resolve(file) : path;
}
