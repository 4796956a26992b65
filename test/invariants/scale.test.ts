import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../commands/cli.js';

const LONG_MS = 120_000;
const CHILD = join(import.meta.dirname, 'scale/child.mjs');

interface Cost {
  cpuMs: number;
  peakMb: number;
  reportMb: number;
  bytes: number;
  kind: string;
  processes: number;
  silences: number;
}

if (!existsSync(join(ROOT, 'dist/analyze.js'))) throw new Error('these tests run the built program: npm run build');

async function costOf(shape: string, size: number): Promise<Cost> {
  const { stdout } = await promisify(execFile)(process.execPath, [CHILD, shape, String(size)], { cwd: ROOT });
  return JSON.parse(stdout) as Cost;
}

describe('memory', () => {
  it('does not grow with the length of a log', { timeout: LONG_MS }, async () => {
    const small = await costOf('verbose', 50);
    const large = await costOf('verbose', 200);
    expect(large.bytes).toBeGreaterThan(3.9 * small.bytes);
    expect(large.peakMb - small.peakMb).toBeLessThan(40);
    expect(large.peakMb).toBeLessThan(300);
  });

  it('does not grow with the length of a line', { timeout: LONG_MS }, async () => {
    const { peakMb, bytes } = await costOf('line', 60);
    expect(bytes).toBeGreaterThan(60e6);
    expect(peakMb).toBeLessThan(250);
  });
});

describe('time grows with the size, not with its square', () => {
  // Four times as much may cost ten times as much on a busy machine; with a quadratic step it is sixteen.
  it.each([
    ['threads', 2500, 'deadlock/search-workers-resize'],
    ['silences', 25_000, 'healthy'],
    ['restarts', 1000, 'exit/killed'],
    ['children', 4000, 'healthy'],
    ['shared', 400, 'healthy'],
    ['crashes', 500, 'crash/loop'],
    ['nodes', 100, 'cluster/node-failure'],
    ['files', 800, 'healthy'],
  ])('%s', { timeout: LONG_MS }, async (shape, size, kind) => {
    const small = await costOf(shape, size);
    const large = await costOf(shape, 4 * size);
    expect(large.kind).toBe(kind);
    expect(large.cpuMs).toBeLessThan(10 * Math.max(small.cpuMs, 250));
    expect(large.silences).toBeLessThanOrEqual(500);
    expect(large.reportMb).toBeLessThan(20);
    expect(large.peakMb).toBeLessThan(500);
  });
});
