import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { CollectRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP } from '../side/cite.js';
import { parseIsoStamp } from '../side/stamp.js';

/*
 * manifest.txt of a bundle of `redis-forensics collect` (src/commands/collect/collect.sh, format 1), one line a fact:
 *
 *   format redis-collect 1
 *   started 2026-11-30T19:10:31Z
 *   pid 11615
 *   uname Linux 6.18.44 #1 SMP PREEMPT_DYNAMIC @0 x86_64
 *   exe /usr/bin/redis-check-rdb
 *   clk_tck 100
 *   step maps.txt rc=1 s=0
 *   unseen maps.txt: cat: /proc/11596/maps: Permission denied
 *
 * Everything else in it is for people. What a manifest claims is believed only where the files beside it say the same.
 */

const FIRST = /^format redis-collect 1$/;
const FACT = /^(started|pid|parent|uname|exe|clk_tck|unseen) (.{1,4000})$/;
const MAX_UNSEEN = 200;

class ManifestReader implements BlockReader {
  private readonly record: CollectRecord;

  constructor(text: string, context: LineContext) {
    this.record = {
      type: 'collect',
      entry: context.entry,
      sub: context.sub,
      cite: citeOf(text, context),
      stamp: { ...NO_STAMP },
      pid: 0,
      parent: 0,
      machine: '',
      exe: '',
      ticksPerSecond: 100,
      unseen: [],
    };
  }

  line(text: string, context: LineContext): BlockAnswer {
    const match = FACT.exec(text);
    if (match) this.fact(match[1], match[2], text, context);
    return 'taken';
  }

  finish(): Rec[] {
    return [this.record];
  }

  private fact(key: string, value: string, text: string, context: LineContext): void {
    const { record } = this;
    if (key === 'started') record.stamp = parseIsoStamp(value) ?? record.stamp;
    else if (key === 'pid' && record.pid === 0) record.pid = numberOf(value);
    else if (key === 'parent') record.parent = numberOf(value);
    else if (key === 'uname') record.machine = value.slice(value.lastIndexOf(' ') + 1, value.lastIndexOf(' ') + 17);
    else if (key === 'exe') record.exe = keep(value.replace(/ \(deleted\)$/, ''), 500);
    else if (key === 'clk_tck') record.ticksPerSecond = Math.min(Math.max(numberOf(value), 1), 10_000) || 100;
    else if (key === 'unseen' && record.unseen.length < MAX_UNSEEN) {
      const at = value.indexOf(': ');
      if (at > 0)
        record.unseen.push({ what: keep(value.slice(0, at), 200), why: keep(value.slice(at + 2), 300), cite: citeOf(text, context) });
    }
  }
}

function numberOf(text: string): number {
  return /^\d{1,10}$/.test(text) ? Number(text) : 0;
}

export const MANIFEST: Format = {
  name: 'collect-manifest',
  samples: ['format redis-collect 1'],
  open: (text, context) => (FIRST.test(text) ? new ManifestReader(text, context) : undefined),
};
