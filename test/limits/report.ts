import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type AnalyzeOptions, analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';
import { inPieces, TAR_END, tarMember } from '../source/collect.js';

const CASES = new URL('../../fixtures/cases/', import.meta.url).pathname;

/** A captured hang: whatever else lies in an archive, this has to be found. */
export const HANG = readFileSync(`${CASES}redis-7.4.1/hang-busy-lua/redis-6379.log`);

export function analyzeBytes(bytes: AsyncIterable<Uint8Array> | Uint8Array, options: AnalyzeOptions = {}): Promise<Report> {
  return analyze(['-'], { ...options, stdin: bytes instanceof Uint8Array ? inPieces(bytes, 1 << 16) : bytes });
}

export function tarGz(...members: Buffer[]): Buffer {
  return gzipSync(Buffer.concat([...members, TAR_END]));
}

export { tarMember };

/** What the report says was left out, of inputs and in notes. */
export function toldOf(report: Report): string[] {
  const ofInputs = report.inputs.flatMap((input) => (input.outcome === 'failed' && input.why ? [input.why] : []));
  return [...ofInputs, ...report.notes.map((note) => note.text)];
}
