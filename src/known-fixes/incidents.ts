import type { Diagnosis } from '../diagnosis/diagnose.js';
import { leadingOf } from '../diagnosis/explain.js';
import { type Trace, tracesOf } from '../diagnosis/traces.js';
import type { Facts, ProcessFact } from '../model/facts.js';
import { type Answer, askFixes, type FixIndex, type Opinion } from './ask.js';
import { readFixes, readReleases } from './data.js';
import { NameCounts, ownFrames } from './match.js';
import { type Subjects, subjectsOf } from './subjects.js';

export interface IncidentFixes extends Answer {
  subjects: Subjects;
  /** How many fixes the index has. */
  size: number;
  /** The input shows neither a named frame nor an assertion. */
  nothingToCompare: boolean;
}

/** By incident: what the index of fixed bugs says of it. Incidents without a version or without a death or standstill of their own are left out. */
export function fixesOfIncidents(facts: Facts, diagnosis: Diagnosis): Map<string, IncidentFixes> {
  const table = readFixes();
  const releases = readReleases();
  const index: FixIndex = { table, releases, counts: new NameCounts(table.fixes) };
  const answers = new Map<string, IncidentFixes>();
  for (const incident of diagnosis.incidents) {
    const traces = tracesOf(incident);
    const process = victimOf(incident, facts);
    if (traces.length === 0 || process === undefined) continue;
    const subjects = subjectsOf(process, facts, releases);
    const answer = askFixes(traces, subjects, index, opinionOf(incident));
    // without a version there is nothing that it could be asked, unless the death itself is known
    if (subjects.list.length === 0 && answer.matches.length === 0) continue;
    answers.set(incident.id, { ...answer, subjects, size: table.fixes.length, nothingToCompare: traces.every(isSilent) });
  }
  return answers;
}

/** Of a leading explanation that is at least likely. Its references are more than its fixes: those count whose number it gives as the fix. */
function opinionOf(incident: Diagnosis['incidents'][number]): Opinion | undefined {
  const lead = leadingOf(incident.explanations);
  if (lead === undefined || (lead.status !== 'confirmed' && lead.status !== 'likely')) return undefined;
  const { id, fixed = [], references = [], judgedFixes = [] } = lead.signature;
  const given = new Set(fixed.filter((one) => one.verified !== false).flatMap((one) => one.change.match(/#\d+/g) ?? []));
  const useless = judgedFixes.filter((one) => one.verdict === 'does-not-help' || one.verdict === 'harmful');
  return {
    signature: id,
    fixes: new Set(references.filter((url) => given.has(`#${/\/pull\/(\d+)$/.exec(url)?.[1]}`))),
    useless: new Set(useless.flatMap((one) => one.fix.match(/#\d+/g) ?? [])),
  };
}

function victimOf(incident: Diagnosis['incidents'][number], facts: Facts): ProcessFact | undefined {
  const victim = incident.scope.victim ?? facts.processes.find((one) => one.id === incident.members[0]);
  // a fork child runs its parent's program
  if (victim?.role !== 'child' || victim.version !== undefined) return victim;
  return facts.processes.find((one) => one.role !== 'child' && one.pid === victim.parentPid) ?? victim;
}

function isSilent(trace: Trace): boolean {
  return trace.assertion === undefined && ownFrames(trace.frames).names.length === 0;
}
