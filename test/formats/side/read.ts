import type { BlockReader, Format } from '../../../src/model/format.js';
import type { Rec } from '../../../src/model/records.js';
import type { LineContext } from '../../../src/model/text.js';

export function contextOf(entry: string, line: number, offset: number, more: Partial<LineContext> = {}): LineContext {
  const wrapper = { wrapTimeMs: Number.NaN, sub: '', wrapLevel: '' as const, wrapPid: 0, wrapWallMs: Number.NaN, wrapping: 'plain' };
  return { entry, line, offset, ...wrapper, ...more };
}

export interface Reading {
  records: Rec[];
  /** Lines claimed by format. */
  claimed: Record<string, number>;
  unknown: string[];
}

const LOG_LINE = /^(?:\[\d+\]|\d+:[XCSM]|\d+:signal-handler) /;

/** What the router does, without log lines: one block at a time, a log line ends it, a refused line is offered again. */
export function readText(text: string, formats: Format[], entry = 'input.txt', more: Partial<LineContext> = {}): Reading {
  const reading: Reading = { records: [], claimed: {}, unknown: [] };
  let block: { reader: BlockReader; name: string } | undefined;
  const close = (): void => {
    if (block) reading.records.push(...block.reader.finish());
    block = undefined;
  };
  let offset = 0;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const context = contextOf(entry, index + 1, offset, more);
    offset += Buffer.byteLength(raw) + 1;
    if (index > 0 && line === '' && offset > Buffer.byteLength(text)) break;
    if (LOG_LINE.test(line)) {
      close();
      continue;
    }
    const answer = block?.reader.line(line, context);
    if (block && answer !== 'refused') {
      reading.claimed[block.name] = (reading.claimed[block.name] ?? 0) + 1;
      if (answer === 'closed') close();
      continue;
    }
    close();
    for (const format of formats) {
      const reader = format.open(line, context);
      if (!reader) continue;
      block = { reader, name: format.name };
      reading.claimed[format.name] = (reading.claimed[format.name] ?? 0) + 1;
      break;
    }
    if (!block && line !== '') reading.unknown.push(line);
  }
  close();
  return reading;
}

export function claimants(line: string, formats: Format[], entry = 'input.txt', lineNumber = 1): string[] {
  return formats.filter((format) => format.open(line, contextOf(entry, lineNumber, 0)) !== undefined).map((format) => format.name);
}
