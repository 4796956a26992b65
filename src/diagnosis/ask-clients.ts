import { serverLabel } from '../facts/client-errors.js';
import type { ClientErrorFact } from '../model/facts.js';
import type { Ask } from '../model/signatures.js';
import { type Answer, absent, notObservable, observed } from './answer.js';
import { overlaps, type Scope } from './scope.js';

type ClientAsk = Extract<Ask, { client: unknown }>['client'];

const SLACK_MS = 120_000;

/** What clients say of the victim; where nobody knows which server they mean, what they say of one that is not in the inputs. */
export function askClient(ask: ClientAsk, scope: Scope): Answer {
  const { clientErrors } = scope.index.facts;
  if (clientErrors.length === 0) return notObservable('no log of a client');
  const own = new Set(scope.server.map((process) => process.id));
  const hits = clientErrors.filter(
    (fact) =>
      (ask.error as string[]).includes(fact.error) &&
      (fact.process === undefined ? scope.victim === undefined || isOnlyServer(scope) : own.has(fact.process)) &&
      (ask.contains === undefined || `${fact.reply ?? ''} ${fact.cite.text}`.includes(ask.contains)) &&
      overlaps(fact.timeMs, fact.lastMs, scope.fromMs - SLACK_MS, scope.toMs + SLACK_MS),
  );
  const times = hits.reduce((sum, fact) => sum + fact.count, 0);
  if (times < (ask.min ?? 1)) return absent('the clients say nothing of the kind');
  const first = hits[0]!;
  const lastMs = Math.max(first.timeMs, ...hits.map((fact) => fact.lastMs).filter(Number.isFinite));
  return {
    ...observed(
      hits.flatMap((fact) => (fact.count === 1 ? [fact.cite] : [fact.cite, fact.last.cite])),
      { n: String(times), server: serversIn(hits), library: librariesIn(hits), reply: first.reply ?? '', error: first.error },
      first.timeMs,
    ),
    lastMs,
  };
}

/** An address that no log of the inputs explains may still be that of their only server, behind a proxy or a container. */
function isOnlyServer(scope: Scope): boolean {
  return new Set(scope.index.facts.processes.filter((process) => process.role !== 'child').map((process) => process.server)).size === 1;
}

const NAMED = 4;

function serversIn(hits: readonly ClientErrorFact[]): string {
  return listed(hits.map((fact) => (fact.host === undefined ? undefined : serverLabel(fact)))) ?? 'a Redis server';
}

function librariesIn(hits: readonly ClientErrorFact[]): string {
  return listed(hits.map((fact) => fact.library)) ?? 'a client';
}

function listed(names: readonly (string | undefined)[]): string | undefined {
  const distinct = [...new Set(names.filter((name) => name !== undefined))];
  if (distinct.length === 0) return undefined;
  const more = distinct.length > NAMED ? ` and ${distinct.length - NAMED} more` : '';
  return `${distinct.slice(0, NAMED).join(', ')}${more}`;
}
