/**
 * redis-check-rdb and redis-check-aof (redis-check-rdb.c, redis-check-aof.c; also valkey-check-…). The server prints the
 * former itself, without prefix, when it cannot load an RDB file.
 *   [offset 0] Checking RDB file dump.rdb
 *   --- RDB ERROR DETECTED ---
 *   [offset 26487] Invalid object type: 90
 *   0x            3ebb: Expected \r\n, got: 0067
 *   AOF analyzed: filename=appendonly.aof.1.incr.aof, size=32123, ok_up_to=16021, ok_up_to_line=2370, diff=16102
 * Not handled: check-dump of 2.x.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { CheckRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from './cite.js';

const RDB_LINE =
  /^(?:\[(?:offset \d{1,20}|info|additional info)\] |--- RDB ERROR DETECTED ---|\\o\/ RDB looks OK! \\o\/|\[?info\] |db\.\d+\.|lua\.)/;
const RDB_OPEN = /^(?:\[offset \d{1,20}\] (?:Checking RDB file|AUX FIELD|Selecting DB ID|\\o\/ RDB looks OK)|--- RDB ERROR DETECTED ---)/;
const AOF_OPEN =
  /^(?:0x +[0-9a-f]{1,16}: |Start checking (?:Old-Style|Multi Part) AOF|Start to check (?:BASE|INCR) AOF|AOF analyzed: |AOF (?:\S{1,300} )?is (?:not )?valid|(?:BASE|INCR) AOF \S{1,300} is (?:not )?valid|The AOF appears to start with an RDB preamble|All AOF files and manifest are valid|Reached EOF before reading EXEC for MULTI)/;
const AOF_MORE =
  /^(?:Checking the RDB preamble to start|RDB preamble |This will shrink the AOF|Successfully truncated AOF|Continue\? \[y\/N\]|Cannot |Failed to |Invalid AOF|AOF )/;
const BAD =
  /RDB ERROR DETECTED|is not valid|^0x +[0-9a-f]+: |Reached EOF|Cannot |Failed to |Unexpected|Internal error|Invalid|CRC error|Error /;

class CheckReader implements BlockReader {
  private readonly record: CheckRecord;
  private decided = false;
  private failedAt = false;
  private lines = 0;

  constructor(
    private readonly tool: CheckRecord['tool'],
    text: string,
    context: LineContext,
  ) {
    const cite = citeOf(text, context);
    this.record = { type: 'check', tool, entry: context.entry, sub: context.sub, cite, ok: true, message: '' };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '') return 'taken';
    const rdb = RDB_LINE.test(text);
    const mine = this.tool === 'check-rdb' ? rdb : rdb || AOF_OPEN.test(text) || AOF_MORE.test(text);
    if (!mine || (this.lines > 0 && this.tool === 'check-rdb' && text.includes('] Checking RDB file '))) return 'refused';
    this.lines += 1;
    this.judge(text, context);
    return 'taken';
  }

  finish(): CheckRecord[] {
    return this.decided ? [this.record] : [];
  }

  /** The line behind the RDB error heading and the first complaint about an AOF name the reason. */
  private judge(text: string, context: LineContext): void {
    if (/looks OK|is valid$|are valid$|is OK/.test(text) && !/not valid/.test(text)) this.decide(true, text, context);
    else if (this.failedAt && this.record.message.startsWith('---')) this.setMessage(text, context);
    else if (BAD.test(text) && !text.startsWith('[additional info]')) this.decide(false, text, context);
  }

  private decide(ok: boolean, text: string, context: LineContext): void {
    this.decided = true;
    if (this.failedAt) return;
    this.record.ok = ok;
    this.failedAt = !ok;
    this.setMessage(text, context);
  }

  private setMessage(text: string, context: LineContext): void {
    this.record.message = keep(text.trim(), 300);
    this.record.cite = citeOf(text, context);
  }
}

export const checkTools: Format = {
  name: 'redis-check',
  samples: [
    '[offset 0] Checking RDB file dump.rdb',
    '0x            3ebb: Expected \\r\\n, got: 0067',
    'Start checking Old-Style AOF',
    'AOF analyzed: size=32123, ok_up_to=16021, ok_up_to_line=2370, diff=16102',
  ],
  open(text, context) {
    if (RDB_OPEN.test(text)) return new CheckReader('check-rdb', text, context);
    return AOF_OPEN.test(text) ? new CheckReader('check-aof', text, context) : undefined;
  },
};
