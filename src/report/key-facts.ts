import type { DiagnosedIncident } from '../diagnosis/diagnose.js';
import type { Explained } from '../diagnosis/explain.js';
import { SIGNAL_NAMES, signalName } from '../facts/crashes.js';
import type { CrashFact, DumpFact, Facts } from '../model/facts.js';
import { baseName, placeOf } from '../model/origin.js';
import type { Frame, SanitizerRecord } from '../model/records.js';
import { citation } from './cite.js';
import type { Incident } from './schema.js';

/** What somebody reads who reads only the first screen: where it crashed, what it executed, which directive was refused, which line says so. */
export type KeyFact = NonNullable<Incident['keyFacts']>[number];

const FRAMES = 7;
const LINES = 5;
const LINES_OF_ONE = 3;
const CLAIMS = 4;
const TEXT_CAP = 240;

export function keyFactsOf(incident: DiagnosedIncident, top: Explained | undefined, facts: Facts): KeyFact[] {
  const used = new Set<string>();
  const rows = [
    ...crashRows(crashesOfIncident(incident)),
    ...sanitizersOfIncident(incident, facts).slice(0, 1).flatMap(sanitizerRows),
    ...refusalRows(incident, facts),
    ...stackRows(incident, top),
  ];
  for (const row of rows) if (row.citation !== undefined) used.add(placeOf(row.citation));
  // the head of a thread in a dump says nothing by itself
  for (const { dump } of incident.scope.dumps) for (const thread of dump.threads) used.add(placeOf(thread.cite));
  return [...rows, ...claimRows(top), ...lineRows(top, used)];
}

/** Text of a log inside our own sentence: its backticks would end the code. */
export function quoted(text: string, cap = TEXT_CAP): string {
  const flat = text.replaceAll('`', "'").replace(/\s+/g, ' ').trim();
  return `\`${flat.length > cap ? `${flat.slice(0, cap)}…` : flat}\``;
}

/** The reports of this incident; a process that also crashed at another time has others. */
export function crashesOfIncident(incident: DiagnosedIncident): CrashFact[] {
  return incident.anomalies.some((item) => item.what === 'crash' || item.what === 'child-crash') ? incident.scope.crashes : [];
}

export function sanitizersOfIncident(incident: DiagnosedIncident, facts: Facts): Facts['sanitizers'] {
  return facts.sanitizers.filter((record) => incident.anomalies.some((item) => item.cite === record.cite));
}

export function fatalStartsOfIncident(incident: DiagnosedIncident, facts: Facts): Facts['fatalStarts'] {
  return facts.fatalStarts.filter(
    (record) =>
      incident.anomalies.some((item) => item.cite === record.cite) ||
      (record.process !== undefined && incident.family === 'startup' && record.process === incident.victim),
  );
}

/** A process that raises a signal itself is no sender to look for. */
export function foreignSender(crash: CrashFact): { pid: number; uid: number } | undefined {
  return crash.origin === 'sent' && crash.sender?.pid !== crash.pid ? crash.sender : undefined;
}

/** How it died, in words: the assertion, the panic, the signal with its sender. */
export function deathOf(crash: CrashFact): string {
  const { report } = crash;
  if (report.assertion !== undefined)
    return `failed assertion ${quoted(report.assertion.expr)} at \`${report.assertion.file}:${report.assertion.line}\``;
  if (report.panic !== undefined) {
    const at = report.panic.file === undefined ? '' : ` at \`${report.panic.file}:${report.panic.line ?? '?'}\``;
    return `panic ${quoted(report.panic.message)}${at}`;
  }
  if (report.outOfMemory !== undefined)
    return report.outOfMemory.bytes === undefined
      ? 'out of memory'
      : `out of memory: ${report.outOfMemory.bytes} bytes could not be allocated`;
  if (report.signal === undefined) return 'a crash report without a signal line';
  const name =
    SIGNAL_NAMES[report.signal] === undefined ? `signal ${report.signal}` : `${signalName(report.signal)} (signal ${report.signal})`;
  const sender = foreignSender(crash);
  const by = sender !== undefined ? `, sent by pid ${sender.pid} (uid ${sender.uid})` : '';
  const self = report.siCode === -6 ? ', raised by the process itself' : '';
  const code = report.siCode === undefined ? '' : `, si_code ${report.siCode}`;
  const address = crash.origin === 'fault' && report.address !== undefined ? `, address \`${report.address}\`` : '';
  return `${name}${code}${by}${self}${address}`;
}

