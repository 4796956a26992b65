import { readFileSync } from 'node:fs';
import { DUMP_FORMATS } from '../../src/formats/dumps/index.js';
import type { BlockReader } from '../../src/model/format.js';
import type { Rec, ThreadDump } from '../../src/model/records.js';
import type { LineContext } from '../../src/model/text.js';

export interface BlockResult {
  records: Rec[];
  dumps: ThreadDump[];
  unclaimed: string[];
}

export function lineContext(entry = 'dump.txt'): LineContext {
  return {
    entry,
    line: 0,
    offset: 0,
    wrapTimeMs: Number.NaN,
    sub: '',
    wrapLevel: '',
    wrapPid: 0,
    wrapWallMs: Number.NaN,
    wrapping: 'plain',
  };
}

/** Offers every line to the dump formats the way the entry reader does. */
export function readBlocks(text: string, entry = 'dump.txt'): BlockResult {
  const records: Rec[] = [];
  const unclaimed: string[] = [];
  const context = lineContext(entry);
  let reader: BlockReader | undefined;
  let offset = 0;
  for (const raw of text.split('\n')) {
    context.line++;
    context.offset = offset;
    offset += Buffer.byteLength(raw) + 1;
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (reader) {
      const answer = reader.line(line, context);
      if (answer === 'taken') continue;
      records.push(...reader.finish());
      reader = undefined;
      if (answer === 'closed') continue;
    }
    for (const format of DUMP_FORMATS) {
      reader = format.open(line, context);
      if (reader) break;
    }
    if (!reader && line.trim()) unclaimed.push(line);
  }
  if (reader) records.push(...reader.finish());
  return { records, dumps: records.filter((record) => record.type === 'dump'), unclaimed };
}

export const readFileBlocks = (path: string): BlockResult =>
  readBlocks(readFileSync(path, 'latin1'), path.slice(path.lastIndexOf('/') + 1));
