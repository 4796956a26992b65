import type { BoundEvent, Facts, ProcessFact } from '../../model/facts.js';
import { append } from '../../model/grouping.js';
import { placeOf } from '../../model/origin.js';
import type { Anomaly, BenignReading } from '../anomalies/index.js';
import { READY } from '../anomalies/never-ready.js';
import type { DiagnosedIncident } from '../diagnose.js';
import { isCandidate, leadingOf } from '../explain.js';
import { STATUS_AT } from '../weigh.js';
import { anomalySigns } from './anomaly-signs.js';
import { LINK_SIGNS, PASSES_WITH } from './ended-by.js';
import type { AccountedSign, Sign } from './sign.js';
import { signsOfFacts } from './sources.js';

/** Signs shown one by one; of more, only the number is known. */
const KEPT = 400;
/** Complaints, failovers and restarts follow within the time-outs of those who notice. */
const BEFORE_MS = 10_000;
const AFTER_MS = 300_000;
/** A link that comes back within this is what links do. */
const PASSING_MS = 120_000;

export interface Account {
  signs: AccountedSign[];
  explained: number;
  cleared: number;
  open: number;
}

/** Every sign of trouble of the input, and how it ended. */
export function accountFor(
  facts: Facts,
  anomalies: readonly Anomaly[],
  incidents: readonly DiagnosedIncident[],
  benign: readonly BenignReading[],
  isAsked: (sign: Sign) => boolean = () => true,
): Account {
  const judge = new Judge(facts, incidents, benign);
  const seen = merged([...anomalySigns(anomalies, suspectedIn(incidents)), ...signsOfFacts(facts)]).filter(isAsked);
  const signs = seen.map((sign): AccountedSign => ({ ...sign, ...judge.outcomeOf(sign) }));
  const number = (outcome: AccountedSign['outcome']) => signs.filter((sign) => sign.outcome === outcome).length;
  signs.sort(byWeight);
  return { signs: signs.slice(0, KEPT), explained: number('explained'), cleared: number('cleared'), open: number('open') };
}

/** One place of the input is one sign, whoever saw it; the one that says more stays. */
function merged(signs: readonly Sign[]): Sign[] {
  const byPlace = new Map<string, Sign>();
  for (const sign of signs) {
    const place = placeOf(sign.cites[0]!);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, { ...sign });
    else {
      known.count = Math.max(known.count, sign.count);
      known.process ??= sign.process;
      known.eventId ??= sign.eventId;
      known.harmless ??= sign.harmless;
      known.about ??= sign.about;
      if (sign.severity === 'critical') known.severity = 'critical';
      if (Number.isNaN(known.toMs) || sign.toMs > known.toMs) known.toMs = sign.toMs;
      if (sign.cites.length > known.cites.length) known.cites = sign.cites;
    }
  }
  // repeats of one line are told by the sign of all of them
  const inGroups = new Set<string>();
  for (const sign of byPlace.values())
    if (sign.count > 1 && sign.eventId !== undefined) inGroups.add(`${sign.process ?? ''}\u0000${sign.eventId}`);
  return [...byPlace.values()].filter(
    (sign) =>
      sign.count > 1 ||
      sign.source !== 'log-line' ||
      sign.eventId === undefined ||
      !inGroups.has(`${sign.process ?? ''}\u0000${sign.eventId}`),
  );
}

/** Lines that would be fatal if the same start had not become ready after them. */
const OF_ONE_START: ReadonlySet<string> = new Set(['bind-failed']);

const ORDER = { open: 0, explained: 1, cleared: 2 } as const;

function byWeight(a: AccountedSign, b: AccountedSign): number {
  const critical = (sign: Sign) => (sign.severity === 'critical' ? 0 : 1);
  const [first, other] = [a.cites[0]!, b.cites[0]!];
  return (
    ORDER[a.outcome] - ORDER[b.outcome] ||
    critical(a) - critical(b) ||
    (a.fromMs || Number.POSITIVE_INFINITY) - (b.fromMs || Number.POSITIVE_INFINITY) ||
    (first.entry < other.entry ? -1 : first.entry > other.entry ? 1 : first.line - other.line)
  );
}

