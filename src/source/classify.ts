import { startsWith } from './detect.js';

/* What is no text is named and left out: a report made from the bytes of a core or a database would be noise. */

/** How much of an entry is looked at before it is handed on. */
export const SAMPLE_BYTES = 64 * 1024;

export interface Refusal {
  outcome: 'ignored' | 'failed';
  why: string;
  format: string;
}

const CORE_HINT = "ELF core file: turn it into text with: gdb -batch -ex 'thread apply all bt' /path/to/redis-server CORE > stacks.txt";
const JOURNAL_HINT = 'binary journal: turn it into text with: journalctl -o short-iso-precise --file=JOURNAL > journal.txt';

function latin1(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

interface Magic extends Refusal {
  bytes: number[];
}

function ignored(bytes: number[], format: string, why: string): Magic {
  return { bytes, format, why, outcome: 'ignored' };
}

/** Archives that might hold what the user is after: left out, but not silently. */
function unsupported(bytes: number[], format: string): Magic {
  return { bytes, format, why: `${format} archive: not supported, unpack it first`, outcome: 'failed' };
}

const MAGICS: readonly Magic[] = [
  ignored(latin1('\x89PNG'), 'binary', 'PNG image'),
  ignored([0xff, 0xd8, 0xff], 'binary', 'JPEG image'),
  ignored(latin1('GIF8'), 'binary', 'GIF image'),
  ignored(latin1('%PDF-'), 'binary', 'PDF document'),
  ignored(latin1('SQLite format 3\0'), 'binary', 'SQLite database'),
  ignored(latin1('LPKSHHRH'), 'binary', JOURNAL_HINT),
  ignored([0xd4, 0xc3, 0xb2, 0xa1], 'binary', 'packet capture'),
  ignored([0xa1, 0xb2, 0xc3, 0xd4], 'binary', 'packet capture'),
  ignored([0x0a, 0x0d, 0x0d, 0x0a], 'binary', 'packet capture'),
  ignored(latin1('PERFILE2'), 'binary', 'perf data: turn it into text with: perf script > perf.txt'),
  unsupported([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], '7z'),
  unsupported(latin1('Rar!\x1a\x07'), 'rar'),
  unsupported([0x1f, 0x9d], 'compress (.Z)'),
  unsupported([0x04, 0x22, 0x4d, 0x18], 'lz4'),
  unsupported([0x89, 0x4c, 0x5a, 0x4f, 0x00], 'lzop'),
  unsupported([0x5d, 0x00, 0x00, 0x80, 0x00, 0xff], 'lzma'),
  unsupported(latin1('LZIP\x01'), 'lzip'),
  unsupported(latin1('!<arch>\n'), 'ar'),
  unsupported(latin1('070701'), 'cpio'),
  unsupported([0xed, 0xab, 0xee, 0xdb], 'rpm'),
  unsupported(latin1('MSCF\0\0\0\0'), 'cab'),
];

const ELF_CORE = 4;

/** What an ELF file is; undefined for what is none. */
export function elfKindOf(head: Uint8Array): 'core' | 'program' | undefined {
  if (!startsWith(head, [0x7f, 0x45, 0x4c, 0x46])) return undefined;
  const type = head[5] === 2 ? (head[16] << 8) | head[17] : head[16] | (head[17] << 8);
  return type === ELF_CORE ? 'core' : 'program';
}

function classifyElf(head: Uint8Array): Refusal | undefined {
  const kind = elfKindOf(head);
  if (kind === undefined) return undefined;
  if (kind === 'core') return { outcome: 'ignored', format: 'elf-core', why: CORE_HINT };
  return { outcome: 'ignored', format: 'binary', why: 'ELF program or library' };
}

/** RDB: `REDIS0011`, and `VALKEY080` from Valkey 9. AOF: commands as the protocol writes them, after an optional time note. */
function classifyRedisData(head: Uint8Array): Refusal | undefined {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 96)).toString('latin1');
  if (/^(?:REDIS\d{4}|VALKEY\d{3})/.test(start)) return { outcome: 'ignored', format: 'rdb', why: 'RDB file: data, no log' };
  if (/^(?:#TS:\d{1,15}\r\n)?\*\d{1,7}\r\n\$\d{1,10}\r\n/.test(start)) {
    return { outcome: 'ignored', format: 'aof', why: 'append-only file: data, no log' };
  }
  return undefined;
}

function isUtf16(head: Uint8Array): boolean {
  if (startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff])) return true;
  // Without a mark: ASCII in one half of the pairs, NUL in the other.
  const pairs = Math.min(head.length, 4096) >> 1;
  let low = 0;
  let high = 0;
  for (let i = 0; i < 2 * pairs; i += 2) {
    if (head[i + 1] === 0 && head[i] !== 0) low++;
    if (head[i] === 0 && head[i + 1] !== 0) high++;
  }
  return pairs >= 8 && Math.max(low, high) > 0.8 * pairs;
}

/** Tab, newlines, form feed, backspace and escape occur in logs. */
function isTextByte(byte: number): boolean {
  return byte >= 0x20 ? byte !== 0x7f : (byte >= 0x08 && byte <= 0x0d) || byte === 0x1b;
}

/** A hole in a file that was truncated in place or lost its last blocks. Shorter runs are the padding of binary structures. */
const HOLE_BYTES = 512;
const RUN_BYTES = 8;

/** A byte that is not plain ASCII text. */
const ODD_BYTE = /[^\t\n\r\x1b\x20-\x7e]/;

function asLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** Bytes that no text has, against those that stand in printable runs; holes count as neither, so a log may begin with one. */
function isBinary(head: Uint8Array): boolean {
  // Nearly every entry: a regular expression is compiled at once, the loop below is interpreted at first (10 ms for the first sample).
  if (!ODD_BYTE.test(asLatin1(head))) return false;
  let seen = 0;
  let odd = 0;
  let inRuns = 0;
  let run = 0;
  for (let i = 0; i < head.length; ) {
    const byte = head[i];
    if (byte === 0) {
      let end = i + 1;
      while (end < head.length && head[end] === 0) end++;
      const length = end - i;
      if (length < HOLE_BYTES && end < head.length && i > 0) {
        seen += length;
        odd += length;
      }
      run = 0;
      i = end;
      continue;
    }
    seen++;
    if (!isTextByte(byte)) {
      odd++;
      run = 0;
    } else {
      // Bytes above ASCII do not break a run, but only ASCII proves text.
      run++;
      if (run >= RUN_BYTES && byte < 0x80) inRuns += run === RUN_BYTES ? RUN_BYTES : 1;
    }
    i++;
  }
  return odd > 0.05 * seen && inRuns < 0.5 * seen;
}

/** Why an entry is not handed on, judged by its first bytes; undefined for text, also with holes, odd bytes or in UTF-16. */
export function classifyHead(head: Uint8Array): Refusal | undefined {
  const known = classifyElf(head) ?? classifyRedisData(head) ?? MAGICS.find((magic) => startsWith(head, magic.bytes));
  if (known) return { outcome: known.outcome, why: known.why, format: known.format };
  if (isUtf16(head) || !isBinary(head)) return undefined;
  return { outcome: 'ignored', format: 'binary', why: 'binary data, no text' };
}
