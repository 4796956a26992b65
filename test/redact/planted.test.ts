import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { redactBundle } from '../../src/commands/redact/run.js';
import type { RedactMode } from '../../src/redact/redactor.js';
import { redactReport } from '../../src/redact/report.js';
import { FORMATS, render } from '../../src/render/index.js';
import { PLACES, type Place } from './places.js';
import { formsOf, valueFor, WRITINGS } from './secrets.js';

const START = [
  '4067:C 23 Nov 2026 06:20:00.000 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo',
  '4067:C 23 Nov 2026 06:20:00.000 * Redis version=7.4.1, bits=64, commit=00000000, modified=0, pid=4067, just started',
  '4067:M 23 Nov 2026 06:20:00.010 * Ready to accept connections tcp',
];
/** What makes a reader take the file for what it is. */
const HEADS: Record<string, string[]> = {
  'info.txt': [
    '# Server',
    'redis_version:7.4.1',
    'redis_mode:standalone',
    '# Clients',
    'connected_clients:1',
    '# Replication',
    'role:master',
  ],
  'ps.txt': ['USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND'],
  'gdb.txt': [
    'Thread 1 (Thread 0x7f13 (LWP 4067) "redis-server"):',
    '#0  0x00007f9b00000000 in poll () from /lib/x86_64-linux-gnu/libc.so.6',
  ],
  'redis.conf': ['port 6379', 'maxmemory 100mb', 'appendonly yes'],
  'replies.txt': ['127.0.0.1:6379> PING', 'PONG'],
};

interface Plant {
  place: Place;
  values: string[];
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planted-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Another value for each `{}`; one in the name of the folder. */
function plantAll(seed: number, write: (value: string) => string = (value) => value): { files: Map<string, string[]>; plants: Plant[] } {
  const files = new Map<string, string[]>();
  const plants: Plant[] = [];
  for (const [at, place] of PLACES.entries()) {
    const count = place.line.split('{}').length - 1;
    const values = fc.sample(valueFor(place.shape), { numRuns: count, seed: seed * 1000 + at });
    let next = 0;
    const line = place.line.replaceAll('{}', () => write(values[next++]));
    const lines = files.get(place.file) ?? [...(HEADS[place.file] ?? START)];
    lines.push(line);
    files.set(place.file, lines);
    plants.push({ place, values });
  }
  return { files, plants };
}

function store(run: string, files: Map<string, string[]>, name: string): string {
  const input = join(folder, run);
  mkdirSync(join(input, name), { recursive: true });
  for (const [file, lines] of files) writeFileSync(join(input, name, file), `${lines.join('\n')}\n`);
  return input;
}

/** All that a reader of the bundle or of the report could see. */
async function outputsOf(input: string, run: string, mode: RedactMode): Promise<[string, string][]> {
  const bundle = join(folder, `${run}.tar.gz`);
  await redactBundle([input], { output: bundle, quiet: true, mode });
  const outputs: [string, string][] = [['bundle', gunzipSync(readFileSync(bundle)).toString()]];
  const report = redactReport(await analyze([input]), { style: 'readable', mode });
  for (const format of FORMATS) outputs.push([format, await render(report, format)]);
  return outputs;
}

/** What is left, by kind, with its place. */
function survivors(outputs: [string, string][], plants: Plant[]): string[] {
  return plants.flatMap(({ place, values }) => {
    for (const [output, text] of outputs)
      for (const value of values)
        for (const form of formsOf(value)) if (text.includes(form)) return [`${place.kind} (${output}): ${form} of ${place.line}`];
    return [];
  });
}

describe('values planted into every field of every format', () => {
  it('none is left in a bundle or a report', { timeout: 240_000 }, async () => {
    for (const seed of [1, 2, 3]) {
      const { files, plants } = plantAll(seed);
      const [name] = fc.sample(valueFor(undefined), { numRuns: 1, seed });
      const run = `plain-${seed}`;
      const input = store(run, files, name);
      const outputs = await outputsOf(input, run, 'strict');
      expect(survivors(outputs, [...plants, { place: { kind: 'names of entries', file: '', line: name }, values: [name] }])).toEqual([]);
    }
  });

  it.each(Object.entries(WRITINGS))('none is left that is written in %s', { timeout: 120_000 }, async (name, write) => {
    const { files, plants } = plantAll(7, write);
    const run = name.replaceAll(' ', '-');
    const outputs = await outputsOf(store(run, files, 'redis'), run, 'strict');
    expect(survivors(outputs, plants)).toEqual([]);
  });

  it('none is left that a line break cuts', { timeout: 120_000 }, async () => {
    const { files, plants } = plantAll(9, (value) => `${value.slice(0, value.length >> 1)}\n${value.slice(value.length >> 1)}`);
    const outputs = await outputsOf(store('cut', files, 'redis'), 'cut', 'strict');
    const halves = plants
      .filter(({ place }) => !place.shape)
      .map(({ place, values }) => ({
        place,
        values: values
          .flatMap((value) => [value.slice(0, value.length >> 1), value.slice(value.length >> 1)])
          .filter((half) => /[A-Za-z]{6}/.test(half)),
      }));
    expect(survivors(outputs, halves)).toEqual([]);
  });
});
