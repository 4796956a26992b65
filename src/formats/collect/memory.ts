import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { MemoryArea, MemoryRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';

/*
 * words-N.txt, stacks.txt and elf.txt of a bundle of `redis-forensics collect`: a head, then words of 8 bytes in hexadecimal as od prints them, from
 * the address after `at` or `sp` on. A word that was taken out for privacy is `0`; ` unreadable` stands for memory that could not be read.
 *
 *   futex 0x7fddd54f71a8 op 0x189 at 0x7fddd54f7178 tids 11714 11715
 *    0000000000000000 0000000000000002
 *   word at 0x7f1987ffb638
 *   stack 11615 sp 0x7ffe0bee7178 pc 0x7f3133b2b12b
 *    00007fc6186aa482 0 0 00007ffd66495ec0
 *   elf 0x55700269f000 /usr/bin/redis-server
 */

const HEAD =
  /^(?:futex (0x[0-9a-f]{1,12}) op 0x[0-9a-f]{1,16} at (0x[0-9a-f]{1,12}) tids [ \d]{1,100000}|word at (0x[0-9a-f]{1,12})|stack (\d{1,10}) sp (0x[0-9a-f]{1,12}) pc (0x[0-9a-f]{1,12})|elf (0x[0-9a-f]{1,12}) (\/.{0,1000}))$/;
const WORDS = /^(?: (?:[0-9a-f]{16}|0)){1,8}$/;
const MAX_AREAS = 4096;
/** 16 KB of a stack. */
const MAX_WORDS = 2048;
/** 64 MB of all areas of an entry. */
const MAX_ALL_WORDS = 8 * 1024 * 1024;

class MemoryReader implements BlockReader {
  private readonly record: MemoryRecord;
  private area: MemoryArea | undefined;
  private words: string[] = [];
  private all = 0;

  constructor(text: string, context: LineContext) {
    this.record = { type: 'memory', entry: context.entry, sub: context.sub, cite: citeOf(text, context), areas: [] };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text === '' || text === ' unreadable') return 'taken';
    if (WORDS.test(text)) {
      if (this.area !== undefined && this.words.length < MAX_WORDS) this.words.push(...text.trim().split(' '));
      return 'taken';
    }
    const head = HEAD.exec(text);
    if (head === null) return 'refused';
    this.close();
    this.area = areaOf(head, text, context);
    return 'taken';
  }

  finish(): Rec[] {
    this.close();
    return [this.record];
  }

  private close(): void {
    const { area, words } = this;
    if (area !== undefined && this.record.areas.length < MAX_AREAS && this.all + words.length <= MAX_ALL_WORDS) {
      // Memory is read in whole words.
      area.at -= area.at % 8;
      area.words = BigUint64Array.from(words, (word) => BigInt(`0x${word}`));
      this.all += words.length;
      this.record.areas.push(area);
    }
    this.area = undefined;
    this.words = [];
  }
}

function areaOf(head: RegExpExecArray, text: string, context: LineContext): MemoryArea {
  const cite = citeOf(text, context);
  const words = new BigUint64Array(0);
  const [, futex, at, word, tid, sp, pc, elf, path] = head;
  if (futex !== undefined) return { what: 'lock', at: Number(at), futex: Number(futex), words, cite };
  if (word !== undefined) return { what: 'word', at: Number(word), words, cite };
  if (tid !== undefined) return { what: 'stack', at: Number(sp), tid: Number(tid), pc: Number(pc), words, cite };
  return { what: 'elf', at: Number(elf), path: keep(path, 500), words, cite };
}

export const MEMORY: Format = {
  name: 'collect-memory',
  samples: [
    'futex 0x7fddd54f71a8 op 0x189 at 0x7fddd54f7178 tids 11714',
    'stack 11615 sp 0x7ffe0bee7178 pc 0x7f3133b2b12b',
    'elf 0x55700269f000 /usr/bin/redis-server',
  ],
  open: (text, context) => (HEAD.test(text) ? new MemoryReader(text, context) : undefined),
};
