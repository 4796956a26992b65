import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Explanation, Incident, Report } from '../../report/schema.js';
import { globMatches, type Truth } from './cases.js';

export interface Judgement {
  kind: string;
  points: number;
  why?: string;
}

/** Points of one report: the rules of CONTRACT.md ("Labelled cases"), in the order in which they exclude each other. */
export function judge(truth: Truth, report: Report): Judgement {
  const kind = report.verdict.kind ?? report.verdict.status;
  const partial = truth.partial ?? [];
  const claims = report.incidents.flatMap((incident) => incident.explanations.filter(isClaim));
  const claimed = [kind, ...claims.map((claim) => claim.kind)];
  const forbidden = (truth.mustNot ?? []).find((pattern) => claimed.some((name) => globMatches(pattern, name)));
  if (forbidden !== undefined) return { kind, points: 0, why: `must not claim ${forbidden}` };
  if (truth.verdict[0] === 'healthy') {
    const alarm = claims.find((claim) => claim.severity !== 'info' && !truth.verdict.includes(claim.kind) && !partial.includes(claim.kind));
    if (alarm) return { kind, points: 0, why: `false alarm: ${alarm.kind} ${alarm.status}` };
    if (kind === 'inconclusive' && !truth.verdict.includes(kind)) return { kind, points: 0.25, why: 'nothing went wrong here' };
  }
  if (!truth.verdict.includes(kind)) {
    return partial.includes(kind) ? { kind, points: 0.5, why: 'symptom, or weaker than the evidence' } : { kind, points: 0, why: 'wrong' };
  }
  const lead = report.incidents.find((incident) => incident.id === report.verdict.incident);
  if (!lead)
    return report.verdict.status === 'incident' ? { kind, points: 0.5, why: 'verdict.incident names no incident' } : { kind, points: 1 };
  return { kind, ...judgeLead(truth, report, lead, kind) };
}

function isClaim(explanation: Explanation): boolean {
  return explanation.status === 'confirmed' || explanation.status === 'likely';
}

function judgeLead(truth: Truth, report: Report, lead: Incident, kind: string): { points: number; why?: string } {
  if (truth.process && !isOfProcess(report, lead, truth.process)) {
    return { points: 0.5, why: `the incident's first process is not of ${truth.process}` };
  }
  if (truth.gapFrom && truth.gapTo && /^(hang|deadlock)\//.test(kind) && !coversGap(lead, truth.gapFrom, truth.gapTo)) {
    return { points: 0.75, why: 'the interval of the leading incident is not that of the hang' };
  }
  return { points: 1 };
}

/** The label names the culprit's entry or a part of its name. */
function isOfProcess(report: Report, lead: Incident, label: string): boolean {
  const culprit = report.processes.find((process) => process.id === lead.processes[0]);
  const head = label.endsWith('*') ? label : `${label}*`;
  const tail = `*${label.replace(/^\*/, '')}`;
  return (culprit?.entries ?? []).some((entry) => globMatches(head, entry) || globMatches(tail, entry));
}

/** At least 80 % of the hang, and not much more than the hang. */
function coversGap(lead: Incident, gapFrom: string, gapTo: string): boolean {
  const [fromMs, toMs] = [Date.parse(gapFrom), Date.parse(gapTo)];
  const [leadFromMs, leadToMs] = [Date.parse(lead.from), Date.parse(lead.to ?? lead.from)];
  const sharedMs = Math.min(toMs, leadToMs) - Math.max(fromMs, leadFromMs);
  return sharedMs >= 0.8 * (toMs - fromMs) && leadToMs - leadFromMs <= 4 * (toMs - fromMs) + 60_000;
}

/** How many citations of the report stand at their line, among entries that are plain text files of the case. */
export function checkCitations(report: Report, folder: string): { checked: number; found: number } {
  const linesOf = new Map<string, string[] | undefined>();
  let checked = 0;
  let found = 0;
  for (const citation of report.incidents.flatMap((i) => i.explanations).flatMap((e) => e.ledger.flatMap((item) => item.citations))) {
    if (!linesOf.has(citation.entry)) linesOf.set(citation.entry, readLines(join(folder, citation.entry)));
    const lines = linesOf.get(citation.entry);
    const wanted = lettersOf(citation.text).slice(0, 60);
    if (!lines || !wanted) continue;
    checked++;
    const near = lines.slice(citation.line - 1, citation.line + 1);
    if (near.some((line) => lettersOf(line.normalize('NFKC').replace(/\\[nrt"]/g, '')).includes(wanted))) found++;
  }
  return { checked, found };
}

function readLines(path: string): string[] | undefined {
  try {
    const bytes = readFileSync(path);
    return bytes.subarray(0, 4096).includes(0) ? undefined : bytes.toString('utf8').split('\n');
  } catch {
    return undefined;
  }
}

/** Letters and digits only: wrappers and escapes change the rest. */
function lettersOf(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '');
}
