import { type ClientLine, parseClientLine } from '../formats/client-log/line.js';
import type { ClientErrorFact, Facts, ProcessFact, WitnessFact } from '../model/facts.js';
import type { Cite } from '../model/origin.js';
import type { ClientErrorsRecord, Stamp } from '../model/records.js';
import type { ClockBook } from './clocks.js';
import { compare } from './processes.js';

/** What clients, health checks and probes say of servers: from their logs, and from the answers that a container runtime or a terminal quotes. */
export function findClientErrors(facts: Facts, clocks: ClockBook): ClientErrorFact[] {
  const records = facts.entries.flatMap((entry) => entry.records.filter((record) => record.type === 'client-errors'));
  const found = [...records, ...fromChecks(facts), ...fromProbes(facts)].map((record) => dated(record, clocks));
  for (const fact of found) fact.process ??= processOf(fact, facts)?.id;
  return found.sort(
    (a, b) =>
      undatedLast(a.timeMs, b.timeMs) || compare(a.cite.entry, b.cite.entry) || a.cite.line - b.cite.line || compare(a.error, b.error),
  );
}

function undatedLast(aMs: number, bMs: number): number {
  if (Number.isNaN(aMs) || Number.isNaN(bMs)) return Number(Number.isNaN(aMs)) - Number(Number.isNaN(bMs));
  return aMs - bMs;
}

function dated(record: ClientErrorsRecord & { process?: string }, clocks: ClockBook): ClientErrorFact {
  const ms = (stamp: Stamp) => clocks.ofStamp(record.entry, stamp);
  const timeMs = ms(record.stamp);
  const lastMs = ms(record.last.stamp);
  return {
    ...record,
    timeMs,
    lastMs: Number.isNaN(lastMs) ? timeMs : Math.max(timeMs, lastMs),
    sampleMs: record.samples.map((sample) => ms(sample.stamp)),
  };
}

/** `Readiness probe failed: MISCONF Errors writing to the AOF file: No space left on device`. */
function fromChecks(facts: Facts): (ClientErrorsRecord & { process?: string })[] {
  return facts.containers
    .filter((record) => record.event === 'probe-failed')
    .flatMap((record) => quotedRecord(record.message, { ...record, cite: record.cite }, 'health check'));
}

function fromProbes(facts: Facts): (ClientErrorsRecord & { process?: string })[] {
  return facts.probes
    .filter((record) => record.outcome === 'error' && record.reply !== undefined)
    .flatMap((record) => quotedRecord(record.reply!, record, 'redis-cli'));
}

interface Place {
  entry: string;
  sub: string;
  cite: Cite;
  stamp: Stamp;
  process?: string;
}

function quotedRecord(text: string, place: Place, library: string): (ClientErrorsRecord & { process?: string })[] {
  const said: ClientLine | undefined = parseClientLine(text);
  if (said === undefined || said.reply === undefined) return [];
  const { entry, sub, cite, stamp, process } = place;
  const seen = { cite, stamp };
  return [
    {
      type: 'client-errors',
      entry,
      sub,
      cite,
      stamp,
      last: seen,
      library,
      error: said.error,
      reply: said.reply,
      count: 1,
      samples: [seen],
      process,
    },
  ];
}

/** The only server on that port; where no port tells it, the only server of the inputs. */
function processOf(fact: ClientErrorFact, facts: Facts): ProcessFact | undefined {
  const servers = facts.processes.filter((process) => process.role !== 'child' && process.role !== 'manager');
  const onPort = fact.port === undefined ? [] : servers.filter((process) => process.port === fact.port);
  const candidates = onPort.length > 0 ? onPort : servers.filter((process) => process.port === undefined || fact.port === undefined);
  if (new Set(candidates.map((process) => process.server)).size !== 1) return undefined;
  return candidates.findLast((process) => !(process.fromMs > fact.timeMs)) ?? candidates[0];
}

const WITNESSED: Partial<Record<ClientErrorsRecord['error'], WitnessFact['what']>> = {
  timeout: 'probe-timeout',
  busy: 'probe-timeout',
  refused: 'connection-refused',
  restored: 'probe-ok',
};

const MIN_TIMES = 5;
const MIN_SPAN_MS = 5000;

/** One late answer may be the client's own fault; a server that stands still is missed again and again. */
function lasts(fact: ClientErrorFact): boolean {
  return fact.count >= MIN_TIMES && fact.lastMs - fact.timeMs >= MIN_SPAN_MS;
}

/** Clients date what a server cannot log itself. */
export function clientWitnesses(facts: Facts): WitnessFact[] {
  return facts.clientErrors.flatMap((fact) => {
    const what = WITNESSED[fact.error];
    if (what === undefined || fact.process === undefined || (what === 'probe-timeout' && !lasts(fact))) return [];
    const aboutLabel = serverLabel(fact);
    return fact.samples.map((sample, index) => ({
      about: fact.process,
      aboutLabel,
      timeMs: fact.sampleMs[index]!,
      what,
      cite: sample.cite,
    }));
  });
}

export function serverLabel(fact: Pick<ClientErrorsRecord, 'host' | 'port'>): string {
  return fact.host === undefined ? 'a Redis server' : `${fact.host}:${fact.port}`;
}
