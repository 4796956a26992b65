import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../../src/analyze.js';
import { compareReports, summariseRuns } from '../../src/compare/index.js';
import type { RunsComparison, SidesComparison } from '../../src/compare/schema.js';
import type { NamedReport } from '../../src/compare/side.js';
import type { Report } from '../../src/report/schema.js';

export const ROOT = join(import.meta.dirname, '../..');
export const PRODUCTION = 'fixtures/compare/quoted-production';
export const REPRODUCTION = 'fixtures/cases/quoted/mod-11658-test';
export const BUNDLED = 'fixtures/incident/debuginfo.tar.gz';

const known = new Map<string, Promise<Report>>();

/** Each input is analysed once for all tests. */
export function reportOf(path: string): Promise<Report> {
  const full = join(ROOT, path);
  if (!existsSync(full)) throw new Error(`no such fixture: ${path}`);
  const report = known.get(path) ?? analyze([full], { weighAll: true });
  known.set(path, report);
  return report;
}

export async function named(paths: readonly string[]): Promise<NamedReport[]> {
  const reports: NamedReport[] = [];
  for (const path of paths) reports.push({ name: path.slice(path.lastIndexOf('/') + 1), source: 'inputs', report: await reportOf(path) });
  return reports;
}

export async function compared(...paths: string[]): Promise<SidesComparison> {
  return compareReports(await named(paths));
}

export async function counted(...paths: string[]): Promise<RunsComparison> {
  return summariseRuns(await named(paths));
}
