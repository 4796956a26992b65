/**
 * Output of `redis-server --test-memory MB` (src/memtest.c), where it found broken memory:
 *   *** MEMORY ADDRESSING ERROR: 0x7f0c1a2b3c40 contains 139689843212352
 *   *** MEMORY ERROR DETECTED: 0x7f0c1a2b3c40 != 0x7f0c1a2b3d40 (5 vs 4)
 * A test that passes proves nothing and is not kept.
 */
import type { BlockReader, Format } from '../../model/format.js';
import type { KernelRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP } from './cite.js';

const FOUND = /^\*{3} (MEMORY (?:ADDRESSING ERROR|ERROR DETECTED)): .{1,200}$/;

class MemtestReader implements BlockReader {
  private readonly record: KernelRecord;

  constructor(text: string, context: LineContext) {
    const cite = citeOf(text, context);
    const fields = { what: 'memory test', detail: keep(text.slice(4), 300) };
    const stamp = { ...NO_STAMP };
    this.record = {
      type: 'kernel',
      event: 'hardware',
      entry: context.entry,
      sub: context.sub,
      cite,
      stamp,
      pid: 0,
      comm: 'redis-server',
      fields,
    };
  }

  line(): 'refused' {
    return 'refused';
  }

  finish(): KernelRecord[] {
    return [this.record];
  }
}

export const memtest: Format = {
  name: 'memory-test',
  samples: [
    '*** MEMORY ADDRESSING ERROR: 0x7f0c1a2b3c40 contains 139689843212352',
    '*** MEMORY ERROR DETECTED: 0x7f0c1a2b3c40 != 0x7f0c1a2b3d40 (5 vs 4)',
  ],
  open(text, context) {
    return text.startsWith('*** MEMORY ') && FOUND.test(text) ? new MemtestReader(text, context) : undefined;
  },
};
