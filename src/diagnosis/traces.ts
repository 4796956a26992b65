import type { CrashFact, DumpFact } from '../model/facts.js';
import type { DiagnosedIncident } from './diagnose.js';
import { leadingOf } from './explain.js';

/** A death or a standstill, as far as it can be compared with what is known of bugs. */
export interface Trace {
  what: 'crash' | 'stuck';
  /** Innermost first. */
  frames: readonly string[];
  assertion?: { file: string; expr: string };
  /** What was executing, upper case, without its arguments. */
  command?: string;
}

/** Standstills that are of the program's own making; a paused process and a long script are not. */
const STUCK = /^(?:hang\/(?:main-thread-stuck|slow-command|child)$|deadlock\/)/;
/** DEBUG SEGFAULT and the like die because they were asked to. */
const ASKED_TO_DIE = /^(?:SEGFAULT|PANIC|ASSERT|OOM|RESTART|CRASH-AND-\w+|SLEEP|LEAK|STRINGMATCH-LEN)$/i;
const MAX_FRAMES = 40;
const MAX_TRACES = 8;

/** What of an incident can be compared; nothing for deaths that somebody sent or ordered. */
export function tracesOf(incident: DiagnosedIncident): Trace[] {
  const kind = leadingOf(incident.explanations)?.signature.kind ?? '';
  if (kind === 'hang/process-paused' || kind === 'crash/sent-signal') return [];
  const stuck = STUCK.test(kind);
  const crashes = incident.scope.crashes.filter((crash) => !isOrdered(crash) && (stuck || crash.origin !== 'sent'));
  const found = crashes.map((crash) => crashTrace(crash, stuck));
  const dumps = incident.scope.dumps.filter((dump) => !incident.scope.crashes.some((crash) => crash.report.dump === dump.dump));
  for (const dump of dumps) found.push(...dumpTraces(dump, stuck));
  return found.slice(0, MAX_TRACES);
}

function isOrdered({ topFrames, command }: CrashFact): boolean {
  const [name, subcommand] = command?.argv ?? [];
  if (name?.toUpperCase() === 'DEBUG' && ASKED_TO_DIE.test(subcommand ?? '')) return true;
  return topFrames.some((frame) => /^debugCommand\b/.test(frame)) && !/^DEBUG$/i.test(name ?? '');
}

function crashTrace(crash: CrashFact, stuck: boolean): Trace {
  const { assertion } = crash.report;
  const command = crash.command?.argv[0]?.toUpperCase();
  return {
    what: stuck && (crash.origin === 'sent' || crash.frozen !== undefined) ? 'stuck' : 'crash',
    frames: crash.topFrames,
    ...(assertion === undefined ? {} : { assertion: { file: assertion.file, expr: assertion.expr } }),
    ...(command === undefined ? {} : { command }),
  };
}

/** Of a standstill main and the threads that wait for each other; of a core the thread that died. */
function dumpTraces({ dump, reading }: DumpFact, stuck: boolean): Trace[] {
  if (!stuck) {
    const died = dump.terminatedBy === undefined ? undefined : (dump.threads.find((thread) => thread.marked) ?? dump.threads[0]);
    return died === undefined ? [] : [{ what: 'crash', frames: named(died.frames.map((frame) => frame.fn ?? frame.object ?? '??')) }];
  }
  const inCycle = new Set(reading.graph.cycles.flat());
  const threads = reading.graph.threads.filter((thread) => inCycle.has(thread.id) || thread.id === reading.graph.rootBlocker);
  const stacks = [...(reading.main === undefined ? [] : [reading.main.frames]), ...threads.map((thread) => thread.stack)];
  const command = reading.main?.command?.split(' ')[0].toUpperCase();
  return stacks
    .filter((frames) => frames.length > 0 && !frames.some((frame) => /^debugCommand\b/.test(frame)))
    .map((frames) => ({ what: 'stuck' as const, frames: named(frames), ...(command === undefined || command === '' ? {} : { command }) }));
}

const named = (frames: readonly string[]) => frames.slice(0, MAX_FRAMES);
