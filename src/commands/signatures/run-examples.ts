import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DocumentedSignature, Example, Signature } from '../../model/signatures.js';
import type { Explanation, Report } from '../../report/schema.js';
import { exampleEntries } from '../../signatures/example.js';

/** What became of a signature in one of its examples. */
export type Outcome = Explanation['status'] | 'advisory' | 'not-considered';

export interface ExampleResult {
  which: 'hit' | 'clear';
  /** Place among the hits or clears, from 0. */
  index: number;
  outcome: Outcome;
  /** Undefined when the example shows what it should. */
  fault?: string;
}

const CERTAIN: readonly Outcome[] = ['confirmed', 'likely', 'advisory'];

/** Runs the examples that bring their own text. Those that name a capture are tests of the project, not of a reader's machine. */
export async function runExamples(signature: DocumentedSignature, own: Signature[]): Promise<ExampleResult[]> {
  const results: ExampleResult[] = [];
  for (const which of ['hit', 'clear'] as const) {
    for (const [index, example] of signature.examples[which].entries()) {
      const report = await analyzeExample(signature, example, own);
      if (report === undefined) continue;
      const outcome = outcomeIn(report, signature.id);
      const fault = which === 'hit' ? faultOfHit(report, signature, outcome) : faultOfClear(outcome);
      results.push({ which, index, outcome, ...(fault === undefined ? {} : { fault }) });
    }
  }
  return results;
}

/** The report of an example's files in a folder of their own, undefined when it has none. */
export async function analyzeExample(signature: Signature, example: Example, own: Signature[]): Promise<Report | undefined> {
  const entries = exampleEntries(signature, example);
  if (entries === undefined) return undefined;
  const { analyze } = await import('../../analyze.js');
  const folder = mkdtempSync(join(tmpdir(), 'redis-forensics-'));
  try {
    for (const { name, text } of entries) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return await analyze([folder], { signatures: own, weighAll: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The best that any incident says of it. */
export function outcomeIn(report: Report, id: string): Outcome {
  if ((report.advisories ?? []).some((advisory) => advisory.signature === id)) return 'advisory';
  const found = report.incidents.flatMap((incident) => incident.explanations).filter((one) => one.signature === id);
  return [...found].sort((a, b) => b.confidence - a.confidence)[0]?.status ?? 'not-considered';
}

function faultOfHit(report: Report, signature: Signature, outcome: Outcome): string | undefined {
  if (CERTAIN.includes(outcome) || outcome === 'possible') return undefined;
  if (outcome === 'not-considered') return `is not considered: ${whyNotConsidered(report, signature.id)}`;
  const lead = report.incidents[0]?.explanations[0];
  const rival = lead === undefined || lead.signature === signature.id ? '' : `; ${lead.signature} leads (${lead.status})`;
  return `is only ${outcome}${rival}${contradictions(report, signature.id)}`;
}

function faultOfClear(outcome: Outcome): string | undefined {
  return CERTAIN.includes(outcome) ? `is ${outcome}, although it must not be more than possible` : undefined;
}

function whyNotConsidered(report: Report, id: string): string {
  const weighed = (report.weighed ?? []).flatMap((one) => one.explanations).find((one) => one.signature === id);
  return weighed?.notConsidered ?? 'the example shows no incident and no process that could be asked';
}

function contradictions(report: Report, id: string): string {
  const found = report.incidents.flatMap((incident) => incident.explanations).find((one) => one.signature === id);
  const against = (found?.ledger ?? []).filter((item) => item.bearing === 'contradicts').map((item) => item.id);
  return against.length === 0 ? '' : `; against it: ${against.join(', ')}`;
}
