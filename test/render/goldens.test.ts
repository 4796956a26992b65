import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { report as reportSchema } from '../../src/report/schema.js';
import { loadReport, NAMES, REPORTS } from './reports.js';
import { VIEWS } from './views.js';

/** `UPDATE_GOLDENS=1 npx vitest run test/render/goldens` writes them anew; read the difference before you commit it. */
const update = process.env.UPDATE_GOLDENS === '1';

describe.each(NAMES.filter((name) => name !== 'hostile'))('%s', (name) => {
  const report = loadReport(name);
  it.each(Object.keys(VIEWS))('%s is as it was', (ending) => {
    const file = `${REPORTS}golden/${name}.${ending}`;
    const text = VIEWS[ending](report);
    if (update) writeFileSync(file, text);
    const golden = readFileSync(file, 'utf8');
    expect(golden.trim().length).toBeGreaterThan(20);
    expect(text).toBe(golden);
  });
});

describe.each(NAMES)('%s', (name) => {
  it.each(Object.keys(VIEWS))('%s shows no value that is missing', (ending) => {
    const text = VIEWS[ending](loadReport(name));
    expect(text.endsWith('\n')).toBe(true);
    expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\[object |\bInfinity\b/);
  });
  it.each(Object.keys(VIEWS))('%s is the same every time', (ending) => {
    expect(VIEWS[ending](loadReport(name))).toBe(VIEWS[ending](loadReport(name)));
  });
});

type Json = { [key: string]: unknown };

function keysOf(value: unknown, keys = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value.slice(0, 50)) keysOf(item, keys);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      keys.add(key);
      keysOf(item, keys);
    }
  return keys;
}

function without(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value as Json).flatMap(([name, item]) => (name === key ? [] : [[name, without(item, key)]])));
}

describe('every optional field may be absent', () => {
  const full = loadReport('deadlock');
  const optional = [...keysOf(full)].filter((key) => reportSchema.safeParse(without(full, key)).success);
  it('finds the optional fields', () => expect(optional.length).toBeGreaterThan(40));
  it.each(optional)('%s', (key) => {
    const report = reportSchema.parse(without(full, key));
    for (const view of Object.values(VIEWS)) expect(view(report)).not.toMatch(/\bundefined\b|\bNaN\b/);
  });
  it('all of them', () => {
    const bare = optional.reduce((value, key) => without(value, key), full as unknown);
    const report = reportSchema.parse(bare);
    for (const view of Object.values(VIEWS)) expect(view(report)).not.toMatch(/\bundefined\b|\bNaN\b/);
  });
});
