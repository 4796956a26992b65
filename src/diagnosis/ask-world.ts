import { globMatches } from '../facts/clocks.js';
import { optionName } from '../facts/config-changes.js';
import { signalName } from '../facts/crashes.js';
import type { ChangeFact } from '../model/facts.js';
import { messageOf } from '../model/message.js';
import type { KernelRecord } from '../model/records.js';
import type { Ask } from '../model/signatures.js';
import { lastWord } from './anomalies/never-ready.js';
import { refusalOf } from './anomalies/outside.js';
import { type Answer, absent, notObservable, observed } from './answer.js';
import { isInside, overlaps, type Scope, within } from './scope.js';

type ContainerFact = Scope['index']['facts']['containers'][number];
type Part<K extends string> = Extract<Ask, Record<K, unknown>> extends Record<K, infer V> ? V : never;

export function askSilence(ask: Part<'silence'>, scope: Scope): Answer {
  const victim = scope.victim;
  if (victim === undefined || victim.runs.length === 0) return notObservable('no log of this process');
  const hit = scope.silences
    .filter((silence) => silence.durationMs >= (ask.minSec ?? 0) * 1000)
    .filter((silence) => ask.heartbeatLost === undefined || silence.heartbeatLost === ask.heartbeatLost)
    .filter((silence) => ask.endedBy === undefined || ask.endedBy.includes(silence.endedBy))
    .filter((silence) => ask.mainOnly === undefined || silence.mainOnly === ask.mainOnly)
    .filter((silence) => silence.surprise >= (ask.minSurprise ?? 0))
    .sort((a, b) => b.durationMs - a.durationMs)[0];
  if (hit === undefined) return absent('its log shows no such silence');
  return observed(
    [hit.before, ...hit.others, hit.after],
    {
      value: `${(hit.durationMs / 1000).toFixed(1)} s`,
      seconds: (hit.durationMs / 1000).toFixed(1),
      n: String(Math.round(hit.durationMs / 1000)),
      endedBy: hit.endedBy,
      surprise: String(hit.surprise),
    },
    hit.fromMs,
  );
}

/** Twice the slack of an event: a change may precede the standstill that it caused. */
const TRIGGER_SLACK_MS = 60_000;

export function askConfigChange(ask: Part<'configChange'>, scope: Scope): Answer {
  const { facts } = scope.index;
  const ids = new Set(scope.server.map((process) => process.id));
  const relevant = facts.configChanges.filter(
    (change) => change.option === optionName(ask.option) && (change.process === undefined || ids.has(change.process)),
  );
  const hits = relevant.filter((change) => {
    if (ask.outcome !== undefined && !ask.outcome.includes(change.outcome)) return false;
    if (ask.to !== undefined && !globMatches(ask.to, change.to ?? '')) return false;
    if (
      ask.direction === 'decrease' &&
      !(change.to !== undefined && (change.from === undefined || Number(change.to) < Number(change.from)))
    )
      return false;
    if (ask.direction === 'increase' && !(change.to !== undefined && change.from !== undefined && Number(change.to) > Number(change.from)))
      return false;
    return within(change.timeMs, scope.fromMs - TRIGGER_SLACK_MS, scope.toMs + 1000);
  });
  const best =
    hits.find((change) => change.outcome === 'in-progress') ??
    hits.filter((change) => Number.isNaN(scope.fromMs) || change.timeMs <= scope.fromMs + 5000).pop() ??
    hits[0];
  if (best !== undefined)
    return observed(
      [best.cite],
      { value: `${best.option} ${best.to ?? '?'}`, option: best.option, from: best.from ?? '?', to: best.to ?? '?', outcome: best.outcome },
      best.timeMs,
    );
  if (relevant.length > 0) return absent('only other changes of this option are attested');
  return notObservable('no line, argument or manager tells of such a change; a successful CONFIG SET is not logged');
}

export function askEnd(ask: Part<'end'>, scope: Scope): Answer {
  const victim = scope.victim;
  if (victim === undefined || victim.runs.length === 0) return notObservable('no log of this process');
  const restarted = victim.next !== undefined;
  if (ask.how.includes(victim.end) && (ask.restarted === undefined || ask.restarted === restarted))
    return observed([victim.endCite], { value: victim.end, end: victim.end, why: victim.endWhy }, victim.toMs);
  return victim.end === 'unknown' ? notObservable(victim.endWhy) : absent(victim.endWhy, [victim.endCite]);
}

