/**
 * The start logo (redisAsciiArt in server.c, asciilogo.h), written without prefix to a terminal or with always-show-logo yes:
 *                   _._                                             Valkey:   .+^+.
 *      _.-``    `.  `_.  ''-._           Redis 7.2.6 (00000000/0) 64 bit
 *    (    '      ,       .-`  | `,    )     Running in standalone mode
 *    |`-._`-...-` __...-.``-._|'` _.-'|     Port: 6379
 * 7.4 and later print `Redis Community Edition` or `Redis Open Source` and the version on the next line; 2.8 `stand alone`.
 * With the logo the log has no `Running mode=…, port=…` line, so version, mode, port and pid are kept.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { InfoRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, newValues, wrapperStamp } from './cite.js';

const FIRST = /^ {12,20}(?:_\._|\.\+\^\+\.) *$/;
/** The drawing ends before this column; captions stand behind it. */
const CAPTION_COLUMN = 37;
const DRAWING = /^[\s\-_.'`|+^*"/\\&,#()@v~=]*$/;
const CAPTIONS = [
  /^(?<product>Redis|Valkey) (?:Community Edition|Open Source|(?<version>\d[\w.-]{0,30}) \()/,
  /^(?<version>\d[\w.-]{0,30}) \([0-9a-fx]{1,40}\/\d\)/,
  /^Running in (?<mode>stand ?alone|cluster|sentinel) mode$/,
  /^Port: (?<port>\d{1,5})$/,
  /^PID: (?<pid>\d{1,10})$/,
];
const MAX_LINES = 24;

class LogoReader implements BlockReader {
  private readonly record: InfoRecord;
  private lines = 0;

  constructor(text: string, context: LineContext) {
    const sections = [{ section: 'logo', values: newValues(), complete: true }];
    const cite = citeOf(text, context);
    this.record = { type: 'info', entry: context.entry, sub: context.sub, cite, stamp: wrapperStamp(context), what: 'other', sections };
  }

  line(text: string, context: LineContext): BlockAnswer {
    this.lines += 1;
    if (this.lines > MAX_LINES || text.length > 120 || !DRAWING.test(text.slice(0, CAPTION_COLUMN))) return 'refused';
    this.addCaption(text.slice(CAPTION_COLUMN).trim(), context);
    return text.trim() === '' && this.lines > 12 ? 'closed' : 'taken';
  }

  finish(): InfoRecord[] {
    return Object.keys(this.record.sections[0].values).length > 0 ? [this.record] : [];
  }

  private addCaption(caption: string, context: LineContext): void {
    const { values } = this.record.sections[0];
    for (const pattern of CAPTIONS) {
      for (const [name, value] of Object.entries(pattern.exec(caption)?.groups ?? {})) {
        const plain = name === 'product' ? value?.toLowerCase() : value?.replace(' ', '');
        if (plain !== undefined) values[name] ??= { value: plain, line: context.line, offset: context.offset };
      }
    }
  }
}

export const redisStdout: Format = {
  name: 'redis-stdout',
  samples: [
    '                _._                                                  ',
    '                .+^+.                                                ',
  ],
  open(text, context) {
    return text.charCodeAt(0) === 32 && FIRST.test(text) ? new LogoReader(text, context) : undefined;
  },
};