/** `restoreCommand` below which it crashed is RESTORE. What calls other commands is not the one at work. */
function commandInStack(frames: readonly string[]): string | undefined {
  for (const frame of frames) {
    const name = /^([a-z]\w{1,30}?)(?:Generic)?Command$/.exec(frame.split(/[ +(]/, 1)[0] ?? '')?.[1];
    if (name !== undefined && !/^(?:process|lookup|reject|queueMulti|reset|exec|propagate|module|redisModule|call)/.test(name))
      return name.toUpperCase();
  }
  return undefined;
}

function crashRows(crashes: readonly CrashFact[]): KeyFact[] {
  const [crash] = crashes;
  if (crash === undefined) return [];
  const { report } = crash;
  const cite = report.lines.assertion ?? report.lines.panic ?? report.lines.oom ?? report.lines.signal ?? report.cite;
  const rows: KeyFact[] = [
    { what: crash.survived ? 'Report of' : crash.inChild ? 'Child died of' : 'Died of', value: deathOf(crash), citation: citation(cite) },
  ];
  if (report.signal !== undefined && (report.assertion ?? report.panic ?? report.outOfMemory) !== undefined)
    rows.push({ what: 'Signal', value: `${signalName(report.signal)} (signal ${report.signal})` });
  if (crash.topFrames.length > 0) {
    const thread = crash.faultingThread?.name;
    rows.push({
      what: 'Crashed in',
      value: `${stackText(crash.topFrames)}${thread === undefined ? '' : `, thread ${quoted(thread, 60)}`}`,
    });
  }
  if (crash.command !== undefined) {
    const client = crash.command.client === undefined ? '' : `, from client ${quoted(crash.command.client, 80)}`;
    rows.push({ what: 'Executing', value: `${quoted(crash.command.argv.join(' '))}${client}`, citation: citation(crash.command.cite) });
  }
  const seen = crash.command === undefined ? commandInStack(crash.topFrames) : undefined;
  if (seen !== undefined)
    rows.push({ what: 'Executing', value: `${quoted(seen)}, as the stack shows; its arguments are not in the report` });
  if (crash.place !== undefined && crash.place !== crash.topFrames[0])
    rows.push({
      what: 'Place',
      value: `${quoted(crash.place)}${crash.module === undefined ? '' : `, module ${quoted(crash.module, 60)}`}`,
    });
  const words = report.lastWords?.[0];
  if (words !== undefined)
    rows.push({
      what: 'Last words',
      value: quoted(
        [words.message, words.fn, words.file === undefined ? '' : `${words.file}:${words.fileLine ?? '?'}`].filter(Boolean).join(', '),
      ),
      citation: citation(words.cite),
    });
  if (crash.size !== undefined) rows.push({ what: 'Size', value: crash.size.text });
  if (report.nestedFault !== undefined)
    rows.push({
      what: 'While reporting',
      value: `the signal handler itself crashed: ${quoted(report.nestedFault.text)}`,
      citation: citation(report.nestedFault.cite),
    });
  if (report.lines.ioThreads !== undefined)
    rows.push({ what: 'Threads', value: 'I/O threads were running (`io-threads`)', citation: citation(report.lines.ioThreads) });
  if (report.memoryTest === 'failed') rows.push({ what: 'Memory test', value: 'failed: the report says MEMORY ERROR DETECTED' });
  if (crashes.length > 1) rows.push({ what: 'How often', value: `${crashes.length} crash reports, ${deathsAlike(crashes)}` });
  return rows;
}

/** Whether a series of crashes is the same one again and again. */
function deathsAlike(crashes: readonly CrashFact[]): string {
  const places = new Set(
    crashes.map((crash) => `${crash.report.signal ?? ''} ${crash.report.assertion?.expr ?? crash.topFrames[0] ?? ''}`),
  );
  return places.size === 1 ? 'all of the same place' : `of ${places.size} different places`;
}

export function stackText(frames: readonly string[], cap = FRAMES): string {
  return quoted(frames.slice(0, cap).join(' ← '), 400);
}

function frameText(frame: Frame): string {
  const name = frame.fn ?? (frame.object === undefined ? (frame.address ?? '?') : `${frame.object}+${frame.offset ?? '?'}`);
  return frame.file === undefined ? name : `${name} (${frame.file}${frame.fileLine === undefined ? '' : `:${frame.fileLine}`})`;
}

function sanitizerRows(record: SanitizerRecord): KeyFact[] {
  const rows: KeyFact[] = [{ what: 'Sanitizer', value: `${record.tool}: ${quoted(record.error)}`, citation: citation(record.cite) }];
  if (record.frames.length > 0) rows.push({ what: 'Detected in', value: stackText(record.frames.map(frameText)) });
  return rows;
}

/** `line 9 of redis-6379.conf: maxmemory lots: argument must be a memory value`: the words of a refused start. */
export function refusalOf(record: Facts['fatalStarts'][number], facts: Facts): string {
  const { line, directive, reason } = record.fields;
  const confs = facts.confs.filter((conf) => conf.process === undefined || conf.process === record.process);
  const file = confs.length === 1 ? ` of ${baseName(confs[0]!.entry)}` : '';
  const place = line === undefined ? '' : `line ${line}${file}: `;
  const what = directive === undefined ? '' : `'${directive}': `;
  return `${place}${what}${reason ?? record.cite.text.trim()}`;
}

function refusalRows(incident: DiagnosedIncident, facts: Facts): KeyFact[] {
  const records = fatalStartsOfIncident(incident, facts);
  const [record] = records;
  if (record === undefined) return [];
  const rows: KeyFact[] = [
    { what: 'Refused because', value: quoted(refusalOf(record, facts), 400), citation: citation(record.cites.at(-1) ?? record.cite) },
  ];
  if (records.length > 1) rows.push({ what: 'Refused starts', value: `${records.length} starts refused` });
  return rows;
}

/** The dump that tells most of the standstill: one with a cycle, then with what main does. */
export function bestDump(incident: DiagnosedIncident): DumpFact | undefined {
  const rank = ({ reading }: DumpFact) => Number(reading.graph.cycles.length > 0) * 4 + Number(reading.main !== undefined) * 2;
  return [...incident.scope.dumps].sort(
    (a, b) => rank(b) - rank(a) || a.reading.limits.length - b.reading.limits.length || (a.id < b.id ? -1 : 1),
  )[0];
}

/** What main did, without the chain of functions that the stack behind it shows anyway. */
function doing(detail: string): string {
  return detail.replace(/ \([^()]* ← .*\)$/s, '');
}

function stackRows(incident: DiagnosedIncident, top: Explained | undefined): KeyFact[] {
  const dump = /^(hang|deadlock)\//.test(top?.signature.kind ?? '') || top === undefined ? bestDump(incident) : undefined;
  if (dump === undefined) return [];
  const { main, graph, workers } = dump.reading;
  const rows: KeyFact[] = [];
  if (main !== undefined)
    rows.push({
      what: 'Main thread',
      value: `${doing(main.detail)}${main.command === undefined ? '' : `, executing ${quoted(main.command)}`}: ${stackText(main.frames)}`,
      citation: citation(main.cite),
    });
  const inCycle = new Set(graph.cycles.flat());
  const other = graph.threads.find((thread) => thread.role !== 'main' && (inCycle.has(thread.id) || graph.rootBlocker === thread.id));
  if (other !== undefined)
    rows.push({
      what: inCycle.has(other.id) ? 'Other side' : 'Blocked by',
      value: `${other.name === '' ? `thread ${other.tid}` : quoted(other.name, 60)} ${other.doing}: ${stackText(other.stack)}`,
      citation: citation(other.cite),
    });
  if (workers.total > 0 && (workers.wantModuleLock > 0 || workers.arrived > 0))
    rows.push({
      what: 'Workers',
      value: `${workers.wantModuleLock} of ${workers.total} workers wait for the module lock, ${workers.arrived} of ${workers.total} have arrived at the barrier`,
    });
  return rows;
}

const WEIGHT = { decisive: 0, strong: 1, moderate: 2, weak: 3 } as const;

function supporting(top: Explained | undefined) {
  return (top?.ledger ?? [])
    .filter((line) => line.bearing === 'supports' && line.state === 'observed' && line.group !== 'version')
    .sort((a, b) => WEIGHT[a.strength] - WEIGHT[b.strength]);
}

/** The strongest claims with their counts. */
function claimRows(top: Explained | undefined): KeyFact[] {
  const claims = [
    ...new Set(
      supporting(top)
        .filter((line) => line.strength !== 'weak')
        .map((line) => line.claim),
    ),
  ].slice(0, CLAIMS);
  return claims.length === 0 ? [] : [{ what: 'Shown by', value: claims.join('; ') }];
}

/** Frames and heads of sections are no sentences to quote. */
const NO_QUOTE = /^(?:===|---|#\d|0x|Thread \d|TID:|Backtrace:|server_time_usec|\s*$)|BUG REPORT START|\[0x[0-9a-f]+\]\s*$/;

/** The same sentence with other numbers is no further line to read. */
function formOf(text: string): string {
  return text.replace(/\b[0-9a-f]{8,}\b|\d+/g, '#').replace(/^#:[A-Z] /, '');
}

/** The lines that decide, as they stand in the input. */
function lineRows(top: Explained | undefined, used: Set<string>): KeyFact[] {
  const rows: KeyFact[] = [];
  const forms = new Set<string>();
  for (const item of supporting(top)) {
    let ofOne = 0;
    for (const cite of item.cites) {
      if (rows.length >= LINES || ofOne >= LINES_OF_ONE) break;
      const form = formOf(cite.text);
      if (used.has(placeOf(cite)) || forms.has(form) || NO_QUOTE.test(cite.text) || rows.some((row) => row.value === quoted(cite.text)))
        continue;
      used.add(placeOf(cite));
      forms.add(form);
      ofOne++;
      rows.push({ what: rows.length === 0 ? 'Lines' : '', value: quoted(cite.text), citation: citation(cite) });
    }
  }
  return rows;
}
