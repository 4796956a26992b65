import type { DiagnosedIncident, Diagnosis } from '../diagnosis/diagnose.js';
import { type Explained, fill } from '../diagnosis/explain.js';
import type { WeighedRest } from '../diagnosis/weigh-rest.js';
import type { EndOfLife } from '../known-fixes/end-of-life.js';
import type { IncidentFixes } from '../known-fixes/incidents.js';
import type { Facts } from '../model/facts.js';
import { messageOf } from '../model/message.js';
import { accountOf } from './account.js';
import { adviceFor } from './advice.js';
import { advisoriesOf } from './advisories.js';
import { managerChangesOf } from './changes.js';
import { citation, isoTime, maybeCitation, UNKNOWN_TIME } from './cite.js';
import { expectedPathOf } from './expected-path.js';
import { folded } from './fold.js';
import { headlineOf, summaryOf } from './headline.js';
import { keyFactsOf } from './key-facts.js';
import { knownFixesOf } from './known-fixes.js';
import { labelsOf } from './labels.js';
import { decidingObservation, nextStepsOf } from './next-steps.js';
import { numberEvidence } from './number.js';
import {
  changesOf,
  clocksOf,
  coverageOf,
  crashesOf,
  densityOf,
  inputsOf,
  notUnderstoodIn,
  noveltyOf,
  processesOf,
  recordsOf,
  silencesOf,
} from './parts.js';
import { roleThen } from './role-then.js';
import type { Explanation, Incident, Report } from './schema.js';
import { SCHEMA } from './schema-id.js';
import { endOf, impactOf, intervalOf, leading, onsetOf, type StoryContext, triggerOf } from './story.js';
import { comparisonsOf, threadDumpsOf, waitGraphOf } from './threads.js';
import { timelineOf } from './timeline.js';

/** Explanations shown of an incident: candidates first, then what was refuted. */
const KEPT_EXPLANATIONS = 12;
const KEPT_INCIDENTS = 40;

export interface ReportOptions {
  version: string;
  sinceMs?: number;
  untilMs?: number;
  notes: Report['notes'];
  /** Signatures that were no candidates, where somebody asks about them. */
  rest?: WeighedRest[];
  /** What the index of fixed bugs says, by incident. */
  fixes?: ReadonlyMap<string, IncidentFixes>;
  /** Published end of life of release lines, by process. */
  endOfLife?: ReadonlyMap<string, EndOfLife>;
}

export function assembleReport(facts: Facts, diagnosis: Diagnosis, options: ReportOptions): Report {
  const labels = labelsOf(facts);
  const context: StoryContext = { facts, labels };
  const incidents = diagnosis.incidents
    .slice(0, KEPT_INCIDENTS)
    .map((incident) => incidentOf(incident, context, options.fixes?.get(incident.id)));
  numberEvidence(incidents);
  const isShown = inRange(options);
  const shown = (time: string) => isShown(Date.parse(time));
  return folded({
    schema: SCHEMA,
    tool: { name: 'redis-forensics', version: options.version },
    verdict: verdictOf(diagnosis, context),
    inputs: inputsOf(facts),
    processes: processesOf(facts, labels),
    incidents: incidents.map((incident) => ({ ...incident, timeline: incident.timeline.filter((item) => shown(item.time)) })),
    silences: silencesOf(facts).filter((silence) => shown(silence.from) || shown(silence.to)),
    ...(facts.changes.length === 0 ? {} : { changes: managerChangesOf(facts) }),
    configChanges: changesOf(facts).filter((change) => change.time === undefined || shown(change.time)),
    crashes: crashesOf(facts).filter((crash) => crash.time === undefined || shown(crash.time)),
    nextSteps: nextStepsOf(diagnosis, facts),
    notes: [...options.notes, ...rangeNote(diagnosis), ...facts.notes].slice(0, 500),
    threadDumps: threadDumpsOf(facts.dumps),
    ...(facts.comparisons.length === 0 ? {} : { threadComparisons: comparisonsOf(facts.comparisons) }),
    coverage: coverageOf(facts),
    clocks: clocksOf(facts),
    timeBasis: timeBasisOf(facts),
    ...(facts.yearKnown ? {} : { yearKnown: false }),
    density: densityOf(facts),
    ...recordsOf(facts, isShown),
    ...notUnderstoodIn(facts),
    novelty: noveltyOf(facts),
    account: accountOf(diagnosis),
    advisories: advisoriesOf(diagnosis, facts.collectedMs, options.endOfLife),
    benign: diagnosis.benign
      .slice(0, 60)
      .map((item) => ({ what: item.what, why: item.why, process: item.process, citation: maybeCitation(item.cite) })),
    ...(options.rest === undefined ? {} : { weighed: options.rest.map((one) => weighedOf(one, diagnosis)) }),
  });
}

