import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Report, report as reportSchema } from '../../src/report/schema.js';

export const REPORTS = join(import.meta.dirname, '../../fixtures/reports/');

/** The fixture keeps a marker where a log had one line of a megabyte. */
const MEGABYTE = 'A|<b>`'.repeat(170_000);

export const NAMES = readdirSync(REPORTS)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

/** Recursively frozen: a view that changes its report fails. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

export function loadReport(name: string): Report {
  const json = JSON.parse(readFileSync(`${REPORTS}${name}.json`, 'utf8'), (_, value) => (value === '@@MEGABYTE@@' ? MEGABYTE : value));
  return frozen(reportSchema.parse(json));
}
