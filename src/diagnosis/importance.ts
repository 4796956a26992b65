import { isPrivateKind } from '../model/kinds.js';
import type { DiagnosedIncident } from './diagnose.js';
import { leadingOf } from './explain.js';
import { STATUS_AT } from './weigh.js';

const RANK: Record<string, number> = { info: 0, warning: 1, critical: 2 };
/** Where severity is equal the root of the chain leads: a death explains the trouble of the others. */
const FAMILY_RANK = [
  'death',
  'startup',
  'security',
  'persistence',
  'memory',
  'cluster',
  'sentinel',
  'replication',
  'clients',
  'search',
  'enterprise',
  'clock',
];
const HOUR_MS = 3_600_000;
/** Others notice a death, and fail over, by their own time-outs. */
const FOLLOWS_MS = 180_000;

function topOf(incident: DiagnosedIncident) {
  return leadingOf(incident.explanations);
}

/** The worst first, what lasts before what is over, then what happened last; a cause before what it led to. */
export function orderIncidents(incidents: DiagnosedIncident[]): void {
  const rows = incidents.map((incident) => ({ incident, keys: keysOf(incident) }));
  rows.sort((a, b) => compareKeys(a.keys, b.keys) || ((a.incident.victim ?? '') < (b.incident.victim ?? '') ? -1 : 1));
  incidents.splice(0, incidents.length, ...rows.map((row) => row.incident));
  const lead = incidents[0];
  const cause = lead === undefined ? undefined : causeOf(lead, incidents);
  if (cause !== undefined) incidents.splice(0, incidents.length, cause, ...incidents.filter((incident) => incident !== cause));
}

/** Smaller numbers come first. */
function keysOf(incident: DiagnosedIncident): number[] {
  const top = topOf(incident);
  const { course, stuck } = incident;
  const fromMs = course.fromMs || 0;
  return [
    (top?.kindConfidence ?? 0) >= STATUS_AT.likely ? 0 : 1,
    -RANK[top?.signature.severity ?? 'info']!,
    // stacks without a time lasted when they were taken, which may be before all the rest
    course.state === 'over' || Number.isNaN(course.fromMs) ? 1 : 0,
    // a server that answers nobody now comes before what else is known for sure of it
    incident.family === 'death' && stuck !== undefined && course.state === 'going-on' ? 0 : 1,
    top?.status === 'confirmed' ? 0 : 1,
    familyRank(incident.family),
    rootRank(top?.signature.kind ?? ''),
    stuck === undefined || Number.isNaN(stuck.toMs - stuck.fromMs) ? 0 : stuck.fromMs - stuck.toMs,
    -incident.members.length,
    -Math.floor(fromMs / HOUR_MS),
    fromMs,
  ];
}

/** What private kinds lead to nobody here knows: where severity is equal they come last. */
function familyRank(family: string): number {
  return isPrivateKind(family) ? FAMILY_RANK.length : FAMILY_RANK.indexOf(family);
}

function compareKeys(a: number[], b: number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** A cycle explains a standstill, a standstill explains a kill. */
function rootRank(kind: string): number {
  const order = ['deadlock/', 'crash/loop', 'crash/', 'hang/', 'exit/oom', 'exit/'];
  const found = order.findIndex((prefix) => kind.startsWith(prefix));
  return found < 0 ? order.length : found;
}

/** What the others notice of a death. A start that is refused and a disk that is full have causes of their own. */
const FOLLOWERS: ReadonlySet<string> = new Set(['cluster', 'sentinel', 'replication', 'enterprise']);

/** A death that is over may be why something else still lasts. */
function causeOf(lead: DiagnosedIncident, incidents: readonly DiagnosedIncident[]): DiagnosedIncident | undefined {
  if (!FOLLOWERS.has(lead.family)) return undefined;
  const severity = (incident: DiagnosedIncident) => RANK[topOf(incident)?.signature.severity ?? 'info']!;
  return incidents.find(
    (incident) =>
      incident.family === 'death' &&
      (topOf(incident)?.kindConfidence ?? 0) >= STATUS_AT.likely &&
      severity(incident) >= severity(lead) &&
      incident.course.fromMs <= lead.course.fromMs &&
      lead.course.fromMs <= incident.course.toMs + FOLLOWS_MS,
  );
}