type Outcome = Pick<AccountedSign, 'outcome' | 'why' | 'incident'>;

/** Looks for what a sign belongs to: an incident that names it, an incident that it follows from, a harmless reading. */
class Judge {
  private readonly processes: ReadonlyMap<string, ProcessFact>;
  /** Places that a decided incident cites or is made of. */
  private readonly named = new Map<string, DiagnosedIncident>();
  private readonly harmless = new Map<string, string>();
  private readonly decided: { incident: DiagnosedIncident; servers: ReadonlySet<string> }[];
  private readonly stops: BoundEvent[];
  private readonly readies: BoundEvent[];
  private readonly ends = new Map<string, BoundEvent[]>();

  constructor(facts: Facts, incidents: readonly DiagnosedIncident[], benign: readonly BenignReading[]) {
    this.processes = new Map(facts.processes.map((process) => [process.id, process]));
    const serversOf = ({ members }: DiagnosedIncident) => new Set(members.map((member) => this.server(member)));
    this.decided = incidents.filter(isDecided).map((incident) => ({ incident, servers: serversOf(incident) }));
    for (const { incident } of this.decided.toReversed()) {
      for (const cite of citesOf(incident)) this.named.set(placeOf(cite), incident);
    }
    for (const item of benign) if (item.cite !== undefined) this.harmless.set(placeOf(item.cite), item.why);
    this.stops = facts.events.filter((bound) => bound.event.id === 'shutdown-requested' || bound.event.id === 'shutdown-signal');
    this.readies = facts.events.filter((bound) => READY.has(bound.event.id));
    const ending = new Set(Object.values(PASSES_WITH).flat());
    for (const bound of facts.events) {
      if (!ending.has(bound.event.id)) continue;
      const key = `${this.server(bound.process)}\u0000${bound.event.id}`;
      append(this.ends, key, bound);
    }
  }

  outcomeOf(sign: Sign): Outcome {
    const named = sign.cites.map((cite) => this.named.get(placeOf(cite))).find((incident) => incident !== undefined);
    if (named !== undefined) return { outcome: 'explained', incident: named.id, why: titleOf(named) };
    const ofLines = sign.source === 'log-line' || sign.source === 'unknown-line';
    const harmless = ofLines ? undefined : sign.cites.map((cite) => this.harmless.get(placeOf(cite))).find((why) => why !== undefined);
    if (harmless !== undefined) return { outcome: 'cleared', why: harmless };
    if (sign.harmless !== undefined) return { outcome: 'cleared', why: sign.harmless };
    const behind = this.decided.find((one) => this.followsFrom(sign, one))?.incident;
    if (behind !== undefined) return { outcome: 'explained', incident: behind.id, why: `follows from: ${titleOf(behind)}` };
    const passed =
      this.passed(sign) ??
      this.planned(sign) ??
      this.duringRestart(sign) ??
      strangerAtTheDoor(sign, this.processes.get(sign.process ?? ''));
    if (passed !== undefined) return { outcome: 'cleared', why: passed };
    return { outcome: 'open', why: 'no explanation of the catalogue takes it, and nothing says that it is harmless' };
  }

  private server(process: string | undefined): string {
    return process === undefined ? '' : this.processes.get(process)?.server || process;
  }

  /** The server's own trouble during and soon after its incident, and what others say of it at that time. */
  private followsFrom(sign: Sign, { incident, servers }: Judge['decided'][number]): boolean {
    const concerned = servers.has(this.server(sign.process)) || (sign.about !== undefined && servers.has(this.server(sign.about)));
    if (!concerned || sign.source === 'input') return false;
    if (Number.isNaN(sign.fromMs) || Number.isNaN(incident.fromMs)) return concerned;
    const toMs = incident.ongoing ? Number.POSITIVE_INFINITY : incident.toMs + AFTER_MS;
    return sign.fromMs >= incident.fromMs - BEFORE_MS && sign.fromMs <= toMs;
  }

