import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { analyze } from '../../analyze.js';
import { renderMarkdown } from '../../render/index.js';
import type { Report } from '../../report/schema.js';
import { errorLine } from '../failure.js';
import { nothingRead } from '../run.js';
import { checkTarget } from '../target.js';
import { type Grade, gradeAnswers, stampsOf } from './answers.js';
import { findCases, globMatches, readTruth, staged } from './cases.js';
import { checkCitations, judge } from './judge.js';
import { FAILED, type Row } from './summary.js';

export interface ScoreOptions {
  /** Only cases whose path contains this text. */
  only?: string;
  /** Only cases whose kind matches one of these globs. */
  kinds?: string[];
  /** Keeps each report there, as CASE.json and CASE.md. */
  reports?: string;
  /** Writes over files that are no earlier reports. */
  force?: boolean;
  onCase?: (done: number, total: number) => void;
}

/** Analyses every labelled case under a folder, one after the other, and judges the reports. */
export async function scoreCases(folder: string, options: ScoreOptions = {}): Promise<Row[]> {
  const root = resolve(folder);
  const cases = findCases(root).filter((path) => (!options.only || path.includes(options.only)) && isWanted(path, options.kinds));
  const rows: Row[] = [];
  for (const [done, path] of cases.entries()) {
    options.onCase?.(done, cases.length);
    rows.push({
      case: relative(root, path),
      want: readTruth(path).verdict[0],
      ...(await scoreCase(path, options.reports && join(options.reports, relative(root, path)), options.force)),
    });
  }
  return rows.sort((a, b) => (a.case < b.case ? -1 : 1));
}

function isWanted(path: string, kinds: string[] | undefined): boolean {
  return !kinds?.length || kinds.some((pattern) => globMatches(pattern, readTruth(path).verdict[0]));
}

async function scoreCase(path: string, kept: string | undefined, force?: boolean): Promise<Omit<Row, 'case' | 'want'>> {
  if (kept) checkKept(kept, force);
  const truth = readTruth(path);
  const startedMs = performance.now();
  try {
    return await staged(path, async (stage) => {
      const report: Report = JSON.parse(JSON.stringify(await analyze([stage], {})));
      const ms = performance.now() - startedMs;
      if (nothingRead(report)) throw new Error('exit 1: no entry could be read');
      const markdown = truth.answers || kept ? renderMarkdown(report) : '';
      if (kept) keep(kept, report, markdown);
      return {
        ms,
        cited: checkCitations(report, stage),
        status: report.verdict.status,
        confidence: report.verdict.confidence,
        lead: report.incidents.find((incident) => incident.id === report.verdict.incident)?.explanations[0]?.status,
        ...judge(truth, report),
        ...(truth.answers ? { answers: gradeAnswers(truth.answers, report, markdown, stampsOf(report, stage)) } : {}),
      };
    });
  } catch (error) {
    return {
      ms: performance.now() - startedMs,
      kind: FAILED,
      points: 0,
      why: errorLine(error).slice(0, 250),
      ...(truth.answers ? { answers: NO_REPORT } : {}),
    };
  }
}

/** What a run without a report says: nothing. */
const NO_REPORT: Grade[] = [{ item: 'state', points: 0, want: 'a report', got: FAILED }];

function checkKept(path: string, force: boolean | undefined): void {
  for (const ending of ['json', 'md']) checkTarget(`${path}.${ending}`, { force });
}

function keep(path: string, report: Report, markdown: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.json`, `${JSON.stringify(report, null, 1)}\n`);
  writeFileSync(`${path}.md`, markdown);
}
