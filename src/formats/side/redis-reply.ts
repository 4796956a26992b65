/**
 * Replies as redis-cli prints them to a terminal or with --no-raw (cliFormatReplyTTY in redis-cli.c, all versions):
 *    1) 1) (integer) 14                      SLOWLOG GET
 *   1) "loglevel"                            CONFIG GET
 *   1) 1) "command"                          LATENCY LATEST
 * also with RESP3 maps (`1# "loglevel" => "notice"`). Replies of other commands are claimed and yield no record.
 * Not handled: replies whose first lines were cut so that the nesting cannot be told (their elements are dropped).
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { wrapperStamp } from './cite.js';
import { recordsOfReply } from './reply-records.js';
import { ReplyTree } from './reply-tree.js';

const VALUE =
  '(?:\\(integer\\) -?\\d{1,20}|"(?:[^"\\\\]|\\\\.)*"|\\(nil\\)|\\(error\\) .*|\\((?:double|bool|big number)\\) \\S+|\\((?:true|false)\\)|\\(empty (?:array|list or set|hash|set)\\))';
const OPEN = new RegExp(`^ {0,12}\\d{1,9}\\) {1,8}(?:\\d{1,9}\\) {1,8}){0,6}${VALUE}$`);
const OPEN_MAP = new RegExp(`^ {0,12}\\d{1,9}# "[^"]{1,200}" => (?:\\d{1,9}[)#~] .*|${VALUE})$`);

class ReplyReader implements BlockReader {
  private readonly tree = new ReplyTree();
  private readonly place;

  constructor(text: string, context: LineContext) {
    this.place = { entry: context.entry, sub: context.sub, stamp: wrapperStamp(context) };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text === '') return 'taken';
    return this.tree.add(text, context) ? 'taken' : 'refused';
  }

  finish(): Rec[] {
    return recordsOfReply(this.tree.root, this.place);
  }
}

export const redisReply: Format = {
  name: 'redis-reply',
  samples: [
    ' 1) 1) (integer) 14',
    '1) 1) (integer) 1405067822',
    '1) "loglevel"',
    '1) 1) "command"',
    '1) "peak.allocated"',
    '1# "loglevel" => "notice"',
    '1)  1) "count"',
    '    4) 1) "ping"',
  ],
  open(text, context) {
    if (text.length > 65_536) return undefined;
    const first = text.charCodeAt(0);
    if (first !== 32 && !(first >= 48 && first <= 57)) return undefined;
    return OPEN.test(text) || OPEN_MAP.test(text) ? new ReplyReader(text, context) : undefined;
  },
};
