import type { Binaries } from './binary/binaries.js';
import { inlinePatterns } from './diagnosis/anchors.js';
import { type Diagnosis, diagnose } from './diagnosis/diagnose.js';
import { tracesOf } from './diagnosis/traces.js';
import { weighRest } from './diagnosis/weigh-rest.js';
import { buildFacts } from './facts/build.js';
import type { ZoneRule } from './facts/clocks.js';
import { CORE_PATTERNS } from './formats/log/core-patterns.js';
import { PatternMatcher } from './formats/log/patterns.js';
import { sourceBlocks } from './kernel/kernel.js';
import { inTurn } from './kernel/turn.js';
import type { EndOfLife } from './known-fixes/end-of-life.js';
import type { IncidentFixes } from './known-fixes/incidents.js';
import type { Facts } from './model/facts.js';
import type { EntryRecords } from './model/records.js';
import type { Signature } from './model/signatures.js';
import { DEFAULT_LIMITS, type Input, isStream, type SkippedEntry, type SourceEntry, type SourceLimits } from './model/source.js';
import type { ElfBook } from './read-elf.js';
import { readEntry, skippedEntry } from './read-entry.js';
import type { RedactMode } from './redact/redactor.js';
import { assembleReport } from './report/assemble.js';
import type { Report } from './report/schema.js';
import { CATALOGUE } from './signatures/catalogue.js';
import { openInputs } from './source/open.js';
import { parseRange, parseZoneRules } from './time-options.js';
import { VERSION } from './version.js';

export interface AnalyzeOptions {
  stdin?: AsyncIterable<Uint8Array>;
  /** Ends the reading; `analyze` then throws the signal's reason. */
  signal?: AbortSignal;
  /** Limits what is reported, not what is read for context: ISO-8601, a log's own stamp, `17:53`, `yesterday`, or `10m` before the last
   * moment of the input. Both ends belong to it. */
  since?: string;
  until?: string;
  /** `2h`: the last two hours of the input. */
  last?: string;
  /** `ZONE` or `ENTRY-GLOB=ZONE`: zone of stamps that carry none. */
  timezones?: string[];
  /** Programs, libraries and debug files (files, folders, archives) that name the frames of cores. */
  symbols?: string[];
  /** Private signatures, already parsed. */
  signatures?: Signature[];
  /** What the caller has to say of them, for readers of the report. */
  notes?: Report['notes'];
  /** Replaces private values by stable tokens, as `--redact` does: `strict` (or true) all that is not known to be safe, `known` what is found to be
   * private. Throws when it cannot be proved that none is left. */
  redact?: boolean | RedactMode;
  /** Words that a strict redaction keeps. */
  redactKeep?: readonly string[];
  /** Weighs the signatures that are no candidates as well, for readers who ask about one of them. */
  weighAll?: boolean;
  limits?: Partial<SourceLimits>;
  onProgress?: (readBytes: number, totalBytes: number | undefined) => void;
}

/** The pipeline: inputs, entries, records, facts, diagnosis, report. Throws a UsageError for options that cannot be read.
 * Calls may overlap: their inputs are read one after the other, so a `stdin` that never ends keeps the others waiting. */
export async function analyze(inputs: readonly Input[], options: AnalyzeOptions = {}): Promise<Report> {
  // 1. what to look for
  const zones: ZoneRule[] = parseZoneRules(options.timezones ?? []);
  const range = parseRange(options, zones);
  const signatures = [...CATALOGUE, ...(options.signatures ?? [])];
  const patterns = matcherOf(options.signatures ?? []);

  // 2. bytes to records, entry by entry, in one pass
  const { entries, binaries } = await inTurn(() => readEntries(inputs, options, patterns));
  // Only now, after the last byte, does anything depend on more than one entry; sorted, so that the order of the inputs cannot matter.
  entries.sort((a, b) => (a.entry < b.entry ? -1 : a.entry > b.entry ? 1 : 0));

  // 3. records to facts, facts to explanations, explanations to the report
  const facts = buildFacts(entries, { zones, ...(binaries ? { binaries } : {}) });
  const limits = range(facts.collectedMs);
  const diagnosis = diagnose(facts, signatures, limits);
  const rest = options.weighAll ? weighRest(diagnosis, facts, signatures) : undefined;
  const fixes = await knownFixes(facts, diagnosis);
  const endOfLife = await endsOfLife(facts, diagnosis);
  const report = assembleReport(facts, diagnosis, {
    version: VERSION,
    ...limits,
    notes: options.notes ?? [],
    rest,
    fixes,
    endOfLife,
  });
  return options.redact ? redacted(report, options) : report;
}

