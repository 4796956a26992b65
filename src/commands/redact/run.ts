import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CORE_PATTERNS } from '../../formats/log/core-patterns.js';
import { PatternMatcher } from '../../formats/log/patterns.js';
import { NOT_RECOGNISED } from '../../formats/router.js';
import { inTurn } from '../../kernel/turn.js';
import type { EntryRecords } from '../../model/records.js';
import { DEFAULT_LIMITS, type SkippedEntry, type SourceEntry, type SourceLimits } from '../../model/source.js';
import { EntryParser } from '../../read-entry.js';
import type { PrivateClass } from '../../redact/classes.js';
import { changeLines } from '../../redact/entry-lines.js';
import { EntryNames } from '../../redact/entry-names.js';
import { LineState } from '../../redact/line-state.js';
import { type RedactMode, Redactor } from '../../redact/redactor.js';
import { openInputs } from '../../source/open.js';
import { errorLine, Failure } from '../failure.js';
import { note } from '../output.js';
import { Progress } from '../progress.js';
import { LEFT, writeMap } from '../redaction.js';
import { BundleFile } from './bundle-file.js';

export interface BundleRun {
  output: string;
  key?: Uint8Array;
  /** `strict` where it is absent. */
  mode?: RedactMode;
  keep?: readonly string[];
  redactMap?: string;
  redactWords?: readonly string[];
  limits?: Partial<SourceLimits>;
  quiet?: boolean;
}

/** What becomes of an entry, by its name in the input. */
interface Plan {
  kept: Set<string>;
  leftOut: { name: string; why: string }[];
  /** Damage and limits: what comes after them is missing in the bundle too. */
  notes: { name: string; why: string }[];
}

interface Reading {
  limits: SourceLimits;
  each<T>(inputs: string[], take: (entry: SourceEntry) => Promise<T>, skip?: (entry: SkippedEntry) => void): Promise<void>;
}

/** Nothing that was written may stay unread: tokens may be longer than what they replace. */
const PROOF_LIMITS: SourceLimits = {
  ...DEFAULT_LIMITS,
  totalBytes: Number.MAX_SAFE_INTEGER,
  entries: Number.MAX_SAFE_INTEGER,
  lineBytes: 2 ** 28,
};

/**
 * Reads the inputs three times: which entries are text that the analysis understands, which values in them are private, and then to write them
 * with tokens. At last the bundle is read back and searched; only then it gets its name.
 */
export async function redactBundle(inputs: string[], run: BundleRun): Promise<void> {
  const progress = process.stderr.isTTY && !run.quiet ? new Progress(process.stderr) : undefined;
  const read = readWith({ ...DEFAULT_LIMITS, ...run.limits }, progress);
  const redactor = new Redactor({ style: 'formed', key: run.key, mode: run.mode, keep: run.keep, words: run.redactWords });
  const plan = await planEntries(inputs, read, run.mode !== 'known');
  if (plan.kept.size === 0) throw new Failure(`nothing to redact: ${plan.leftOut[0]?.why ?? 'the input is empty'}`, 1);
  await collectValues(inputs, plan, redactor, read);
  const bundle = new BundleFile(run.output);
  try {
    const { longLines, entries } = await writeEntries(inputs, plan, redactor, bundle, read);
    await bundle.close();
    await proveEntries(bundle.temporary, entries, redactor, readWith(PROOF_LIMITS, progress));
    progress?.clear();
    if (run.redactMap !== undefined) writeMap(run.redactMap, redactor.tokenizer);
    await bundle.publish();
    if (!run.quiet) summarise(run.output, plan, redactor, longLines);
  } catch (error) {
    progress?.clear();
    await bundle.discard();
    throw error instanceof Failure ? error : new Failure(`cannot write ${run.output}: ${errorLine(error)}`, 2);
  }
}

function readWith(limits: SourceLimits, progress: Progress | undefined): Reading {
  return {
    limits,
    async each(inputs, take, skip) {
      for await (const entry of openInputs(inputs, { limits, onProgress: progress?.update })) {
        if ('outcome' in entry) skip?.(entry);
        else await take(entry);
      }
    },
  };
}

/** Text that no reader knows is left out: nobody can tell what in it is private, and the analysis does not miss it. */
async function planEntries(inputs: string[], read: Reading, byWord: boolean): Promise<Plan> {
  const plan: Plan = { kept: new Set(), leftOut: [], notes: [] };
  const ofRedis = new Set<string>();
  const patterns = new PatternMatcher([...CORE_PATTERNS]);
  await read.each(
    inputs,
    async (entry) => {
      const records = await parse(entry, patterns, read.limits.lineBytes);
      for (const why of records.notes) plan.notes.push({ name: entry.name, why });
      if (records.outcome === 'parsed') plan.kept.add(entry.name);
      else plan.leftOut.push({ name: entry.name, why: records.why ?? 'no known format' });
      if (records.why === NOT_RECOGNISED && records.unknown.samples.some(({ text }) => OF_REDIS.test(text))) ofRedis.add(entry.name);
    },
    (entry) => plan.leftOut.push({ name: entry.name, why: entry.why }),
  );
  if (byWord && plan.kept.size === 0) keepUnknown(plan, ofRedis);
  return plan;
}

