import { globMatches } from '../facts/clocks.js';
import { isPublicAddress } from '../facts/public-address.js';
import type { BoundEvent } from '../model/facts.js';
import type { Ask, Evidence } from '../model/signatures.js';
import { idsOf } from './anchors.js';
import { type Answer, absent, conditionalOn, notObservable, observed } from './answer.js';
import { askOpenChild } from './ask-children.js';
import { askClient } from './ask-clients.js';
import { askCrash, askExecuting, askFrozenClock, askInfo, askRunningClock, askSanitizer } from './ask-reports.js';
import { askFrames, askMain, askProcState, askWaitCycle, askWorkers } from './ask-threads.js';
import { askTopology } from './ask-topology.js';
import {
  askChange,
  askCheck,
  askClockStep,
  askConf,
  askConfigChange,
  askContainer,
  askEnd,
  askFatalStart,
  askKernel,
  askLatency,
  askManager,
  askNeverReady,
  askRestarts,
  askSilence,
  askSlowlog,
  askWitness,
} from './ask-world.js';
import type { Scope } from './scope.js';
import { describeCondition, versionIn } from './versions.js';

/** Answers to the items already asked, by id, for `after`, `before` and `needs`. */
export type Answered = ReadonlyMap<string, Answer>;

/** Asks one question. Every ask ends in observed, absent (it could have been seen) or not observable (with the reason). */
export function askFacts(ask: Ask, scope: Scope, item: Evidence, answered: Answered): Answer {
  if ('event' in ask) return askEvent(ask.event, scope, item, answered);
  if ('waitCycle' in ask) return askWaitCycle(ask.waitCycle, scope);
  if ('main' in ask) return askMain(ask.main, scope);
  if ('frames' in ask) return askFrames(ask.frames, scope);
  if ('openChild' in ask) return askOpenChild(ask.openChild, scope);
  if ('workers' in ask) return askWorkers(ask.workers, scope);
  if ('procState' in ask) return askProcState(ask.procState, scope);
  if ('crash' in ask) return askCrash(ask.crash, scope);
  if ('silence' in ask) return askSilence(ask.silence, scope);
  if ('frozenClock' in ask) return askFrozenClock(ask.frozenClock, scope);
  if ('runningClock' in ask) return askRunningClock(ask.runningClock, scope);
  if ('configChange' in ask) return askConfigChange(ask.configChange, scope);
  if ('executing' in ask) return askExecuting(ask.executing, scope);
  if ('end' in ask) return askEnd(ask.end, scope);
  if ('witness' in ask) return askWitness(ask.witness, scope);
  if ('topology' in ask) return askTopology(ask.topology, scope);
  if ('client' in ask) return askClient(ask.client, scope);
  if ('info' in ask) return askInfo(ask.info, scope);
  if ('kernel' in ask) return askKernel(ask.kernel, scope);
  if ('container' in ask) return askContainer(ask.container, scope);
  if ('manager' in ask) return askManager(ask.manager, scope);
  if ('change' in ask) return askChange(ask.change, scope);
  if ('fatalStart' in ask) return askFatalStart(ask.fatalStart, scope);
  if ('check' in ask) return askCheck(ask.check, scope);
  if ('sanitizer' in ask) return askSanitizer(ask.sanitizer, scope);
  if ('slowlog' in ask) return askSlowlog(ask.slowlog, scope);
  if ('latency' in ask) return askLatency(ask.latency, scope);
  if ('clockStep' in ask) return askClockStep(ask.clockStep, scope);
  if ('neverReady' in ask) return askNeverReady(ask.neverReady, scope);
  if ('version' in ask) return askVersion(ask.version, scope);
  if ('conf' in ask) return askConf(ask.conf, scope);
  if ('restarts' in ask) return askRestarts(ask.restarts, scope);
  if ('all' in ask) return combineAll(ask.all.map((part) => askFacts(part, scope, item, answered)));
  return combineAny(ask.any.map((part) => askFacts(part, scope, item, answered)));
}

function combineAll(parts: Answer[]): Answer {
  const missing = parts.find((part) => part.state === 'absent') ?? parts.find((part) => part.state === 'not-observable');
  if (missing !== undefined) return missing;
  return observed(
    parts.flatMap((part) => part.cites),
    // The claim is about the first question; the others are its conditions.
    Object.assign({}, ...parts.map((part) => part.values).reverse()),
    parts.find((part) => part.timeMs !== undefined)?.timeMs,
  );
}

function combineAny(parts: Answer[]): Answer {
  const seen = parts.filter((part) => part.state === 'observed');
  if (seen.length > 0) {
    const answer = observed(
      seen.flatMap((part) => part.cites),
      Object.assign({}, ...seen.map((part) => part.values)),
      seen[0]!.timeMs,
    );
    const lasts = seen.map((part) => part.lastMs ?? part.timeMs ?? Number.NaN).filter(Number.isFinite);
    return lasts.length === 0 ? answer : { ...answer, lastMs: Math.max(...lasts) };
  }
  return parts.find((part) => part.state === 'absent') ?? parts[0] ?? notObservable('nothing asked');
}

type EventAsk = Extract<Ask, { event: unknown }>['event'];

