import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LineContext } from '../../src/model/text.js';
import { TextReader, type TextSummary } from '../../src/text/reader.js';

export interface SeenLine extends LineContext {
  text: string;
}

export interface Seen {
  lines: SeenLine[];
  holes: { kind: string; bytes: number; line: number; offset: number }[];
  /** Lines and holes in order, as text. */
  log: string[];
  subs: string[];
  ended: number;
  summary: TextSummary;
}

export interface ReadOptions {
  /** Sizes of the chunks, repeated; default: one chunk. */
  chunks?: number[];
  maxLineBytes?: number;
}

/** Reads bytes the way the pipeline does and keeps copies of what the sinks see. */
export function readAll(input: Uint8Array | string, options: ReadOptions = {}): Seen {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
  const seen: Omit<Seen, 'summary'> = { lines: [], holes: [], log: [], subs: [], ended: 0 };
  const reader = new TextReader(
    'entry',
    (sub) => {
      seen.subs.push(sub);
      return {
        line(block, start, end, context) {
          const text = Buffer.from(block.subarray(start, end)).toString('utf8');
          // Which memory a line lies in depends on the chunks, and is nobody's result.
          seen.lines.push({ ...context, block: undefined, text });
          seen.log.push(`${context.sub}:${context.line}@${context.offset}:${text}`);
        },
        hole(kind, count, context) {
          seen.holes.push({ kind, bytes: count, line: context.line, offset: context.offset });
          seen.log.push(`${context.sub}:${context.line}@${context.offset}:<${kind} ${count}>`);
        },
        end() {
          seen.ended++;
        },
      };
    },
    options.maxLineBytes === undefined ? {} : { maxLineBytes: options.maxLineBytes },
  );
  const sizes = options.chunks ?? [Math.max(1, bytes.length)];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length]);
    // A copy that is destroyed afterwards: nothing may keep a view of a chunk.
    const chunk = Uint8Array.from(bytes.subarray(at, at + size));
    reader.push(chunk);
    chunk.fill(0x21);
    at += size;
  }
  const summary = reader.end();
  return { ...seen, summary };
}

export function texts(seen: Seen): string[] {
  return seen.lines.map(({ text }) => text);
}

export function withoutEmpty(lines: string[]): string[] {
  return lines.filter((line) => line !== '');
}

const FIXTURES = fileURLToPath(new URL('../../fixtures/wrapped/', import.meta.url));

export function fixture(name: string): Buffer {
  return readFileSync(FIXTURES + name);
}

export const CORPUS = '/work/shared/corpus/';
export const hasCorpus = existsSync(CORPUS);
