import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { MapsRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';

/*
 * /proc/PID/maps (show_map_vma in fs/proc/task_mmu.c): range, access, offset, device, inode, path.
 *
 *   55c1cf201000-55c1cf23f000 r--p 00000000 fe:00 262 /usr/bin/redis-server
 *   7ffe0bec9000-7ffe0beea000 rw-p 00000000 00:00 0                          [stack]
 */

const MAPPING = /^([0-9a-f]{4,16})-([0-9a-f]{4,16}) ([r-][w-][x-][ps]) ([0-9a-f]{8,16}) [0-9a-f]{2,4}:[0-9a-f]{2,8} \d{1,20} *(.{0,4096})$/;
const MAX_MAPPINGS = 100_000;

class MapsReader implements BlockReader {
  private readonly record: MapsRecord;

  constructor(text: string, context: LineContext) {
    this.record = { type: 'maps', entry: context.entry, sub: context.sub, cite: citeOf(text, context), mappings: [] };
    this.line(text);
  }

  line(text: string): BlockAnswer {
    const match = MAPPING.exec(text);
    if (match === null) return 'refused';
    const { mappings } = this.record;
    const [start, end] = [Number.parseInt(match[1], 16), Number.parseInt(match[2], 16)];
    // Above 2^53 lies only the kernel's vsyscall page.
    if (mappings.length < MAX_MAPPINGS && end <= Number.MAX_SAFE_INTEGER)
      mappings.push({
        start,
        end,
        access: match[3],
        offset: Number.parseInt(match[4], 16),
        path: keep(match[5].replace(/ \(deleted\)$/, ''), 500),
      });
    return 'taken';
  }

  finish(): Rec[] {
    return [this.record];
  }
}

export const MAPS: Format = {
  name: 'proc-maps',
  samples: [
    '55c1cf201000-55c1cf23f000 r--p 00000000 fe:00 262 /usr/bin/redis-server',
    '7ffe0bec9000-7ffe0beea000 rw-p 00000000 00:00 0                          [stack]',
  ],
  open: (text, context) => (MAPPING.test(text) ? new MapsReader(text, context) : undefined),
};
