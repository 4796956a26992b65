import type { ProcessFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import { READY } from './anomalies/never-ready.js';
import type { Subject } from './course.js';
import type { FactIndex } from './scope.js';

/** A moment with what it rests on. */
export interface Dated {
  ms: number;
  basis: string;
  range?: [number, number];
  cite?: Cite;
}

/** Lines of a server, or a Sentinel, that serves. */
export const SERVES: readonly string[] = [...READY, 'sentinel-id'];
const SAME_MOMENT_MS = 5000;

/** The last incarnation of the server that died, or refused to start, in this incident; `unnamed` where no process of the input is meant. */
export function lastDead({ draft, scope, index, kind }: Subject): ProcessFact | 'unnamed' | undefined {
  if (kind === 'crash/child' || kind === 'hang/child') return undefined;
  const survived = new Set(scope.crashes.filter((crash) => crash.survived).map((crash) => crash.process));
  const fatal = draft.anomalies.filter((item) => {
    if (item.what === 'crash') return item.process === undefined || !survived.has(item.process);
    return item.what === 'killed' || item.what === 'start-failed';
  });
  const own = new Set(scope.server.map((process) => process.id));
  const dead = fatal.flatMap((item) => {
    const process = index.processes.get(item.process ?? '');
    const isOwn = process !== undefined && (own.has(process.id) || process.id === draft.victim);
    return isOwn && !(item.what === 'start-failed' && served(process)) ? [process] : [];
  });
  const last = dead.sort((a, b) => (a.toMs || 0) - (b.toMs || 0)).at(-1);
  if (last !== undefined) return last;
  const { victim } = scope;
  if (victim !== undefined && endedWithin(victim, draft.toMs)) return victim;
  const isFatal = /^(?:crash|exit|startup)\//.test(kind);
  if (isFatal && victim !== undefined && served(victim)) return undefined;
  return isFatal || fatal.some((item) => item.process === undefined) ? 'unnamed' : undefined;
}

/** It complained at its start, was ready all the same and lived on. */
function served(process: ProcessFact): boolean {
  if (process.end === 'crash' || process.end === 'killed' || process.gaveUp === true) return false;
  return everServed(process);
}

function everServed(process: ProcessFact): boolean {
  return process.runs.some((run) => run.events.some((event) => SERVES.includes(event.id)));
}

/** Its own last words are those of somebody who gives up, and they belong to this trouble. */
function endedWithin(process: ProcessFact, toMs: number): boolean {
  const ended = process.end === 'crash' || process.end === 'killed' || process.gaveUp === true;
  return ended && !(process.toMs > toMs + SAME_MOMENT_MS);
}

/** Links break at the moment of a death; time-outs come later. */
const AT_ONCE: ReadonlySet<string> = new Set(['master-lost', 'replica-lost']);

/** A crash dates itself. A kill is dated by the kernel, a manager or a peer whose link broke; its own last line is then the lower bound. */
export function dateDeath({ index, scope }: Subject, dead: ProcessFact): Dated {
  const crash = (index.crashesOf.get(dead.id) ?? []).find((item) => !item.inChild && !item.survived);
  if (crash !== undefined) return { ms: crash.timeMs, basis: 'its crash report', cite: crash.report.cite };
  const next = index.processes.get(dead.next ?? '');
  const latest = next === undefined || Number.isNaN(next.fromMs) ? Number.POSITIVE_INFINITY : next.fromMs;
  const lived = Math.min(dead.toMs, latest);
  // a kernel's clock may show whole seconds
  const fits = (ms: number) => ms >= lived - 1000 && ms <= latest;
  const told = [...toldByOthers(index, dead), ...scope.witnesses.filter((item) => AT_ONCE.has(item.what)).map(ofWitness)]
    .filter((item) => fits(item.ms))
    .sort((a, b) => a.ms - b.ms)[0];
  const noticed = scope.witnesses.filter((item) => fits(item.timeMs) && item.timeMs >= lived && !GOOD_NEWS.has(item.what));
  const bound = Math.min(latest, ...noticed.map((item) => item.timeMs), told === undefined ? latest : Math.max(told.ms, lived));
  const range: { range?: [number, number] } = Number.isFinite(bound) && Number.isFinite(lived) ? { range: [lived, bound] } : {};
  if (told !== undefined) return { ...told, ms: Math.max(told.ms, lived), ...range };
  return { ms: lived, basis: 'its last line', cite: dead.endCite, ...range };
}

const GOOD_NEWS: ReadonlySet<string> = new Set(['probe-ok', 'sync-ok', 'node-reachable', 'not-sdown', 'cluster-ok']);

function ofWitness(item: { timeMs: number; cite: Cite }): Dated {
  return { ms: item.timeMs, basis: 'the other side of its replication link', cite: item.cite };
}

function toldByOthers({ facts }: FactIndex, dead: ProcessFact): Dated[] {
  const own = (item: { process?: string }) => item.process === dead.id;
  return [
    ...facts.kernel
      .filter((item) => own(item) && item.event !== 'hung-task')
      .map((item) => ({ ms: item.timeMs, basis: "the kernel's line", cite: item.cite })),
    ...facts.managers
      .filter((item) => own(item) && (item.event === 'process-exited' || item.event === 'process-killed'))
      .map((item) => ({ ms: item.timeMs, basis: "its manager's line", cite: item.cite })),
    ...facts.containers
      .filter((item) => own(item) && (item.event === 'exited' || item.event === 'oom-killed'))
      .map((item) => ({ ms: item.timeMs, basis: 'the end of its container', cite: item.cite })),
  ].filter((item) => Number.isFinite(item.ms));
}

/** When a later incarnation, or what took over, served. */
export function outageAfter(
  subject: Subject,
  dead: ProcessFact,
  death: Dated,
): { basis: string; cite?: Cite; outage: { fromMs: number; toMs: number; fromRange?: [number, number] } } | undefined {
  const back = successorReady(dead, subject.index);
  if (back === undefined) return undefined;
  const outage = { fromMs: death.ms, toMs: Math.max(back.ms, death.ms), ...(death.range === undefined ? {} : { fromRange: death.range }) };
  return { basis: back.basis, cite: back.cite, outage };
}

function successorReady(dead: ProcessFact, index: FactIndex): Dated | undefined {
  let started: ProcessFact | undefined;
  for (let next = index.processes.get(dead.next ?? ''); next !== undefined; next = index.processes.get(next.next ?? '')) {
    const ready = index.eventsOfProcesses(SERVES, [next])[0];
    if (ready !== undefined) return { ms: ready.timeMs, basis: 'the next start was ready', cite: ready.event };
    started = next.end === 'crash' || next.end === 'killed' || next.gaveUp === true ? undefined : next;
  }
  // An input that ends before the ready line still shows that it came back.
  // One that refused before may refuse again.
  if (started === undefined || refused(started, index) || (dead.gaveUp === true && !everServed(dead))) return undefined;
  const first = started.runs[0]?.first;
  return {
    ms: started.fromMs,
    basis: 'it was started again; the input ends before it was ready',
    ...(first === undefined ? {} : { cite: first }),
  };
}

function refused(process: ProcessFact, { facts }: FactIndex): boolean {
  return facts.fatalStarts.some((item) => item.process === process.id);
}
