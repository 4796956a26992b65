import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';
import { type Case, everyNth, loadCases, withFolder } from './cases.js';

const LONG_MS = 120_000;

interface Cited {
  entry: string;
  line: number;
  offset?: number;
  text: string;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

interface Source {
  bytes: Buffer;
  lines: string[];
  /** Byte offset of each line; undefined where a decoder stands between. */
  starts?: number[];
}

/** Everything in a report that names a line and quotes it: evidence, timeline, silences, crashes, stacks, kept records. */
function citationsIn(value: unknown, found: Cited[] = []): Cited[] {
  if (typeof value !== 'object' || value === null) return found;
  const { entry, line, offset, text } = value as Partial<Cited>;
  if (typeof entry === 'string' && typeof line === 'number' && typeof text === 'string') found.push({ entry, line, offset, text });
  for (const part of Object.values(value)) citationsIn(part, found);
  return found;
}

/** journald gives a message with a control character or a broken sequence as a list of bytes. */
function withoutByteLists(line: string): string {
  return line.replace(/\[(\d{1,3}(?:, ?\d{1,3})+)\]/g, (_, list: string) => Buffer.from(list.split(',').map(Number)).toString('utf8'));
}

/** Letters and digits: wrappers escape quotes and newlines, and an unwrapped message has lost its prefix. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\\[nrt"]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function readSource(stored: Uint8Array): Source {
  const bytes = Buffer.from(stored[0] === 0x1f && stored[1] === 0x8b ? gunzipSync(stored) : stored);
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : undefined;
  if (utf16 !== undefined) return { bytes, lines: new TextDecoder(utf16).decode(bytes).split('\n') };
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return { bytes, lines: bytes.toString('utf8').split('\n'), starts };
}

/** Quotes that are not found at their line, and lines that do not begin at their offset. */
function misquoted(subject: Case, report: Report): { checked: number; wrong: string[] } {
  const sources = new Map([...subject.files].map(([name, bytes]) => [name, readSource(bytes)]));
  let checked = 0;
  const wrong = new Set<string>();
  for (const { entry, line, offset, text } of citationsIn({ ...report, inputs: [] })) {
    const source = sources.get(entry);
    if (source === undefined) continue;
    checked++;
    const place = `${subject.name} ${entry}:${line}`;
    const found = bare(withoutByteLists(source.lines[line - 1] ?? ''));
    if (!found.includes(bare(text.replace(/…$/, '')))) wrong.add(`${place} has no "${text.slice(0, 100)}"`);
    if (offset !== undefined && source.starts !== undefined && !isInLine(source, line, offset)) wrong.add(`${place} is not at ${offset}`);
  }
  return { checked, wrong: [...wrong] };
}

/** A line begins at its offset; a byte order mark or a hole of NULs may stand before its text, and the hole itself may be cited. */
function isInLine(source: Source, line: number, offset: number): boolean {
  const start = source.starts?.[line - 1] ?? Number.NaN;
  const skipped = source.bytes.subarray(start, offset + 1);
  return offset === start || (offset > start && !skipped.includes(10) && (skipped.includes(0) || skipped.subarray(0, -1).equals(BOM)));
}

it('quotes what stands at the line it names', { timeout: LONG_MS }, async () => {
  let checked = 0;
  const wrong: string[] = [];
  for (const subject of everyNth(loadCases(), 2, 1)) {
    const result = misquoted(subject, await withFolder(subject.files, (folder) => analyze([folder])));
    checked += result.checked;
    wrong.push(...result.wrong);
  }
  expect(checked).toBeGreaterThan(5000);
  expect(wrong.slice(0, 20)).toEqual([]);
});
