import { readFileSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import type { RedactMode } from '../redact/redactor.js';
import type { ReportRedactor } from '../redact/report.js';
import type { Tokenizer } from '../redact/tokenizer.js';
import { errorLine, Failure } from './failure.js';
import { checkPrivateTarget, writePrivateFile } from './private-file.js';
import { checkApart } from './target.js';

export interface RedactOptions {
  redact?: RedactMode;
  redactKeep?: string[];
  redactKeyFile?: string;
  redactMap?: string;
  /** Of the project file. */
  redactWords?: string[];
}

export function addKeyOptions(command: Command): Command {
  return command
    .option('--redact-keep <words>', "words that stay, apart by commas: names that are nobody's secret (repeatable)", collectWords)
    .option('--redact-key-file <file>', 'tokens that are the same in every run with this secret (16 bytes or more)')
    .option('--redact-map <file>', 'write down which token stands for which value; keep it to yourself');
}

export const REDACT_MODES: RedactMode[] = ['strict', 'known'];

export function addRedactOptions(command: Command): Command {
  const option = new Option(
    '--redact [mode]',
    'stable tokens for all that is not known to be safe (--redact=known: for what is found to be private)',
  );
  return addKeyOptions(command.addOption(option.choices(REDACT_MODES).preset('strict')));
}

/** commander would take the input of `--redact logs/` for the mode: a mode is joined by `=`. */
export function joinRedactMode(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, at) => (word === '--redact' && (end < 0 || at < end) ? '--redact=strict' : word));
}

function collectWords(value: string, previous: string[] = []): string[] {
  return [...previous, ...value.split(',').flatMap((word) => word.trim() || [])];
}

const MIN_KEY_BYTES = 16;

export function readKey(file: string | undefined): Uint8Array | undefined {
  if (file === undefined) return undefined;
  try {
    const text = readFileSync(file);
    // an editor's newline is no part of the secret
    let end = text.length;
    while (end > 0 && (text[end - 1] === 0x0a || text[end - 1] === 0x0d)) end--;
    if (end >= MIN_KEY_BYTES) return text.subarray(0, end);
  } catch (error) {
    throw new Failure(`cannot read ${file}: ${errorLine(error)}`, 2);
  }
  throw new Failure(`${file} holds fewer than ${MIN_KEY_BYTES} bytes: too short for a key`, 2);
}

/** Original values: readable by their owner alone. */
export function writeMap(file: string, tokenizer: Tokenizer): void {
  const tokens = [...tokenizer.entries()].sort((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : a.value < b.value ? -1 : 1));
  writePrivateFile(file, `${JSON.stringify({ schema: 'redis-forensics.redaction/1', tokens }, null, 1)}\n`);
}

export const LEFT = 'the redaction could not be proved complete';

/** `--redact` of one run: the same tokens for all its reports. */
export class Redaction {
  private redactor: ReportRedactor | undefined;

  constructor(
    private readonly options: { mode?: RedactMode; keep?: readonly string[]; key?: Uint8Array },
    private readonly map: string | undefined,
    private readonly words: readonly string[] = [],
  ) {}

  async apply<T>(reports: readonly T[]): Promise<T[]> {
    const { RedactionError, ReportRedactor } = await import('../redact/report.js');
    this.redactor ??= new ReportRedactor({ style: 'readable', words: this.words, ...this.options });
    try {
      return this.redactor.redact(reports);
    } catch (error) {
      if (error instanceof RedactionError)
        throw new Failure(`${LEFT}: a value of class ${error.left} would be left; nothing was written`, 1);
      throw error;
    }
  }

  /** A path that the user named, and a sentence about it: once the reports are redacted. */
  applyToName(name: string): string {
    return this.redactor?.redactName(name) ?? name;
  }

  applyToText(text: string): string {
    return this.redactor?.redactSentence(text) ?? text;
  }

  /** The last look, at what is about to be written. */
  check(rendered: string): void {
    const left = this.redactor?.findLeftIn(rendered);
    if (left) throw new Failure(`${LEFT}: a value of class ${left} would be left; nothing was written`, 1);
  }

  finish(): void {
    if (this.map !== undefined && this.redactor) writeMap(this.map, this.redactor.tokenizer);
  }
}

/** One redaction for the options of one run, whoever asks. */
const redactions = new WeakMap<object, Redaction>();

export function redactionOf(
  options: RedactOptions & { output?: string; force?: boolean },
  inputs: readonly string[] = [],
): Redaction | undefined {
  if (!options.redact) {
    const given = { '--redact-keep': options.redactKeep, '--redact-key-file': options.redactKeyFile, '--redact-map': options.redactMap };
    const alone = Object.entries(given).find(([, value]) => value !== undefined)?.[0];
    if (alone) throw new Failure(`${alone} needs --redact`, 2);
    return undefined;
  }
  const known = redactions.get(options);
  if (known) return known;
  checkMapTarget(options, inputs);
  const { redact: mode, redactKeep: keep } = options;
  const made = new Redaction({ mode, keep, key: readKey(options.redactKeyFile) }, options.redactMap, options.redactWords);
  redactions.set(options, made);
  return made;
}

/** The map is one more output of the run. */
export function checkMapTarget(options: RedactOptions & { output?: string; force?: boolean }, inputs: readonly string[]): void {
  const { redactMap, redactKeyFile, output, force } = options;
  if (redactMap === undefined) return;
  checkPrivateTarget(redactMap, { inputs: redactKeyFile === undefined ? inputs : [...inputs, redactKeyFile], force });
  checkApart(output, redactMap);
}

/** Inputs of `redact` are read more than once. */
export function checkRereadable(inputs: string[]): void {
  for (const input of inputs) {
    if (input === '-') throw new Failure('redact reads its input more than once: name a file, a directory or an archive', 2);
    let isPipe = false;
    try {
      const stats = statSync(input);
      isPipe = stats.isFIFO() || stats.isCharacterDevice() || stats.isSocket();
    } catch {
      // it is listed as failed when it is opened
    }
    if (isPipe) throw new Failure(`redact reads its input more than once: ${input} is a pipe`, 2);
  }
}