/** What nothing dates (NaN) is in every range. */
function inRange({ sinceMs, untilMs }: ReportOptions): (ms: number) => boolean {
  return (ms) => !(sinceMs !== undefined && Math.round(ms) < sinceMs) && !(untilMs !== undefined && Math.round(ms) > untilMs);
}

function rangeNote({ outOfRange }: Diagnosis): Report['notes'] {
  if (outOfRange === 0) return [];
  const which = outOfRange === 1 ? 'one incident lies' : `${outOfRange} incidents lie`;
  return [{ text: `${which} outside --since and --until: not in the verdict, the exit code and this report` }];
}

function verdictOf(diagnosis: Diagnosis, context: StoryContext): Report['verdict'] {
  const lead = diagnosis.lead;
  const top = lead === undefined ? undefined : leading(lead);
  if (diagnosis.status === 'incident' && lead !== undefined && top !== undefined) {
    return {
      status: 'incident',
      kind: top.signature.kind,
      signature: top.signature.id,
      confidence: round(top.kindConfidence),
      headline: headlineOf(lead, context),
      incident: lead.id,
      word: top.status,
    };
  }
  if (diagnosis.status === 'healthy') {
    return {
      status: 'healthy',
      kind: null,
      signature: null,
      confidence: round(diagnosis.confidence ?? 0.9),
      headline: healthyHeadline(context.facts),
      incident: null,
    };
  }
  const headline =
    lead === undefined
      ? undecidedHeadline(context.facts, diagnosis)
      : `Something went wrong, the cause is not shown: ${headlineOf(lead, context)}`;
  return { status: 'inconclusive', kind: null, signature: null, confidence: null, headline, incident: lead?.id ?? null };
}

function undecidedHeadline(facts: Facts, { account, health }: Diagnosis): string {
  const [first] = account.signs.filter((sign) => sign.outcome === 'open');
  if (first !== undefined) {
    const more = account.open > 1 ? ` and ${account.open - 1} more sign${account.open > 2 ? 's' : ''} of trouble` : '';
    return `Not explained: ${messageOf(first.what)}${more}`;
  }
  const read = facts.entries.some((entry) => entry.outcome === 'parsed');
  if (facts.dumps.length === 0 && read && !health.proved)
    return `Nothing points to a fault, but it is not shown that all is well: ${health.why}`;
  return facts.dumps.length > 0
    ? 'The stacks do not show the main thread, so they do not tell whether something is wrong'
    : 'Nothing here could be read as a Redis log, report or dump';
}

function healthyHeadline(facts: Facts): string {
  const servers = new Set(facts.processes.filter((process) => process.role !== 'child').map((process) => process.server)).size;
  return servers === 0
    ? 'Nothing went wrong in what the input covers'
    : `Nothing went wrong in what the input covers (${servers} server${servers === 1 ? '' : 's'})`;
}

export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function incidentOf(incident: DiagnosedIncident, context: StoryContext, fixes: IncidentFixes | undefined): Incident {
  const { fromMs, toMs } = intervalOf(incident);
  const from = isoTime(fromMs) ?? UNKNOWN_TIME;
  const deciding = decidingObservation(incident);
  const trigger = triggerOf(incident);
  const onset = onsetOf(incident);
  const end = endOf(incident, context.facts);
  const graph = graphOf(incident);
  const path = expectedPathOf(incident);
  const role = roleThen(incident, context.facts);
  const keyFacts = keyFactsOf(incident, leading(incident), context.facts);
  return {
    id: incident.id,
    processes: incident.members,
    ...(role === undefined ? {} : { role }),
    from,
    to: isoTime(toMs) ?? from,
    ...courseFields(incident.course),
    durationMs: Number.isFinite(toMs - fromMs) ? Math.round(toMs - fromMs) : 0,
    state: incident.course.state,
    ongoing: incident.ongoing,
    headline: headlineOf(incident, context),
    summary: summaryOf(incident, context),
    severity: leading(incident)?.signature.severity ?? 'warning',
    ...(keyFacts.length === 0 ? {} : { keyFacts }),
    ...(trigger === undefined ? {} : { trigger }),
    ...(onset === undefined ? {} : { onset }),
    ...(end === undefined ? {} : { end }),
    explanations: incident.explanations.slice(0, KEPT_EXPLANATIONS).map((item) => explanationOf(item, incident)),
    timeline: timelineOf(incident, context.facts),
    ...(graph === undefined ? {} : { waitGraph: graph }),
    ...(path === undefined ? {} : { expectedPath: path }),
    impact: impactOf(incident, context),
    ...(deciding === undefined ? {} : { deciding: deciding.text }),
    ...(fixes === undefined ? {} : { knownFixes: knownFixesOf(fixes) }),
  };
}

