import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';

/** Files by path below one folder, analysed as that folder. */
export async function analyzeFiles(files: Record<string, string | string[]>): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'in-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), `${Array.isArray(text) ? text.join('\n') : text}\n`);
    }
    return await analyze([folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `2026-03-12` and milliseconds of the day, as Redis and as Python's logging write it. */
export function redisStamp(ms: number): string {
  return `12 Mar 2026 ${clock(ms)}.${String(ms % 1000).padStart(3, '0')}`;
}

export function pythonStamp(ms: number): string {
  return `2026-03-12 ${clock(ms)},${String(ms % 1000).padStart(3, '0')}`;
}

function clock(ms: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}`;
}

export const HOUR = 3_600_000;

export interface Shard {
  pid: number;
  port: number;
  /** Moment of the start. */
  at?: number;
  role?: 'M' | 'S';
}

/** The start of a shard as every version since 7 prints it. */
export function started({ pid, port, at = HOUR, role = 'M' }: Shard): string[] {
  return [
    `${pid}:C ${redisStamp(at)} * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo`,
    `${pid}:C ${redisStamp(at)} * Redis version=7.4.3, bits=64, commit=00000000, modified=0, pid=${pid}, just started`,
    `${pid}:C ${redisStamp(at)} * Configuration loaded`,
    `${pid}:${role} ${redisStamp(at + 1)} * monotonic clock: POSIX clock_gettime`,
    `${pid}:${role} ${redisStamp(at + 2)} * Running mode=standalone, port=${port}.`,
    `${pid}:${role} ${redisStamp(at + 60)} * Server initialized`,
    `${pid}:${role} ${redisStamp(at + 61)} * Ready to accept connections tcp`,
    `${pid}:${role} ${redisStamp(at + 61)} * Ready to accept connections unix`,
  ];
}

/** The line that LibMR prints each time the proxy refreshes the topology. */
export function clusterSet({ pid, role = 'M' }: Shard, fromMs: number, toMs: number, everyMs = 4000): string[] {
  const lines: string[] = [];
  for (let ms = fromMs; ms <= toMs; ms += everyMs) lines.push(`${pid}:${role} ${redisStamp(ms)} * <timeseries> Got cluster set command`);
  return lines;
}

/** Saves of a shard that works. */
export function saves({ pid, role = 'M' }: Shard, fromMs: number, toMs: number, everyMs = HOUR): string[] {
  const lines: string[] = [];
  for (let ms = fromMs, child = pid + 1000; ms <= toMs; ms += everyMs, child++) {
    lines.push(
      `${pid}:${role} ${redisStamp(ms)} * 10000 changes in 60 seconds. Saving...`,
      `${pid}:${role} ${redisStamp(ms + 9)} * Background saving started by pid ${child}`,
      `${child}:C ${redisStamp(ms + 1500)} * DB saved on disk`,
      `${pid}:${role} ${redisStamp(ms + 1600)} * Background saving terminated with success`,
    );
  }
  return lines;
}