export function askWitness(ask: Part<'witness'>, scope: Scope): Answer {
  const inSilence = (ms: number) => scope.silences.some((silence) => isInside(ms, silence));
  const hits = scope.witnesses.filter((item) => ask.what.includes(item.what) && (!ask.inSilence || inSilence(item.timeMs)));
  const from = new Set(hits.map((item) => item.by ?? item.cite.entry));
  if (hits.length > 0 && from.size >= (ask.min ?? 1))
    return observed(
      hits.map((item) => item.cite),
      { n: String(from.size), value: hits[0]!.what, what: hits[0]!.what },
      hits[0]!.timeMs,
    );
  const { facts } = scope.index;
  const others = scope.hasPeers() || facts.managers.length > 0 || facts.probes.length > 0;
  return others ? absent('the others say nothing of the kind about it') : notObservable('no log of a peer, manager or Sentinel');
}

export function askKernel(ask: Part<'kernel'>, scope: Scope): Answer {
  const { facts } = scope.index;
  if (facts.kernel.length === 0) return notObservable('no kernel log');
  const pids = new Set(scope.server.map((process) => process.pid));
  const fits = facts.kernel.filter(
    (record) =>
      ask.event.includes(record.event as never) &&
      ((record.process !== undefined && record.process === scope.victim?.id) ||
        pids.has(record.pid) ||
        ask.ofVictim === false ||
        (record.event === 'hardware' && record.pid === 0) ||
        ((scope.victim?.runs.length === 0 || scope.victim === undefined) && /^(redis|valkey|keydb)/.test(record.comm))),
  );
  // what names a process says more than what the host reports of itself
  const hit = fits.find((record) => record.pid > 0) ?? fits[0];
  return hit === undefined
    ? absent('the kernel log names another process or nothing of the kind')
    : observed([hit.cite], { ...hit.fields, value: faultOf(hit), pid: String(hit.pid), comm: hit.comm }, hit.timeMs);
}

/** `segfault at 0x10 in libfoo.so`, `0xc0000005 (access violation) in redis-server.exe at offset 0x9b473`. */
export function faultOf({ event, fields, cite }: Pick<KernelRecord, 'event' | 'fields' | 'cite'>): string {
  const { exception, address, object, offset, trap } = fields;
  if (event !== 'segfault' && event !== 'trap') return cite.text;
  const what = exception ?? trap ?? `${event}${address === undefined ? '' : ` at ${address}`}`;
  return `${what}${object === undefined ? '' : ` in ${object}`}${offset === undefined ? '' : ` at offset ${offset}`}`;
}

export function askContainer(ask: Part<'container'>, scope: Scope): Answer {
  const { facts } = scope.index;
  if (facts.containers.length === 0) return notObservable('nothing from a container runtime');
  const wanted = ask.contains?.toLowerCase();
  const hits = facts.containers.filter(
    (record) =>
      ask.event.includes(record.event) &&
      (ask.exitCode === undefined || (record.exitCode !== undefined && ask.exitCode.includes(record.exitCode))) &&
      (wanted === undefined || wordsOf(record).toLowerCase().includes(wanted)),
  );
  const times = hits.reduce((sum, record) => sum + timesOf(record), 0);
  const hit = hits[0];
  if (hit === undefined || times < (ask.min ?? 1)) return absent('the container runtime says nothing of the kind');
  const values = {
    ...hit.fields,
    value: hit.message,
    exitCode: String(hit.exitCode ?? ''),
    exitSignal: hit.exitCode !== undefined && hit.exitCode > 128 ? signalName(hit.exitCode - 128) : '',
    message: hit.message,
    name: hit.name,
    n: String(times),
  };
  return observed(
    hits.slice(0, 4).map((record) => record.cite),
    values,
    hit.timeMs,
  );
}

/** The members of `docker inspect` are the same whether they stand on a line each or all on one. */
function wordsOf(record: ContainerFact): string {
  const members = record.source === 'docker-inspect' ? Object.entries(record.fields).map(([name, value]) => `"${name}": ${value}`) : [];
  return [record.fields.reason ?? '', record.message, record.cite.text, ...members].join(' ');
}