function courseFields(course: DiagnosedIncident['course']): Partial<Incident> {
  const { outage } = course;
  const served = isoTime(outage?.toMs);
  const died = isoTime(outage?.fromMs);
  return {
    ...rangeField('fromRange', course.fromRange),
    ...rangeField('toRange', course.toRange),
    ...(course.fromBasis === undefined ? {} : { fromBasis: course.fromBasis }),
    ...(course.toBasis === undefined ? {} : { toBasis: course.toBasis }),
    ...(outage === undefined || died === undefined || served === undefined
      ? {}
      : {
          downtime: {
            from: died,
            to: served,
            durationMs: Math.round(outage.toMs - outage.fromMs),
            leastMs: Math.max(0, Math.round(outage.toMs - (outage.fromRange?.[1] ?? outage.fromMs))),
            mostMs: Math.round(outage.toMs - (outage.fromRange?.[0] ?? outage.fromMs)),
          },
        }),
  };
}

/** A range of no width says nothing that the point does not. */
function rangeField(name: 'fromRange' | 'toRange', range: [number, number] | undefined): Partial<Incident> {
  const [from, to] = [isoTime(range?.[0]), isoTime(range?.[1])];
  return from === undefined || to === undefined || from === to ? {} : { [name]: [from, to] };
}

/** The dump that tells most: one with a cycle, then with edges; symbols before offsets. */
function graphOf(incident: DiagnosedIncident) {
  const ranked = incident.scope.dumps
    .filter((dump) => dump.reading.graph.edges.length > 0)
    .sort(
      (a, b) =>
        Number(b.reading.graph.cycles.length > 0) - Number(a.reading.graph.cycles.length > 0) ||
        a.reading.limits.length - b.reading.limits.length ||
        (a.id < b.id ? -1 : 1),
    );
  return ranked[0] === undefined ? undefined : waitGraphOf(ranked[0].reading.graph, ranked[0].id);
}

export function explanationOf(item: Explained, incident?: DiagnosedIncident): Explanation {
  const { signature } = item;
  const against = signature.whenWrong;
  return {
    signature: signature.id,
    kind: signature.kind,
    title: signature.title,
    severity: signature.severity,
    status: item.status,
    confidence: round(
      item.kindConfidence > 0 && item.status !== 'refuted'
        ? Math.max(item.confidence, item.status === 'confirmed' || item.status === 'likely' ? item.kindConfidence : 0)
        : 0,
    ),
    summary: fill(signature.summary, item.values),
    ...(signature.mechanism === undefined ? {} : { mechanism: signature.mechanism }),
    ledger: item.ledger.map((line) => ({
      id: line.id,
      claim: line.claim,
      state: line.state,
      bearing: line.bearing,
      strength: line.strength,
      expected: line.expected,
      group: line.group,
      counted: line.counted,
      why: line.why,
      citations: line.cites.map((cite, index) => citation(cite, index === 0 ? line.timeMs : undefined)),
    })),
    remedy: [...adviceFor(item, incident?.scope.victim, incident?.course.state ?? 'over'), ...(signature.workaround ?? [])],
    fixed: signature.fixed ?? [],
    affected: item.affected,
    ...(item.affectedWhy === undefined ? {} : { affectedWhy: item.affectedWhy }),
    references: signature.references ?? [],
    ...(against === undefined ? {} : { whenWrong: against }),
    ...(signature.judgedFixes === undefined ? {} : { judgedFixes: signature.judgedFixes }),
  };
}

/** With the candidates that did not fit into the incident itself, so that every signature is found in one place or the other. */
function weighedOf(rest: WeighedRest, diagnosis: Diagnosis): NonNullable<Report['weighed']>[number] {
  const incident = diagnosis.incidents.find((one) => one.id === rest.incident);
  const cut = incident?.explanations.slice(KEPT_EXPLANATIONS) ?? [];
  return {
    ...(rest.incident === undefined ? {} : { incident: rest.incident }),
    ...(rest.process === undefined ? {} : { process: rest.process }),
    explanations: [
      ...cut.map((item) => explanationOf(item, incident)),
      ...rest.signatures.map(({ explained, why }) => ({ ...explanationOf(explained, incident), notConsidered: why })),
    ],
  };
}

function timeBasisOf(facts: Facts): string {
  const bases = new Set(facts.clocks.filter((clock) => clock.process !== undefined).map((clock) => clock.zoneBasis));
  if (bases.size === 0) return facts.yearKnown ? 'as the inputs give it' : 'as the inputs give it, without a year';
  const year = facts.yearKnown ? '' : '; the year is not known: the stamps carry none';
  if (bases.has('assumed')) return `log stamps carry no zone and are read as UTC (--timezone changes that)${year}`;
  return `UTC, the zone of each entry is listed under clocks${year}`;
}
