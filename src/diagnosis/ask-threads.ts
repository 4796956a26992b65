import type { DumpFact, Facts } from '../model/facts.js';
import type { Ask } from '../model/signatures.js';
import type { ThreadState } from '../model/threads.js';
import { type Answer, absent, notObservable, observed } from './answer.js';
import { isWeakFit, matchFrames } from './frames.js';
import type { Scope } from './scope.js';

type Part<K extends string> = Extract<Ask, Record<K, unknown>> extends Record<K, infer V> ? V : never;

function threadDumps(scope: Scope): DumpFact[] {
  return scope.dumps.filter((dump) => dump.reading.states.length > 0);
}

/** Threads of gdb and eu-stack often have no name. */
function threadName(thread: { name: string; tid: number; role: string } | undefined): string | undefined {
  if (thread === undefined) return undefined;
  return thread.name !== '' ? thread.name : thread.role === 'main' ? 'main' : `thread ${thread.tid}`;
}

export function askWaitCycle(ask: Part<'waitCycle'>, scope: Scope): Answer {
  const dumps = threadDumps(scope);
  if (dumps.length === 0) return notObservable('no stacks of this process');
  for (const dump of dumps) {
    const { graph, workers } = dump.reading;
    if (cycleBroken(scope.index.facts, dump)) continue;
    for (const cycle of graph.cycles) {
      const passed = new Set(
        graph.resources.filter((resource) => cycle.includes(resource.id)).flatMap((resource) => [resource.id, resource.kind as string]),
      );
      if (!ask.through.every((name) => passed.has(name)) || ask.without?.some((name) => passed.has(name))) continue;
      const threads = graph.threads.filter((thread) => cycle.includes(thread.id));
      const barrier = graph.resources.find((resource) => resource.kind === 'barrier');
      const wants = dump.reading.states.filter((state) => state.role === 'search-worker' && state.waits === 'module-lock');
      return observed(
        [...new Set([dump.reading.main?.cite, ...wants.map((state) => state.cite), ...threads.map((thread) => thread.cite)])],
        {
          n: String(workers.wantModuleLock),
          wanting: String(workers.wantModuleLock),
          arrived: String(barrier?.arrived ?? workers.arrived),
          total: String(barrier?.expected ?? workers.total),
          cycle: cycle
            .map(
              (id) =>
                threadName(graph.threads.find((thread) => thread.id === id)) ??
                graph.resources.find((resource) => resource.id === id)?.label ??
                id,
            )
            .join(' -> '),
        },
        dump.timeMs,
      );
    }
  }
  const broken = dumps.find((dump) => cycleBroken(scope.index.facts, dump));
  if (broken !== undefined)
    return absent('a later dump shows threads of the cycle elsewhere: it was no deadlock', [broken.reading.main?.cite ?? broken.dump.cite]);
  const whole = dumps.find((dump) => dump.dump.allThreads && dump.dump.incomplete.length === 0);
  if (whole === undefined) return notObservable(`the stacks are not complete (${dumps[0]!.reading.limits[0] ?? 'not all threads'})`);
  return absent(`all threads are in the dump and no such cycle is among them`, [whole.reading.main?.cite ?? whole.dump.cite]);
}

/** A deadlock does not end: when a later sample finds a thread of the circle elsewhere, the circle was only how things stood for a moment. */
export function cycleBroken(facts: Facts, dump: DumpFact): boolean {
  const { cycles, threads } = dump.reading.graph;
  if (cycles.length === 0) return false;
  const inCycle = new Set(threads.filter((thread) => cycles.some((cycle) => cycle.includes(thread.id))).map((thread) => thread.tid));
  return facts.comparisons.some(
    (pair) => pair.first === dump.id && pair.rows.some((row) => row.change === 'moved' && (inCycle.has(row.tid) || row.role === 'main')),
  );
}

/** Kernel stacks tell how a thread waits and not for what: they count where no other stack of main can be read. */
function clearest(dumps: DumpFact[]): DumpFact[] {
  const clear = dumps.filter((dump) => dump.dump.source !== 'proc' && dump.reading.main?.activity !== 'unknown');
  return clear.length > 0 ? clear : dumps;
}

export function askMain(ask: Part<'main'>, scope: Scope): Answer {
  const withMain = clearest(threadDumps(scope).filter((dump) => dump.reading.main !== undefined));
  if (withMain.length === 0) return notObservable('no stack of the main thread');
  if (ask.samples !== undefined || ask.moved) return askMainTwice(ask, scope, withMain);
  for (const dump of withMain) {
    const main = dump.reading.main!;
    if (!ask.activity.includes(main.activity)) continue;
    if (ask.frames !== undefined && !ask.frames.every((name) => main.frames.includes(name))) continue;
    return observed(
      [main.cite],
      { value: main.detail, detail: main.detail, command: main.command ?? '', activity: main.activity },
      dump.timeMs,
    );
  }
  const main = withMain[0]!.reading.main!;
  if (main.activity === 'unknown') return notObservable('the stack of main cannot be read');
  return absent(`main: ${main.detail}`, [main.cite], { value: main.detail, detail: main.detail });
}

