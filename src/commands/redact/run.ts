import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CORE_PATTERNS } from '../../formats/log/core-patterns.js';
import { PatternMatcher } from '../../formats/log/patterns.js';
import type { EntryRecords } from '../../model/records.js';
import { DEFAULT_LIMITS, type SkippedEntry, type SourceEntry } from '../../model/source.js';
import { EntryParser } from '../../read-entry.js';
import type { PrivateClass } from '../../redact/classes.js';
import { changeLines } from '../../redact/entry-lines.js';
import { EntryNames } from '../../redact/entry-names.js';
import { LineState } from '../../redact/line-state.js';
import { Redactor } from '../../redact/redactor.js';
import { openInputs } from '../../source/open.js';
import { errorLine, Failure } from '../failure.js';
import { note } from '../output.js';
import { Progress } from '../progress.js';
import { LEFT, writeMap } from '../redaction.js';
import { BundleFile } from './bundle-file.js';

export interface BundleRun {
  output: string;
  key?: Uint8Array;
  redactMap?: string;
  quiet?: boolean;
}

/** What becomes of an entry, by its name in the input. */
interface Plan {
  kept: Set<string>;
  leftOut: { name: string; why: string }[];
}

type Read = <T>(inputs: string[], take: (entry: SourceEntry) => Promise<T>, skip?: (entry: SkippedEntry) => void) => Promise<void>;

/**
 * Reads the inputs three times: which entries are text that the analysis understands, which values in them are private, and then to write them
 * with tokens. At last the bundle is read back and searched; only then it gets its name.
 */
export async function redactBundle(inputs: string[], run: BundleRun): Promise<void> {
  const progress = process.stderr.isTTY && !run.quiet ? new Progress(process.stderr) : undefined;
  const read: Read = (paths, take, skip) => eachEntry(paths, take, skip, progress);
  const redactor = new Redactor({ style: 'formed', key: run.key });
  const plan = await planEntries(inputs, read);
  if (plan.kept.size === 0) throw new Failure(`nothing to redact: ${plan.leftOut[0]?.why ?? 'the input is empty'}`, 1);
  await collectValues(inputs, plan, redactor, read);
  const bundle = new BundleFile(run.output);
  try {
    const longLines = await writeEntries(inputs, plan, redactor, bundle, read);
    await bundle.close();
    await proveEntries(bundle.temporary, redactor, read);
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

async function eachEntry<T>(
  inputs: string[],
  take: (entry: SourceEntry) => Promise<T>,
  skip: ((entry: SkippedEntry) => void) | undefined,
  progress: Progress | undefined,
): Promise<void> {
  for await (const entry of openInputs(inputs, { limits: DEFAULT_LIMITS, onProgress: progress?.update })) {
    if ('outcome' in entry) skip?.(entry);
    else await take(entry);
  }
}

/** Text that no reader knows is left out: nobody can tell what in it is private, and the analysis does not miss it. */
async function planEntries(inputs: string[], read: Read): Promise<Plan> {
  const plan: Plan = { kept: new Set(), leftOut: [] };
  const patterns = new PatternMatcher([...CORE_PATTERNS]);
  await read(
    inputs,
    async (entry) => {
      const records = await parse(entry, patterns);
      if (records.outcome === 'parsed') plan.kept.add(entry.name);
      else plan.leftOut.push({ name: entry.name, why: records.why ?? 'no known format' });
    },
    (entry) => plan.leftOut.push({ name: entry.name, why: entry.why }),
  );
  return plan;
}

async function parse(entry: SourceEntry, patterns: PatternMatcher): Promise<EntryRecords> {
  const parser = new EntryParser(entry.name, patterns, DEFAULT_LIMITS.lineBytes);
  let broken: string | undefined;
  try {
    for await (const chunk of entry.chunks) parser.push(chunk);
  } catch (error) {
    broken = errorLine(error);
  }
  return parser.finish({ broken, notes: entry.notes ?? [] });
}

async function collectValues(inputs: string[], plan: Plan, redactor: Redactor, read: Read): Promise<void> {
  for (const { name } of plan.leftOut) redactor.collectName(name);
  await read(inputs, async (entry) => {
    redactor.collectName(entry.name);
    if (!plan.kept.has(entry.name)) return drain(entry.chunks);
    const state = new LineState();
    await visitLines(entry.chunks, (line) => redactor.collect(line, state));
  });
}

async function writeEntries(inputs: string[], plan: Plan, redactor: Redactor, bundle: BundleFile, read: Read): Promise<number> {
  const names = new EntryNames(redactor);
  let longLines = 0;
  await read(inputs, async (entry) => {
    if (!plan.kept.has(entry.name)) return drain(entry.chunks);
    const state = new LineState();
    const lines = changeLines((line) => redactor.redact(line, state), DEFAULT_LIMITS.lineBytes);
    await bundle.add(names.claim(entry.name), untilBroken(entry.chunks), lines.stages);
    longLines += lines.leftOut();
  });
  return longLines;
}

/** Reads what was written, as anybody would, and looks for what was to be hidden. */
async function proveEntries(file: string, redactor: Redactor, read: Read): Promise<void> {
  await read(
    [file],
    async (entry) => {
      const name = entry.name.slice(entry.name.indexOf('!/') + 2);
      const state = new LineState();
      let left: PrivateClass | undefined = redactor.findLeftInName(name);
      await visitLines(entry.chunks, (line) => {
        left ??= redactor.findLeft(line, state);
      });
      if (left) throw new Failure(`${LEFT}: a value of class ${left} would be left; nothing was written`, 1);
    },
    (entry) => {
      throw new Failure(`${LEFT}: the bundle cannot be read back (${entry.why}); nothing was written`, 1);
    },
  );
}

async function visitLines(chunks: AsyncIterable<Uint8Array>, visit: (line: string) => void): Promise<void> {
  const { stages } = changeLines((line) => {
    visit(line);
    return '';
  }, DEFAULT_LIMITS.lineBytes);
  const sink = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline([Readable.from(untilBroken(chunks), { objectMode: false }), ...stages, sink]);
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
  for (const { name, why } of plan.leftOut.slice(0, MAX_LISTED)) lines.push(`left out: ${redactor.redactName(name)} (${why})`);
  if (plan.leftOut.length > MAX_LISTED) lines.push(`left out: ${plan.leftOut.length - MAX_LISTED} more`);
  if (redactor.tokenizer.overflow > 0) note('more values than can be told apart: some of them share one token');
  process.stdout.write(`${lines.join('\n')}\n`);
}
