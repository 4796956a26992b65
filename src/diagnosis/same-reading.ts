import { append } from '../model/grouping.js';
import { placeOf } from '../model/origin.js';
import type { DiagnosedIncident } from './diagnose.js';
import { leadingOf } from './explain.js';
import type { Draft } from './incidents.js';

/** Two troubles of one server that read the same and lie no further apart are one that comes again. */
const TOGETHER_MS = 300_000;

/** The incidents to judge anew, as one: same victim, same leading signature, close in time. Deaths and
 * standstills have an end of their own. */
export function sameReadings(incidents: readonly DiagnosedIncident[]): DiagnosedIncident[][] {
  const groups = new Map<string, DiagnosedIncident[]>();
  for (const incident of incidents) {
    const top = leadingOf(incident.explanations);
    if (top === undefined || incident.victim === undefined || Number.isNaN(incident.fromMs)) continue;
    if (incident.family === 'death' && incident.anomalies.some((item) => item.what !== 'event')) continue;
    const key = `${incident.victim}\u0000${incident.family}\u0000${top.signature.id}`;
    append(groups, key, incident);
  }
  return [...groups.values()].flatMap(runsOf).filter((run) => run.length > 1);
}

function runsOf(group: DiagnosedIncident[]): DiagnosedIncident[][] {
  const runs: DiagnosedIncident[][] = [];
  for (const incident of group.sort((a, b) => a.fromMs - b.fromMs)) {
    const run = runs.at(-1);
    const lastMs = run === undefined ? Number.NaN : Math.max(...run.map((one) => one.toMs));
    if (run !== undefined && incident.fromMs - lastMs <= TOGETHER_MS) run.push(incident);
    else runs.push([incident]);
  }
  return runs;
}

/** Of each incident those that add nothing to it: the same signature leads, and all that speaks for it was seen for the other one already, or nothing
 * tells when it was and of which process. */
export function echoes(incidents: readonly DiagnosedIncident[]): Map<DiagnosedIncident, DiagnosedIncident[]> {
  const found = new Map<DiagnosedIncident, DiagnosedIncident[]>();
  const gone = new Set<DiagnosedIncident>();
  for (const [reading, group] of byReading(incidents)) {
    const rest = group.toSorted((a, b) => standing(b) - standing(a));
    const places = new Map(rest.map((incident) => [incident, placesOf(incident, reading)]));
    for (const [place, incident] of rest.entries()) {
      const of = rest.slice(0, place).find((other) => !gone.has(other) && isEcho(incident, other, places));
      if (of === undefined) continue;
      gone.add(incident);
      append(found, of, incident);
    }
  }
  return found;
}

function byReading(incidents: readonly DiagnosedIncident[]): Map<string, DiagnosedIncident[]> {
  const groups = new Map<string, DiagnosedIncident[]>();
  for (const incident of incidents) {
    const top = leadingOf(incident.explanations);
    if (top === undefined) continue;
    append(groups, top.signature.id, incident);
  }
  return groups;
}

/** What is known best comes first: a moment, a process, much that was seen. */
function standing(incident: DiagnosedIncident): number {
  return (Number.isNaN(incident.fromMs) ? 0 : 2000) + (incident.victim === undefined ? 0 : 1000) + Math.min(999, incident.anomalies.length);
}

function placesOf(incident: DiagnosedIncident, reading: string): Set<string> {
  const item = incident.explanations.find((one) => one.signature.id === reading)!;
  return new Set(item.ledger.flatMap((line) => (line.bearing === 'supports' ? line.cites.map(placeOf) : [])));
}

/** Of many lines each incident cites a few. */
const MOSTLY = 2 / 3;

function isEcho(incident: DiagnosedIncident, of: DiagnosedIncident, places: Map<DiagnosedIncident, Set<string>>): boolean {
  if (incident.victim === undefined && Number.isNaN(incident.fromMs)) return true;
  const [known, own] = [places.get(of)!, [...places.get(incident)!]];
  return own.filter((place) => known.has(place)).length >= MOSTLY * own.length;
}

/** The incident with what its echoes add. */
export function withEchoes(incident: DiagnosedIncident, others: readonly DiagnosedIncident[]): Draft {
  const { family, victim, fromMs, toMs, stuck } = incident;
  return {
    family,
    victim,
    fromMs,
    toMs,
    stuck,
    ...together([incident, ...others]),
  };
}

/** All that was seen of them. */
export function joinedDraft(run: readonly DiagnosedIncident[]): Draft {
  const [first] = run;
  return {
    family: first!.family,
    victim: first!.victim,
    fromMs: Math.min(...run.map((one) => one.fromMs)),
    toMs: Math.max(...run.map((one) => one.toMs)),
    ...together(run),
  };
}

function together(incidents: readonly DiagnosedIncident[]): Pick<Draft, 'members' | 'anomalies'> {
  return { members: [...new Set(incidents.flatMap((one) => one.members))], anomalies: incidents.flatMap((one) => one.anomalies) };
}