/** Throws a UsageError for times and zones that cannot be read. */
export function checkOptions(options: AnalyzeOptions): void {
  parseRange(options, parseZoneRules(options.timezones ?? []));
}

interface ReadInputs {
  entries: EntryRecords[];
  /** Programs among the inputs and of --symbols, where there are any. */
  binaries?: Binaries;
}

async function readEntries(inputs: readonly Input[], options: AnalyzeOptions, patterns: PatternMatcher): Promise<ReadInputs> {
  const entries: EntryRecords[] = [];
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { stdin, onProgress, signal } = options;
  let elf: ElfBook | undefined;
  // Loaded when it is needed: most inputs have neither cores nor programs.
  const elfBook = async () => {
    elf ??= new (await import('./read-elf.js')).ElfBook();
    return elf;
  };
  signal?.throwIfAborted();
  if (options.symbols) await (await elfBook()).addSymbols(openInputs(options.symbols, { limits, signal, elf: true }));
  for await (const entry of openInputs(inputs, { stdin, signal, limits, onProgress, recycle: true, blocks: sourceBlocks, elf: true })) {
    signal?.throwIfAborted();
    if (isSkipped(entry)) entries.push(skippedEntry(entry));
    else if (entry.elf) entries.push(...(await (await elfBook()).take(entry)));
    else entries.push(await readEntry(entry, patterns, limits));
  }
  if (elf) {
    const repeatable = inputs.filter((input) => input !== '-' && (typeof input === 'string' || !isStream(input)));
    const again = () => openInputs(repeatable, { limits, signal, recycle: true, elf: true });
    const isCollected = entries.some(({ records }) => records.some(({ type }) => type === 'collect'));
    entries.push(...(await elf.finish(again, isCollected)));
  }
  signal?.throwIfAborted();
  return { entries, binaries: elf?.binaries };
}

let builtIn: PatternMatcher | undefined;

/** The matcher of the built-in catalogue is kept: making it is a quarter of a small analysis that is not the first. */
function matcherOf(own: Signature[]): PatternMatcher {
  if (own.length > 0) return new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns([...CATALOGUE, ...own])]);
  builtIn ??= new PatternMatcher([...CORE_PATTERNS, ...inlinePatterns(CATALOGUE)]);
  return builtIn;
}

async function redacted(report: Report, options: AnalyzeOptions): Promise<Report> {
  const { ReportRedactor } = await import('./redact/report.js');
  const mode = options.redact === 'known' ? 'known' : 'strict';
  return new ReportRedactor({ style: 'readable', mode, keep: options.redactKeep }).redact([report])[0];
}

/** The index of fixed bugs is read only where a death or a standstill is there to ask it about. */
async function knownFixes(facts: Facts, diagnosis: Diagnosis): Promise<Map<string, IncidentFixes> | undefined> {
  if (!diagnosis.incidents.some((incident) => tracesOf(incident).length > 0)) return undefined;
  return (await import('./known-fixes/incidents.js')).fixesOfIncidents(facts, diagnosis);
}

/** Dates are asked for only where an advisory speaks of a line's end. */
async function endsOfLife(facts: Facts, diagnosis: Diagnosis): Promise<Map<string, EndOfLife> | undefined> {
  const told = diagnosis.advisories.filter((one) => one.explained.signature.id === 'end-of-life').flatMap((one) => one.process ?? []);
  if (told.length === 0) return undefined;
  return (await import('./known-fixes/end-of-life.js')).endOfLifeBy(facts, told);
}

function isSkipped(entry: SourceEntry | SkippedEntry): entry is SkippedEntry {
  return 'outcome' in entry;
}