/** Words that a log has which was cut out of its surroundings. */
const OF_REDIS = /redis|valkey|sentinel|\(\S{0,200}\+0x[0-9a-f]{1,8}\) ?\[0x/i;

/** A few frames or some lines without their stamps: the analysis may see something in them, and where every unknown word goes they may be kept. */
function keepUnknown(plan: Plan, names: ReadonlySet<string>): void {
  for (const name of names) plan.kept.add(name);
  plan.leftOut = plan.leftOut.filter(({ name }) => !names.has(name));
}

async function parse(entry: SourceEntry, patterns: PatternMatcher, lineBytes: number): Promise<EntryRecords> {
  const parser = new EntryParser(entry.name, patterns, lineBytes);
  return inTurn(async () => {
    let broken: string | undefined;
    try {
      for await (const chunk of entry.chunks) parser.push(chunk);
    } catch (error) {
      broken = errorLine(error);
    }
    return parser.finish({ broken, notes: entry.notes ?? [] });
  });
}

async function collectValues(inputs: string[], plan: Plan, redactor: Redactor, read: Reading): Promise<void> {
  for (const { name, why } of [...plan.leftOut, ...plan.notes]) {
    redactor.collectName(name);
    redactor.collect(why);
  }
  await read.each(inputs, async (entry) => {
    redactor.collectName(entry.name);
    if (!plan.kept.has(entry.name)) return drain(entry.chunks);
    const state = new LineState();
    await visitLines(untilBroken(entry.chunks), read.limits.lineBytes, (line) => redactor.collect(line, state));
  });
}

async function writeEntries(inputs: string[], plan: Plan, redactor: Redactor, bundle: BundleFile, read: Reading) {
  const names = new EntryNames(redactor);
  let longLines = 0;
  let entries = 0;
  await read.each(inputs, async (entry) => {
    if (!plan.kept.has(entry.name)) return drain(entry.chunks);
    const state = new LineState();
    const lines = changeLines((line) => redactor.redact(line, state), read.limits.lineBytes);
    await bundle.add(names.claim(entry.name), untilBroken(entry.chunks), lines.stages);
    longLines += lines.leftOut();
    entries++;
  });
  return { longLines, entries };
}

/** Reads what was written, as anybody would, and looks for what was to be hidden. What cannot be looked at counts as left. */
async function proveEntries(file: string, written: number, redactor: Redactor, read: Reading): Promise<void> {
  let seen = 0;
  await read.each(
    [file],
    async (entry) => {
      const state = new LineState();
      let left: PrivateClass | undefined = redactor.findLeftInName(entry.name.slice(entry.name.indexOf('!/') + 2));
      const unread = await visitLines(entry.chunks, read.limits.lineBytes, (line) => {
        left ??= redactor.findLeft(line, state);
      });
      if (left) throw new Failure(`${LEFT}: a value of class ${left} would be left; nothing was written`, 1);
      if (unread > 0) throw new Failure(`${LEFT}: a line became too long; nothing was written`, 1);
      seen++;
    },
    (entry) => {
      throw new Failure(`${LEFT}: the bundle cannot be read back (${entry.why}); nothing was written`, 1);
    },
  );
  if (seen !== written) throw new Failure(`${LEFT}: ${seen} of ${written} entries could be read back; nothing was written`, 1);
}

/** Answers with the number of lines that were too long to be looked at. */
async function visitLines(chunks: AsyncIterable<Uint8Array>, maxLineLength: number, visit: (line: string) => void): Promise<number> {
  const { stages, leftOut } = changeLines((line) => {
    visit(line);
    return '';
  }, maxLineLength);
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline([Readable.from(chunks, { objectMode: false }), ...stages, sink]);
  return leftOut();
}

/** A damaged archive gives what comes before the damage, as it does when it is analysed. */
async function* untilBroken(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch {
    // the plan has listed it
  }
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of untilBroken(chunks));
}

const MAX_LISTED = 1000;

/** On standard output, which carries nothing else; names with their tokens. */
function summarise(output: string, plan: Plan, redactor: Redactor, longLines: number): void {
  const counts = [...redactor.tokenizer.counts()].map(([cls, count]) => `${count} ${cls}`).join(', ');
  const lines = [`${output}: ${plan.kept.size} of ${plan.kept.size + plan.leftOut.length} entries, replaced: ${counts || 'nothing'}`];
  if (longLines > 0) lines.push(`left out: ${longLines} lines that are too long to be judged`);
  for (const { name, why } of plan.leftOut.slice(0, MAX_LISTED))
    lines.push(`left out: ${redactor.redactName(name)} (${redactor.redact(why)})`);
  if (plan.leftOut.length > MAX_LISTED) lines.push(`left out: ${plan.leftOut.length - MAX_LISTED} more`);
  for (const { name, why } of plan.notes.slice(0, MAX_LISTED)) lines.push(`${redactor.redactName(name)}: ${redactor.redact(why)}`);
  if (redactor.tokenizer.overflow > 0) note('more values than can be told apart: some of them share one token');
  process.stdout.write(`${lines.join('\n')}\n`);
}