function askEvent(ask: EventAsk, scope: Scope, item: Evidence, answered: Answered): Answer {
  const after = boundary(ask.after, answered);
  const afterLast = boundary(ask.afterLast, answered, 'last');
  const before = boundary(ask.before, answered);
  if (after === 'missing' || afterLast === 'missing' || before === 'missing')
    return notObservable(conditionalOn(ask.after ?? ask.afterLast ?? ask.before ?? ''));
  const on = ask.on ?? 'victim';
  const matching = scope.eventsOn(idsOf(ask), on).filter((bound) => {
    if (ask.where !== undefined && !fieldsMatch(ask.where, bound.event.fields)) return false;
    if (after !== undefined && !(bound.timeMs >= after)) return false;
    if (afterLast !== undefined && !(bound.timeMs >= afterLast)) return false;
    if (before !== undefined && !(bound.timeMs <= before)) return false;
    return inWindow(bound.timeMs, ask, scope);
  });
  const found = ask.same === undefined ? matching : largestGroup(matching, ask.same);
  if (found.length >= (ask.min ?? 1) && spanMs(found) >= (ask.spanSec ?? 0) * 1000) {
    return {
      ...observed(
        found.map((bound) => bound.event),
        { ...found[0]!.event.fields, n: String(found.length) },
        found[0]!.timeMs,
      ),
      lastMs: found[found.length - 1]!.timeMs,
    };
  }
  return unseen(ask, scope, item, found.length);
}

function spanMs(found: BoundEvent[]): number {
  const dated = found.map((bound) => bound.timeMs).filter(Number.isFinite);
  return dated.length === 0 ? 0 : dated[dated.length - 1]! - dated[0]!;
}

/** So much of the log before the incident must be there for an absence that looks back. */
const LEAD_MS = 10_000;

/** What is looked for behind another line asks nothing of the log before it. */
function looksBack(ask: EventAsk): boolean {
  if (ask.after !== undefined || ask.afterLast !== undefined) return false;
  return ask.before !== undefined || ask.within === 'run' || (ask.within ?? 0) > DEFAULT_WINDOW_SEC;
}

function largestGroup(events: BoundEvent[], field: string): BoundEvent[] {
  const groups = new Map<string, BoundEvent[]>();
  for (const bound of events) {
    const key = `${bound.process}\u0000${bound.event.fields[field] ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), bound]);
  }
  return [...groups.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

function unseen(ask: EventAsk, scope: Scope, item: Evidence, seen: number): Answer {
  const on = ask.on ?? 'victim';
  if (on === 'peer') return scope.hasPeers() ? absent('no other process logged it') : notObservable('no log of another process');
  if (on === 'manager')
    return scope.index.facts.managers.length > 0 ? absent('the managers logged nothing of it') : notObservable('no log of a manager');
  const covered = scope.covered();
  if (!covered.ok) return notObservable(covered.why);
  if (looksBack(ask) && scope.beginsWithin(ask.within === 'run' ? Number.POSITIVE_INFINITY : LEAD_MS)) {
    return notObservable('its log begins too late for that');
  }
  if (item.printedBy !== undefined) {
    const printed = versionIn(scope.victim, item.printedBy);
    if (printed === undefined) return notObservable(`printed by ${describeCondition(item.printedBy)}; the version is not known`);
    if (!printed) return notObservable(`this version does not print it (only ${describeCondition(item.printedBy)})`);
  }
  const level = item.printedAt ?? 'notice';
  if (!scope.levelProven(level))
    return notObservable(`printed at ${level}; the log shows ${scope.victim?.logLevel.value ?? 'nothing'} at most`);
  const more = seen > 0 ? ` (${seen} seen, ${ask.min} needed)` : '';
  return absent(`would be printed at ${level}; that level is logged (${scope.victim?.logLevel.basis}) and ${covered.why}${more}`);
}

/** Moment of the item that this one is measured against. */
function boundary(id: string | undefined, answered: Answered, which: 'first' | 'last' = 'first'): number | undefined | 'missing' {
  if (id === undefined) return undefined;
  const answer = answered.get(id);
  if (answer === undefined || answer.state !== 'observed') return 'missing';
  return which === 'last' ? (answer.lastMs ?? answer.timeMs) : answer.timeMs;
}

const DEFAULT_WINDOW_SEC = 120;

function inWindow(timeMs: number, ask: EventAsk, scope: Scope): boolean {
  if (ask.within === 'run' || Number.isNaN(timeMs)) return true;
  const slack = (ask.within ?? DEFAULT_WINDOW_SEC) * 1000;
  if (Number.isNaN(scope.fromMs) || Number.isNaN(scope.toMs)) return true;
  return timeMs >= scope.fromMs - slack && timeMs <= scope.toMs + slack;
}

/** `@public` in place of a pattern: an address outside of private and local networks. */
const PUBLIC = '@public';

function fieldsMatch(where: Record<string, string | string[]>, fields: Record<string, string>): boolean {
  return Object.entries(where).every(([name, wanted]) => {
    const value = (Object.hasOwn(fields, name) ? fields[name]! : '').toLowerCase();
    return (Array.isArray(wanted) ? wanted : [wanted]).some((glob) =>
      glob === PUBLIC ? isPublicAddress(value) : globMatches(glob.toLowerCase(), value),
    );
  });
}

function askVersion(ask: Extract<Ask, { version: unknown }>['version'], scope: Scope): Answer {
  const inside = versionIn(scope.victim, ask);
  if (inside === undefined) return notObservable('the version is not known');
  const version =
    ask.module !== undefined ? scope.victim?.modules.find((module) => module.name === ask.module)?.version : scope.victim?.version;
  const cite = versionCite(scope, ask.module);
  return inside
    ? observed([cite], { value: version ?? '?', version: version ?? '?' })
    : absent(`${version ?? '?'} is outside ${ask.range}`, [cite], { value: version ?? '?', version: version ?? '?' });
}

function versionCite(scope: Scope, module: string | undefined) {
  const ids = module === 'search' ? ['search-version'] : module !== undefined ? ['module-loaded'] : ['version'];
  return scope.eventsOn(ids, 'server')[0]?.event;
}
