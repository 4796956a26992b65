import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { globMatches } from '../../src/commands/score/cases.js';
import type { Report } from '../../src/report/schema.js';
import { type Case, loadCases, withFolder } from './cases.js';
import * as less from './less.js';

const LONG_MS = 120_000;
const cases = loadCases();

/** What else really happened in a capture, beside what its label says. */
const ALSO_TRUE: Record<string, string[]> = {
  // A subscriber that does not read is closed seconds after the replica.
  'redis-7.4.1/repl-output-buffer': ['clients/limit'],
};

/** What the report calls certain although it is not so. An accepted or a partial kind may be confirmed from less evidence, another may not. */
function wrongClaims(subject: Case, report: Report): string[] {
  const { verdict, partial = [], mustNot = [] } = subject.truth;
  const claims = report.incidents.flatMap((incident) => incident.explanations).filter((item) => item.severity !== 'info');
  const accepted = [...verdict, ...partial, ...(ALSO_TRUE[subject.name] ?? [])];
  const wrong = claims.filter(({ status, kind }) => status === 'confirmed' && !accepted.includes(kind));
  const forbidden = claims.filter(
    ({ status, kind }) => ['confirmed', 'likely'].includes(status) && mustNot.some((glob) => globMatches(glob, kind)),
  );
  const said = new Set([...wrong, ...forbidden].map(({ status, kind, signature }) => `${status} ${kind} (${signature})`));
  return [...said].map((claim) => `${subject.name}: wants ${verdict[0]}, ${claim}`);
}

async function claimsAfter(reduction: less.Reduction): Promise<{ tried: number; wrong: string[] }> {
  let tried = 0;
  const wrong: string[] = [];
  for (const subject of cases) {
    const files = reduction(subject.files);
    if (files === undefined) continue;
    tried++;
    wrong.push(...wrongClaims(subject, await withFolder(files, (folder) => analyze([folder]))));
  }
  return { tried, wrong };
}

function ofCulprit(make: (culprit: string) => less.Reduction): (subject: Case) => less.Reduction {
  return ({ truth }) => (truth.process === undefined ? () => undefined : make(truth.process));
}

describe('less evidence never confirms what did not happen', () => {
  const reductions: Record<string, less.Reduction> = {
    'nothing removed': (files) => files,
    'the crash reports removed': less.withoutCrashReports,
    'the last crash report cut after 4 lines': less.withCutReports(4),
    'the last crash report cut after 30 lines': less.withCutReports(30),
    'only the last 200 lines': less.lastLines(200),
    'only the last 12 lines': less.lastLines(12),
    'only the first half': less.firstPart(0.5),
    'only the first four fifths': less.firstPart(0.8),
    'only warnings': less.onlyWarnings,
    'only lines with a header': less.onlyHeaders,
    'every fifth line lost': less.withLostLines(5, 2),
    'every third line lost': less.withLostLines(3, 0),
    'the dumps removed': less.withoutDumps,
    'only the dumps': less.onlyDumps,
    'only the logs': less.onlyLogs,
    'no logs': less.withoutLogs,
  };
  for (const [name, reduction] of Object.entries(reductions)) {
    it(name, { timeout: LONG_MS }, async () => {
      const { tried, wrong } = await claimsAfter(reduction);
      expect(tried).toBeGreaterThan(3);
      expect(wrong).toEqual([]);
    });
  }

  for (const [name, make] of Object.entries({
    "only the victim's files": less.onlyVictim,
    "only the witnesses' files": less.onlyWitnesses,
  })) {
    it(name, { timeout: LONG_MS }, async () => {
      const wrong: string[] = [];
      let tried = 0;
      for (const subject of cases) {
        const files = ofCulprit(make)(subject)(subject.files);
        if (files === undefined) continue;
        tried++;
        wrong.push(...wrongClaims(subject, await withFolder(files, (folder) => analyze([folder]))));
      }
      expect(tried).toBeGreaterThan(1);
      expect(wrong).toEqual([]);
    });
  }
});
