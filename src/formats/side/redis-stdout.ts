/**
 * The start logo (redisAsciiArt in server.c, asciilogo.h), written without prefix to a terminal or with always-show-logo yes:
 *                   _._                                             Valkey:   .+^+.
 *      _.-``    `.  `_.  ''-._           Redis 7.2.6 (00000000/0) 64 bit
 *    (    '      ,       .-`  | `,    )     Running in standalone mode
 *    |`-._`-...-` __...-.``-._|'` _.-'|     Port: 6379
 * With the logo the log has no `Running mode=…, port=…` line, so version, mode, port and pid are kept.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { InfoRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, newValues, wrapperStamp } from './cite.js';

const FIRST = /^ {12,20}(?:_\._|\.\+\^\+\.) *$/;
/** What stands beside the drawing. */
const CAPTION =
  / (?:(Redis|Valkey) (\d[\w.-]{0,30}) \([0-9a-fx]{1,40}\/\d\) (?:32|64) bit|Running in (standalone|cluster|sentinel) mode|Port: (\d{1,5})|PID: (\d{1,10})|https?:\/\/[a-z.]{5,40})\s*$/;
const DRAWING = /^[\s\-_.'`|+^*"/\\&,#()@v~=]*$/;
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
    const caption = text.length < 200 ? CAPTION.exec(text) : null;
    const drawing = caption ? text.slice(0, caption.index) : text;
    if (this.lines > MAX_LINES || text.length > 200 || !DRAWING.test(drawing)) return 'refused';
    if (caption) this.addCaption(caption, context);
    return text.trim() === '' && this.lines > 12 ? 'closed' : 'taken';
  }

  finish(): InfoRecord[] {
    return Object.keys(this.record.sections[0].values).length > 0 ? [this.record] : [];
  }

  private addCaption(caption: RegExpExecArray, context: LineContext): void {
    const [, product, version, mode, port, pid] = caption;
    const { values } = this.record.sections[0];
    for (const [name, value] of Object.entries({ product: product?.toLowerCase(), version, mode, port, pid })) {
      if (value !== undefined) values[name] = { value, line: context.line, offset: context.offset };
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
