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
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [incident]);
    else known.push(incident);
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

/** All that was seen of them. */
export function joinedDraft(run: readonly DiagnosedIncident[]): Draft {
  const [first] = run;
  return {
    family: first!.family,
    victim: first!.victim,
    members: [...new Set(run.flatMap((one) => one.members))],
    fromMs: Math.min(...run.map((one) => one.fromMs)),
    toMs: Math.max(...run.map((one) => one.toMs)),
    anomalies: run.flatMap((one) => one.anomalies),
  };
}
