import { globMatches } from '../facts/clocks.js';
import { isHardwareCode } from '../facts/crash-numbers.js';
import { infoValue, signalName } from '../facts/crashes.js';
import type { CrashFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { KeyValues, LastWords } from '../model/records.js';
import type { Ask } from '../model/signatures.js';
import { type Answer, absent, notObservable, observed } from './answer.js';
import { type FrameMatch, hasHiddenFrames, isWeakFit, matchFrames } from './frames.js';
import { sameDeaths } from './same-death.js';
import type { Scope } from './scope.js';

type Part<K extends string> = Extract<Ask, Record<K, unknown>> extends Record<K, infer V> ? V : never;

export function askCrash(ask: Part<'crash'>, scope: Scope): Answer {
  const all = scope.crashes.filter((crash) => crashMatches(ask, crash));
  const matching = ask.repeated === undefined ? all : sameDeaths(all);
  const elsewhere = ask.distinct === undefined ? [] : placesOf(ofServer(ask, scope));
  if (matching.length >= (ask.repeated ?? 1) && elsewhere.length >= (ask.distinct ?? 0)) {
    const crash = matching[0]!;
    const fit = ask.frames === undefined ? undefined : stackFit(ask, crash);
    const cites =
      ask.repeated !== undefined
        ? matching.map(mainCite)
        : [mainCite(crash), ask.origin?.includes('sent') ? crash.report.lines.killedBy : undefined];
    const values = {
      ...crashValues(crash, matching.length),
      places: elsewhere.slice(0, 4).join('; '),
      ...(fit === undefined ? {} : { frames: fit.frames.join(' <- ') }),
    };
    return { ...observed(cites, values, crash.timeMs, fit?.why ?? crash.originWhy), weaker: fit !== undefined && isWeakFit(fit.fit) };
  }
  const near = scope.crashes[0];
  if (near === undefined) {
    const covered = scope.covered();
    const ended = scope.victim?.end === 'killed' || scope.victim?.end === 'clean-shutdown' || scope.victim?.end === 'still-running';
    return covered.ok && ended
      ? absent('no crash report although the log goes on to the end of the process')
      : notObservable(covered.ok ? 'no crash report in the input' : covered.why);
  }
  if (ask.origin !== undefined && near.origin === 'unknown' && near.report.signal !== undefined) return notObservable(near.originWhy);
  if (ask.memoryTest !== undefined && near.report.memoryTest === undefined) return notObservable('the report has no memory test');
  if (ask.memoryTest !== undefined && near.report.memoryTest === 'started')
    return notObservable('the memory test of the report did not end');
  if (ask.repeated !== undefined && all.length >= ask.repeated)
    return absent(`${all.length} deaths, but not the same one: at most ${matching.length} share the place`, all.map(mainCite));
  if (ask.frames !== undefined && hasHiddenFrames(near.topFrames)) return notObservable('the report has no symbols there');
  return absent(near.originWhy, [mainCite(near)], crashValues(near, matching.length));
}

function mainCite(crash: CrashFact): Cite {
  const { lines } = crash.report;
  return lines.assertion ?? lines.oom ?? lines.panic ?? lines.words ?? lines.signal ?? lines.exception ?? crash.report.cite;
}

/** All crashes of the server that fit, in whatever incident: that they lie apart is what is asked for. */
function ofServer(ask: Part<'crash'>, scope: Scope): CrashFact[] {
  const ids = scope.server.length > 0 ? scope.server.map((process) => process.id) : [scope.victim?.id ?? ''];
  return ids.flatMap((id) => scope.index.crashesOf.get(id) ?? []).filter((crash) => crashMatches(ask, crash));
}

/** Different places, of crashes that tell theirs. */
function placesOf(crashes: readonly CrashFact[]): string[] {
  return [
    ...new Set(crashes.map((crash) => crash.place).filter((place): place is string => place !== undefined && !place.startsWith('0x'))),
  ];
}

/** Last words that decided what the crash is. */
function deciding(report: CrashFact['report']): LastWords | undefined {
  return report.lines.words === undefined ? undefined : report.lastWords?.find((item) => item.cite === report.lines.words);
}

function crashValues(crash: CrashFact, n: number): Record<string, string> {
  const { report } = crash;
  return {
    n: String(n),
    signal: String(report.signal ?? ''),
    signalName: report.exception ?? (report.signal === undefined ? 'a signal' : signalName(report.signal)),
    place: crash.place ?? 'a place that the report does not show',
    module: crash.module ?? '',
    size: crash.size?.text ?? '',
    words: deciding(report)?.message ?? '',
    asked: crash.asked ?? '',
    sender: crash.sender === undefined ? 'unknown' : `pid ${crash.sender.pid}, uid ${crash.sender.uid}`,
    address: report.address ?? '',
    assertion: report.assertion?.expr ?? '',
    file: report.assertion?.file ?? report.panic?.file ?? '',
    line: String(report.assertion?.line ?? report.panic?.line ?? ''),
    panic: report.panic?.message ?? '',
    bytes: report.outOfMemory?.bytes ?? 'an unknown number of',
    thread: crash.faultingThread?.name ?? '',
    frame: crash.topFrames[0] ?? '',
    value: crash.originWhy,
    why: crash.originWhy,
  };
}

function crashMatches(ask: Part<'crash'>, crash: CrashFact): boolean {
  const { report } = crash;
  if ((ask.inChild ?? false) !== crash.inChild && ask.inChild !== undefined) return false;
  if (ask.survived !== undefined && ask.survived !== crash.survived) return false;
  if (ask.complete !== undefined && ask.complete !== report.complete) return false;
  if (ask.signal !== undefined && (report.signal === undefined || !ask.signal.includes(report.signal))) return false;
  if (ask.origin !== undefined && !ask.origin.includes(crash.origin)) return false;
  if (ask.what !== undefined && !ask.what.includes(whatOf(crash))) return false;
  if (
    ask.file !== undefined &&
    ![report.assertion?.file, report.panic?.file].some((file) => file !== undefined && globMatches(ask.file!, file))
  )
    return false;
  if (
    ask.text !== undefined &&
    ![report.assertion?.expr, report.panic?.message].some((text) => text?.toLowerCase().includes(ask.text!.toLowerCase()))
  )
    return false;
  if (ask.memoryTest !== undefined && ask.memoryTest !== report.memoryTest) return false;
  return fitsCircumstances(ask, crash);
}

function fitsCircumstances(ask: Part<'crash'>, crash: CrashFact): boolean {
  const { report } = crash;
  if (ask.impossibleSize !== undefined && ask.impossibleSize !== (crash.size?.impossible === true)) return false;
  if (ask.hardware !== undefined && ask.hardware !== isHardwareCode(report)) return false;
  if (ask.loading !== undefined && ask.loading !== (crash.loading === true)) return false;
  if (ask.bits !== undefined && ask.bits !== report.bits) return false;
  if (ask.asked !== undefined && ask.asked !== (crash.asked !== undefined)) return false;
  const words = deciding(report);
  if (ask.lastWords !== undefined && (words === undefined || !ask.lastWords.includes(words.what))) return false;
  if (ask.frames !== undefined && stackFit(ask, crash) === undefined) return false;
  if (ask.faultingThread !== undefined && !globMatches(ask.faultingThread, crash.faultingThread?.name ?? '')) return false;
  if (ask.section !== undefined && report.sections[report.sections.length - 1]?.name !== ask.section) return false;
  return true;
}

function stackFit(ask: Part<'crash'>, crash: CrashFact): FrameMatch | undefined {
  return ask.frames === undefined ? undefined : matchFrames(ask.frames, crash.topFrames, ask.depth);
}

export function whatOf(crash: CrashFact): 'signal' | 'assertion' | 'panic' | 'out-of-memory' {
  if (crash.report.outOfMemory !== undefined) return 'out-of-memory';
  if (crash.report.assertion !== undefined) return 'assertion';
  if (crash.report.panic !== undefined) return 'panic';
  return 'signal';
}

export function askFrozenClock(ask: Part<'frozenClock'>, scope: Scope): Answer {
  if (scope.crashes.length === 0) return notObservable('no crash report');
  const clocks = scope.crashes.filter((crash) => crash.frozen !== undefined);
  if (clocks.length === 0) return notObservable('the report has no clock of main (no INFO section with server_time_usec)');
  const hit = clocks.find((crash) => crash.frozen!.forMs >= ask.minSec * 1000);
  if (hit === undefined)
    return absent(`main's clock was current: ${clocks[0]!.frozen!.forMs} ms old`, [clocks[0]!.frozen!.cite], {
      seconds: String(clocks[0]!.frozen!.forMs / 1000),
    });
  return observed(
    [hit.frozen!.cite],
    {
      value: `${(hit.frozen!.forMs / 1000).toFixed(1)} s`,
      seconds: (hit.frozen!.forMs / 1000).toFixed(1),
      since: new Date(hit.frozen!.atMs).toISOString(),
    },
    hit.frozen!.atMs,
  );
}

export function askRunningClock(ask: Part<'runningClock'>, scope: Scope): Answer {
  const clocks = scope.crashes.filter((crash) => crash.frozen !== undefined);
  if (clocks.length === 0) return notObservable('no report with a clock of main');
  const hit = clocks.find((crash) => crash.frozen!.forMs <= ask.maxSec * 1000);
  return hit === undefined
    ? absent('the clock of main had stopped', [clocks[0]!.frozen!.cite])
    : observed([hit.frozen!.cite], { value: `${hit.frozen!.forMs} ms`, ms: String(hit.frozen!.forMs) }, hit.timeMs);
}

/** Commands that were in progress: argv of the report, the command name in CLIENT LIST, what the stacks show. */
export function askExecuting(ask: Part<'executing'>, scope: Scope): Answer {
  let known = false;
  let seen = '';
  for (const crash of scope.crashes) {
    const client = crash.report.executingClient ?? crash.report.currentClient;
    if (client === undefined) continue;
    known = true;
    const line = (client.argv ?? (client.cmd === undefined ? [] : [client.cmd.replaceAll('|', ' ')])).join(' ');
    seen = line;
    if (
      ask.commands.some(
        (glob) => globMatches(glob.toUpperCase(), line.toUpperCase()) || globMatches(`${glob.toUpperCase()} *`, line.toUpperCase()),
      )
    ) {
      return observed(
        [client.argvCite ?? client.cite],
        { value: line.slice(0, 120), command: line.slice(0, 120), client: client.addr ?? '' },
        crash.frozen?.atMs ?? crash.timeMs,
      );
    }
  }
  for (const dump of scope.dumps) {
    const command = dump.reading.main?.command;
    if (command === undefined) continue;
    known = true;
    seen = command;
    if (
      ask.commands.some(
        (glob) => globMatches(glob.toUpperCase(), command.toUpperCase()) || globMatches(`${glob.toUpperCase()} *`, command.toUpperCase()),
      )
    )
      return observed([dump.reading.main!.cite], { value: command, command }, dump.timeMs);
  }
  return known ? absent(`the command in progress was ${seen.slice(0, 80)}`) : notObservable('nothing tells which command was in progress');
}

export function askInfo(ask: Part<'info'>, scope: Scope): Answer {
  const sources: { sections: KeyValues[]; entry: string }[] = [
    ...scope.crashes.map((crash) => ({ sections: crash.report.info, entry: crash.report.entry })),
    ...scope.index.facts.infos
      .filter((info) => info.process === scope.victim?.id || (info.process === undefined && scope.victim === undefined))
      .map((info) => ({ sections: info.sections, entry: info.entry })),
  ].filter((source) => source.sections.length > 0);
  if (sources.length === 0) return notObservable('no INFO of this process');
  let last: Answer | undefined;
  for (const source of sources) {
    const found = infoValue(source.sections, ask.field);
    if (found === undefined) continue;
    const per = ask.per === undefined ? undefined : infoValue(source.sections, ask.per);
    const cite = { entry: source.entry, line: found.line, offset: found.offset, text: `${ask.field}:${found.value}` };
    if (ask.per !== undefined && !(Number(per?.value) > 0)) continue;
    const value = ask.per === undefined ? found.value.trim() : (Number(found.value) / Number(per!.value)).toFixed(3);
    if (compareInfo(value, ask)) return observed([cite], { value, field: ask.field });
    last = absent(`${ask.field} is ${value}`, [cite], { value });
  }
  return last ?? notObservable(`INFO has no ${ask.field}`);
}

function compareInfo(value: string, ask: Part<'info'>): boolean {
  const wanted = ask.value ?? '';
  const a = Number.parseFloat(value);
  const b = Number(wanted);
  switch (ask.op) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return value === String(wanted) || a === b;
    case '!=':
      return value !== String(wanted);
    case 'contains':
      return value.includes(String(wanted));
    default:
      return true;
  }
}

export function askSanitizer(ask: Part<'sanitizer'>, scope: Scope): Answer {
  const records = scope.index.facts.sanitizers.filter((record) => record.process === scope.victim?.id || record.process === undefined);
  // Races, leaks and undefined operations that a tool only reports have ended nothing.
  const hit = records.find(
    (record) =>
      record.fatal === true &&
      (ask.error === undefined || ask.error.some((text) => record.error.toLowerCase().includes(text.toLowerCase()))),
  );
  if (hit !== undefined) return observed([hit.cite], { value: hit.error, error: hit.error, tool: hit.tool });
  return records.length > 0 ? absent(`the sanitizer only reports: ${records[0]!.error}`) : notObservable('no sanitizer output');
}