/** Kubernetes folds equal events: `5m (x11 over 40m)`; a restart count tells of as many ends. */
function timesOf({ fields }: { fields: Record<string, string> }): number {
  return Number(/\(x(\d{1,9})\b/.exec(fields.age ?? '')?.[1] ?? fields.count ?? fields.restartCount ?? 1) || 1;
}

export function askManager(ask: Part<'manager'>, scope: Scope): Answer {
  const { facts } = scope.index;
  if (facts.managers.length === 0) return notObservable('no log of a manager');
  const ids = new Set(scope.server.map((process) => process.id));
  const own = new Set(scope.anomalies.map((item) => item.cite));
  const hits = facts.managers.filter(
    (record) =>
      ask.event.includes(record.event) &&
      (ask.component === undefined || ask.component.some((name) => globMatches(name, record.component))) &&
      (ask.contains === undefined || record.cite.text.toLowerCase().includes(ask.contains.toLowerCase())) &&
      (record.process === undefined || scope.victim === undefined || ids.has(record.process)),
  );
  const inside = hits.filter((record) => own.has(record.cite) || within(record.timeMs, scope.fromMs - 60_000, scope.toMs + 60_000));
  const times = inside.reduce((sum, record) => Math.max(sum + 1, Number(record.fields.repeated ?? 0)), 0);
  return inside.length < (ask.min ?? 1)
    ? absent(inside.length === 0 ? 'the managers say nothing of the kind' : `the managers say so ${inside.length} times, ${ask.min} needed`)
    : observed(
        inside.map((record) => record.cite),
        { ...inside.at(-1)!.fields, ...inside[0]!.fields, n: String(times) },
        inside[0]!.timeMs,
      );
}

export function askChange(ask: Part<'change'>, scope: Scope): Answer {
  const { changes } = scope.index.facts;
  if (changes.length === 0) return notObservable('nothing of a state machine');
  const ids = new Set(scope.server.map((process) => process.id));
  const hits = changes.filter(
    (change) =>
      ask.state.includes(change.state) &&
      (ask.machine === undefined || globMatches(ask.machine, change.machine)) &&
      (change.process === undefined || scope.victim === undefined || ids.has(change.process)) &&
      within(Number.isNaN(change.endMs) ? change.atMs : change.endMs, scope.fromMs - 600_000, scope.toMs + 600_000),
  );
  const hit = hits[0];
  if (hit === undefined) return absent('its state machines tell of nothing of the kind', [changes[0]!.cite]);
  const cites = hit.cites.length > 0 ? hit.cites : [hit.cite];
  return observed(cites, changeValues(hit, hits.length), Number.isNaN(hit.atMs) ? undefined : hit.atMs);
}

function changeValues(change: ChangeFact, n: number): Record<string, string> {
  return {
    machine: change.machine === '' ? 'a state machine' : change.machine,
    object: change.object === '' ? 'the cluster' : change.object,
    state: change.at ?? 'a state that is not told',
    error: change.error ?? 'no line says why',
    retry: change.retryState === undefined ? '' : `; it can be retried from ${change.retryState}`,
    shard: change.shard ?? 'a shard',
    value: `${change.machine} of ${change.object}`,
    failures: String(Math.max(1, change.failures)),
    n: String(n),
  };
}

export function askFatalStart(ask: Part<'fatalStart'>, scope: Scope): Answer {
  const { facts } = scope.index;
  const mine = facts.fatalStarts.filter(
    (record) =>
      record.process === undefined ||
      record.process === scope.victim?.id ||
      scope.server.some((process) => process.id === record.process) ||
      scope.anomalies.some((item) => item.cite === record.cite),
  );
  const hit = mine.find(
    (record) =>
      (ask.what === undefined || ask.what.includes(record.what)) &&
      (ask.contains === undefined ||
        ask.contains.some((text) =>
          [...Object.values(record.fields), ...record.cites.map((cite) => cite.text)].some((value) =>
            value.toLowerCase().includes(text.toLowerCase()),
          ),
        )),
  );
  if (hit !== undefined)
    return observed(hit.cites.length > 0 ? hit.cites : [hit.cite], { ...hit.fields, said: refusalOf(hit) }, hit.timeMs);
  return mine.length > 0
    ? absent('the fatal message gives another reason', [mine[0]!.cite])
    : notObservable('no fatal message on standard output or standard error in the input');
}

export function askCheck(ask: Part<'check'>, scope: Scope): Answer {
  const records = scope.index.facts.checks.filter((record) => ask.tool.includes(record.tool));
  if (records.length === 0) return notObservable(`no output of redis-${ask.tool.join(' or redis-')}`);
  const hit = records.find((record) => record.ok === ask.ok);
  return hit === undefined
    ? absent(`the check says: ${records[0]!.message}`, [records[0]!.cite])
    : observed([hit.cite], { value: hit.message, message: hit.message });
}

export function askSlowlog(ask: Part<'slowlog'>, scope: Scope): Answer {
  const logs = scope.index.facts.slowlogs.filter(
    (record) => record.process === undefined || record.process === scope.victim?.id || scope.victim === undefined,
  );
  if (logs.length === 0) return notObservable('no SLOWLOG');
  const hits = logs
    .flatMap((record) => record.items)
    .filter((item) => item.durationUs >= ask.minMs * 1000)
    .sort((a, b) => b.durationUs - a.durationUs);
  if (hits.length === 0) return absent('SLOWLOG has nothing that slow');
  const top = hits[0]!;
  return observed(
    hits.map((item) => item.cite),
    {
      value: top.argv[0] ?? '',
      n: String(hits.length),
      command: top.argv.slice(0, 3).join(' '),
      ms: String(Math.round(top.durationUs / 1000)),
    },
    top.epochSec * 1000,
  );
}

export function askLatency(ask: Part<'latency'>, scope: Scope): Answer {
  const records = scope.index.facts.latencies.filter(
    (record) => record.process === undefined || record.process === scope.victim?.id || scope.victim === undefined,
  );
  if (records.length === 0) return notObservable('no LATENCY output');
  const hits = records
    .flatMap((record) => record.events)
    .filter(
      (item) => (item.worstMs ?? 0) >= ask.minMs && (ask.events === undefined || ask.events.some((glob) => globMatches(glob, item.name))),
    );
  return hits.length === 0
    ? absent('LATENCY shows nothing that slow')
    : observed(
        hits.map((item) => item.cite),
        { value: hits[0]!.name, event: hits[0]!.name, ms: String(hits[0]!.worstMs ?? '') },
      );
}

export function askClockStep(ask: Part<'clockStep'>, scope: Scope): Answer {
  const runs = scope.server.flatMap((process) => process.runs);
  if (runs.length === 0) return notObservable('no log with stamps');
  for (const anomaly of scope.anomalies)
    if (anomaly.what === 'clock' && ask.direction !== 'forward') {
      const seconds = /back by (\d+) s/.exec(anomaly.label)?.[1] ?? '?';
      if (Number(seconds) >= ask.minSec) return observed([anomaly.cite], { value: `${seconds} s`, seconds }, anomaly.fromMs);
    }
  return absent('time runs forward in its log');
}

const REASON_CAP = 160;

export function askNeverReady(ask: Part<'neverReady'>, scope: Scope): Answer {
  const answer = neverReadyAtAll(scope);
  if (ask.saying === undefined || answer.state !== 'observed' || scope.victim === undefined) return answer;
  const last = lastWord(scope.victim);
  const text = last?.text.toLowerCase() ?? '';
  return last !== undefined && ask.saying.some((said) => text.includes(said.toLowerCase()))
    ? observed([last], { reason: messageOf(last.text).slice(0, REASON_CAP) }, last.wallMs + scope.victim.zoneShiftMs)
    : absent('its last line says something else', [last]);
}

function neverReadyAtAll(scope: Scope): Answer {
  const victim = scope.victim;
  if (victim === undefined || victim.runs.length === 0) {
    return scope.index.facts.fatalStarts.length > 0
      ? observed(scope.index.facts.fatalStarts.map((record) => record.cite))
      : notObservable('no log of this process');
  }
  const ready = scope.eventsOn(['ready', 'ready-port'], 'victim')[0];
  if (ready !== undefined) return absent('it got ready', [ready.event]);
  if (victim.coverage.startsLate && !victim.runs.some((run) => run.banner)) return notObservable('the log begins after the start');
  return observed([victim.runs[victim.runs.length - 1]?.last]);
}

export function askConf(ask: Part<'conf'>, scope: Scope): Answer {
  const confs = scope.index.facts.confs.filter(
    (record) =>
      record.process === undefined || record.process === scope.victim?.id || scope.server.some((process) => process.id === record.process),
  );
  if (confs.length === 0) return notObservable('no configuration file');
  const hit = confs
    .flatMap((record) => record.directives)
    .find(
      (item) =>
        item.name.toLowerCase() === ask.directive.toLowerCase() &&
        (ask.args === undefined || ask.args.every((glob, index) => globMatches(glob, item.args[index] ?? ''))),
    );
  return hit === undefined ? absent('the configuration file does not say so') : observed([hit.cite], { value: hit.args.join(' ') });
}

export function askRestarts(ask: Part<'restarts'>, scope: Scope): Answer {
  const starts = scope.server.filter((process) => process.runs.some((run) => run.banner));
  const inside =
    ask.within === undefined
      ? starts
      : starts.filter((process) =>
          overlaps(process.fromMs, process.fromMs, scope.fromMs - ask.within! * 1000, scope.toMs + ask.within! * 1000),
        );
  if (scope.server.every((process) => process.runs.length === 0)) return notObservable('no log of this server');
  const cites = inside.map((process) => process.runs.find((run) => run.banner)?.first);
  return inside.length - 1 >= ask.min
    ? observed(cites, { n: String(inside.length - 1) })
    : absent(`${Math.max(0, inside.length - 1)} restarts`, cites);
}
