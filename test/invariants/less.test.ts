import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { globMatches } from '../../src/commands/score/cases.js';
import type { Report } from '../../src/report/schema.js';
import { type Case, everyNth, type Files, loadCases, withFolder } from './cases.js';
import * as less from './less.js';

const LONG_MS = 120_000;
const cases = loadCases();

/** What else really happened in a capture, beside what its label says. */
const ALSO_TRUE: Record<string, string[]> = {
  // A subscriber that does not read is closed seconds after the replica.
  'redis-7.4.1/repl-output-buffer': ['clients/limit'],
};

interface Reduction {
  reduce: (subject: Case) => Files | undefined;
  /** What the removal itself makes likely: a death whose report or shutdown lines were taken away looks like one without a word. */
  looksLike?: string[];
  /** Only every so many-th case that it changes. */
  of: number;
}

/** What the report calls certain although it is not so. An accepted or a partial kind may be confirmed from less evidence, another may not. */
function wrongClaims(subject: Case, report: Report, looksLike: readonly string[]): string[] {
  const { verdict, partial = [], mustNot = [] } = subject.truth;
  const claims = report.incidents.flatMap((incident) => incident.explanations).filter((item) => item.severity !== 'info');
  const accepted = [...verdict, ...partial, ...(ALSO_TRUE[subject.name] ?? [])];
  const wrong = claims.filter(({ status, kind }) => status === 'confirmed' && !accepted.includes(kind));
  const forbidden = claims.filter(
    ({ status, kind }) =>
      ['confirmed', 'likely'].includes(status) && mustNot.some((glob) => globMatches(glob, kind)) && !looksLike.includes(kind),
  );
  const said = new Set([...wrong, ...forbidden].map(({ status, kind, signature }) => `${status} ${kind} (${signature})`));
  return [...said].map((claim) => `${subject.name}: wants ${verdict[0]}, ${claim}`);
}

const plain =
  (reduce: less.Reduction): Reduction['reduce'] =>
  ({ files }) =>
    reduce(files);
const ofCulprit =
  (make: (culprit: string) => less.Reduction): Reduction['reduce'] =>
  ({ truth, files }) =>
    truth.process === undefined ? undefined : make(truth.process)(files);

const VANISHED = ['exit/killed'];
const REDUCTIONS: Record<string, Reduction> = {
  'nothing removed': { reduce: ({ files }) => files, of: 1 },
  'the crash reports removed': { reduce: plain(less.withoutCrashReports), looksLike: VANISHED, of: 2 },
  'the last crash report cut after 4 lines': { reduce: plain(less.withCutReports(4)), of: 3 },
  'the last crash report cut after 30 lines': { reduce: plain(less.withCutReports(30)), of: 3 },
  'only the last 200 lines': { reduce: plain(less.lastLines(200)), of: 2 },
  'only the last 12 lines': { reduce: plain(less.lastLines(12)), of: 4 },
  'only the first half': { reduce: plain(less.firstPart(0.5)), of: 4 },
  'only the first four fifths': { reduce: plain(less.firstPart(0.8)), of: 4 },
  'only warnings': { reduce: plain(less.onlyWarnings), of: 4 },
  'only lines with a header': { reduce: plain(less.onlyHeaders), of: 4 },
  'every fifth line lost': { reduce: plain(less.withLostLines(5, 2)), looksLike: VANISHED, of: 4 },
  'every third line lost': { reduce: plain(less.withLostLines(3, 0)), looksLike: VANISHED, of: 4 },
  'the dumps removed': { reduce: plain(less.withoutDumps), of: 1 },
  'only the dumps': { reduce: plain(less.onlyDumps), of: 1 },
  'only the logs': { reduce: plain(less.onlyLogs), of: 3 },
  'no logs': { reduce: plain(less.withoutLogs), of: 3 },
  "only the victim's files": { reduce: ofCulprit(less.onlyVictim), of: 1 },
  "only the witnesses' files": { reduce: ofCulprit(less.onlyWitnesses), of: 1 },
};

describe('less evidence never confirms what did not happen', () => {
  for (const [turn, [name, { reduce, looksLike = [], of }]] of Object.entries(REDUCTIONS).entries()) {
    it(name, { timeout: LONG_MS }, async () => {
      const reduced = cases.flatMap((subject) => {
        const files = reduce(subject);
        return files === undefined ? [] : [{ subject, files }];
      });
      expect(reduced.length).toBeGreaterThan(3);
      const wrong: string[] = [];
      for (const { subject, files } of everyNth(reduced, of, turn)) {
        wrong.push(...wrongClaims(subject, await withFolder(files, (folder) => analyze([folder])), looksLike));
      }
      expect(wrong).toEqual([]);
    });
  }
});