  /** Links that end while a server is stopped on request end for that reason. */
  private planned(sign: Sign): string | undefined {
    if (sign.eventId === undefined || !LINK_SIGNS.has(sign.eventId)) return undefined;
    const stopNear = (ms: number) => this.stops.find((stop) => Math.abs(stop.timeMs - ms) <= BEFORE_MS);
    const [first, last] = [stopNear(sign.fromMs), stopNear(sign.toMs)];
    if (first === undefined || last === undefined) return undefined;
    return `a server was stopped on request at that moment (${first.event.entry}:${first.event.line})`;
  }

  /** Whoever asks a server while it is stopped on request and started again is refused for that time. */
  private duringRestart(sign: Sign): string | undefined {
    if ((sign.source !== 'client' && sign.source !== 'probe') || Number.isNaN(sign.fromMs)) return undefined;
    const stop = this.stops.find((bound) => sign.fromMs >= bound.timeMs - BEFORE_MS && sign.fromMs <= bound.timeMs + PASSING_MS);
    const ready = this.readies.find((bound) => stop !== undefined && bound.timeMs > stop.timeMs);
    if (stop === undefined || ready === undefined || sign.toMs > ready.timeMs + BEFORE_MS) return undefined;
    return `a server was stopped on request (${stop.event.entry}:${stop.event.line}) and ready again ${Math.round((ready.timeMs - stop.timeMs) / 1000)} s later`;
  }

  private passed(sign: Sign): string | undefined {
    const endings = sign.eventId === undefined ? undefined : PASSES_WITH[sign.eventId];
    if (endings === undefined || (sign.severity === 'critical' && !OF_ONE_START.has(sign.eventId!))) return undefined;
    for (const id of endings) {
      const back = (this.ends.get(`${this.server(sign.process)}\u0000${id}`) ?? []).find((bound) => bound.timeMs >= sign.toMs);
      if (back !== undefined && back.timeMs - sign.fromMs <= PASSING_MS)
        return `it passed within ${Math.max(1, Math.round((back.timeMs - sign.fromMs) / 1000))} s: ${back.event.text} (${back.event.entry}:${back.event.line})`;
    }
    return undefined;
  }
}

/** Connections that speak no RESP or no TLS come to every open port. */
const AT_THE_DOOR: ReadonlySet<string> = new Set(['tls-accept-error', 'client-protocol-error', 'client-accept-error']);
const RARE_MS = 600_000;

/** A few failed greetings over hours are port scanners and probes; a client that cannot connect tries again at once. */
function strangerAtTheDoor(sign: Sign, process: ProcessFact | undefined): string | undefined {
  if (sign.eventId === undefined || !AT_THE_DOOR.has(sign.eventId)) return undefined;
  const coveredMs = process === undefined ? 0 : process.toMs - process.fromMs;
  if (!(coveredMs >= sign.count * RARE_MS) || sign.count > 20) return undefined;
  return `${sign.count === 1 ? 'one connection' : `${sign.count} connections`} in ${Math.round(coveredMs / 3_600_000) || 1} h that did not speak its protocol: scanners and probes do this to every open port`;
}

/** At least one explanation is likely. */
export function isDecided(incident: DiagnosedIncident): boolean {
  return incident.explanations.some((item) => isCandidate(item) && item.kindConfidence >= STATUS_AT.likely);
}

function titleOf(incident: DiagnosedIncident): string {
  return leadingOf(incident.explanations)?.signature.title ?? incident.anomalies[0]?.label ?? incident.id;
}

function citesOf(incident: DiagnosedIncident) {
  return [
    ...incident.anomalies.flatMap((item) => item.cite ?? []),
    ...incident.explanations
      .filter(isCandidate)
      .flatMap((item) => item.ledger.flatMap((line) => (line.bearing === 'supports' ? line.cites : []))),
  ];
}

/** What an explanation that is at least possible, and not refuted, is about: a line of ordinary work among it is no ordinary one here. */
function suspectedIn(incidents: readonly DiagnosedIncident[]): Set<Anomaly> {
  const open = incidents.filter((incident) =>
    incident.explanations.some(
      (item) => isCandidate(item) && item.kindConfidence >= STATUS_AT.possible && item.signature.severity !== 'info',
    ),
  );
  return new Set(open.flatMap((incident) => incident.anomalies));
}