/** One look does not show that a thread stays where it is: two samples do, or show that it went on. */
function askMainTwice(ask: Part<'main'>, scope: Scope, dumps: DumpFact[]): Answer {
  const byId = new Map(dumps.map((dump) => [dump.id, dump]));
  const pairs = scope.index.facts.comparisons.flatMap((pair) => {
    const [first, second] = [byId.get(pair.first), byId.get(pair.second)];
    return first === undefined || second === undefined || pair.main === undefined ? [] : [{ pair, first, second }];
  });
  if (pairs.length === 0) return notObservable('no second sample of the main thread');
  const isAskedActivity = (dump: DumpFact) => ask.activity.includes(dump.reading.main!.activity);
  for (const { pair, first, second } of ask.moved ? pairs.slice(-1) : pairs) {
    if (!isAskedActivity(first)) continue;
    const stays = pair.main !== 'moved';
    if (ask.moved ? stays : !stays || !isAskedActivity(second)) continue;
    const [from, to] = [first.reading.main!, second.reading.main!];
    const apart = pair.gapMs >= 1000 ? `, ${Math.round(pair.gapMs / 1000)} s apart` : '';
    return observed(
      [from.cite, to.cite],
      {
        value: ask.moved ? to.detail : `${from.detail}${apart}`,
        detail: from.detail,
        command: from.command ?? '',
        activity: from.activity,
      },
      first.timeMs,
    );
  }
  const last = pairs[pairs.length - 1]!;
  const main = last.second.reading.main!;
  return absent(last.pair.main === 'moved' ? `a later sample finds main elsewhere: ${main.detail}` : `main: ${main.detail}`, [main.cite]);
}

export function askFrames(ask: Part<'frames'>, scope: Scope): Answer {
  const dumps = threadDumps(scope);
  const fromReport = scope.crashes.some((crash) => crash.topFrames.length > 0);
  if (dumps.length === 0 && !fromReport) return notObservable('no stacks of this process');
  const found = dumps.flatMap((dump) => framesIn(ask, dump) ?? []);
  const whole = found.filter((answer) => answer.weaker !== true);
  const enough = ask.dumps ?? 1;
  for (const answers of [whole, found]) {
    if (answers.length < enough) continue;
    return { ...answers[0]!, cites: answers.slice(0, enough).flatMap((answer) => answer.cites) };
  }
  if (found.length > 0)
    return absent(`seen in ${found.length} of ${dumps.length} dumps, ${enough} needed`, found[0]!.cites, found[0]!.values);
  const symbols = dumps.some((dump) => dump.reading.limits.every((limit) => !/symbol/i.test(limit)));
  return symbols ? absent('no such stack in the dump') : notObservable('the stacks have no symbols for this');
}

function framesIn(ask: Part<'frames'>, dump: DumpFact): Answer | undefined {
  let partly: Answer | undefined;
  for (const state of dump.reading.states) {
    if (!isAsked(ask.thread, state, dump)) continue;
    const match = matchFrames(ask.names, state.stack, ask.depth);
    if (match === undefined) continue;
    const values = { thread: state.name, frames: match.frames.join(' <- ') };
    const answer = { ...observed([state.cite], values, dump.timeMs, match.why), weaker: isWeakFit(match.fit) };
    if (!answer.weaker) return answer;
    partly ??= answer;
  }
  return partly;
}

function isAsked(which: Part<'frames'>['thread'], state: ThreadState, dump: DumpFact): boolean {
  if (which === 'any') return true;
  if (which === 'main') return state.role === 'main';
  if (which === 'worker') return state.role === 'search-worker' || state.role === 'search-pool';
  return dump.dump.threads.some((thread) => thread.tid === state.tid && (thread.marked || dump.dump.threads.length === 1));
}

export function askWorkers(ask: Part<'workers'>, scope: Scope): Answer {
  const dumps = threadDumps(scope).filter((dump) => dump.reading.workers.total > 0);
  if (dumps.length === 0) return notObservable('no stacks of worker threads');
  for (const dump of dumps) {
    const { workers, states } = dump.reading;
    if (workers.wantModuleLock < (ask.wantModuleLock ?? 0) || workers.arrived < (ask.arrived ?? 0)) continue;
    const cites = states
      .filter((state) =>
        ask.wantModuleLock !== undefined ? state.waits === 'module-lock' && state.role === 'search-worker' : state.state === 'arrived',
      )
      .map((state) => state.cite);
    return observed(
      cites,
      {
        n: String(ask.wantModuleLock !== undefined ? workers.wantModuleLock : workers.arrived),
        wanting: String(workers.wantModuleLock),
        arrived: String(workers.arrived),
        total: String(workers.total),
      },
      dump.timeMs,
    );
  }
  const { workers } = dumps[0]!.reading;
  return absent(`${workers.wantModuleLock} of ${workers.total} workers want the module lock, ${workers.arrived} have arrived`);
}

export function askProcState(ask: Part<'procState'>, scope: Scope): Answer {
  const records = scope.index.facts.procs.filter(
    (record) =>
      record.state !== undefined &&
      (ask.of === 'child' ? scope.isChildOf(record.process) : record.process !== undefined && record.process === scope.victim?.id),
  );
  if (ask.of === 'child') return stateAmong(records, ask.state);
  const stopped = scope.dumps.find((dump) => dump.reading.main?.activity === 'stopped');
  if (stopped !== undefined && ask.state.some((state) => 'Tt'.includes(state)))
    return observed([stopped.reading.main?.cite], { value: 'stopped', state: 'stopped' }, stopped.timeMs);
  return stateAmong(records, ask.state);
}

function stateAmong(records: Scope['index']['facts']['procs'], states: string[]): Answer {
  if (records.length === 0) return notObservable('no /proc state of this process');
  const hit = records.find((record) => states.some((state) => record.state?.startsWith(state)));
  return hit === undefined
    ? absent(`state ${records[0]!.state}`, [records[0]!.stateCite])
    : observed([hit.stateCite ?? hit.cite], { value: hit.state ?? '', state: hit.state ?? '', pid: String(hit.pid) });
}
