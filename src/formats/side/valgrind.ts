/**
 * Valgrind's Memcheck and Helgrind, written to stderr:
 *   ==4059== Invalid read of size 8
 *   ==4059==    at 0x1B2C3D: dictFind (dict.c:512)
 *   ==4059==    by 0x1B2C3E: lookupKey (in /usr/bin/redis-server)
 *   ==4059==  Address 0x0 is not stack'd, malloc'd or (recently) free'd
 * Not handled: the XML output.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import { baseName } from '../../model/origin.js';
import type { Frame, SanitizerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from './cite.js';

const MAX_ERRORS = 20;
const MAX_FRAMES = 64;
const LINE = /^(?:==|--)(\d{1,10})(?:==|--)(?: (.*))?$/;
const OPEN =
  /^==\d{1,10}== (?:Memcheck, a |Helgrind, a |DRD, a |Invalid (?:read|write) of size|Conditional jump or move|Use of uninitialised|Process terminating with|HEAP SUMMARY|LEAK SUMMARY|ERROR SUMMARY|Syscall param|\s*(?:at|by) 0x[0-9A-F]+: )/;
const FRAME = /^ +(?:at|by) (0x[0-9A-Fa-f]{1,16}): (.{1,900})$/;
const ERROR =
  /^(?:Invalid (?:read|write|free)|Conditional jump|Use of uninitialised|Process terminating|Syscall param|Mismatched free|Possible data race|Source and destination overlap|Jump to the invalid address|Argument .* of function|Thread #\d+.*|.*(?:definitely|possibly) lost in loss record)/;

function parseFrame(text: string, context: LineContext): Frame | undefined {
  const found = FRAME.exec(text);
  if (!found) return undefined;
  const frame: Frame = { line: context.line, address: found[1].toLowerCase() };
  const bracket = found[2].endsWith(')') ? found[2].lastIndexOf(' (') : -1;
  const fn = bracket < 0 ? found[2] : found[2].slice(0, bracket);
  const place = bracket < 0 ? '' : found[2].slice(bracket + 2, -1);
  if (fn !== '???') frame.fn = keep(fn, 300);
  const source = /^([^:]{1,300}):(\d{1,7})$/.exec(place);
  if (source) Object.assign(frame, { file: baseName(source[1]), fileLine: Number(source[2]) });
  else if (place) frame.object = baseName(place.replace(/^in /, ''));
  return frame;
}

class ValgrindReader implements BlockReader {
  private readonly records: SanitizerRecord[] = [];
  private current: SanitizerRecord | undefined;

  constructor(text: string, context: LineContext) {
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    const found = LINE.exec(text);
    if (!found) return 'refused';
    const body = found[2] ?? '';
    const frame = parseFrame(body, context);
    if (frame) {
      if (this.current && this.current.frames.length < MAX_FRAMES) this.current.frames.push(frame);
    } else if (this.current === undefined || this.current.frames.length > 0 || !/^ {1,3}[A-Z]/.test(body)) {
      // ` Access not within mapped region at address 0x8` stands between the error and its stack.
      this.current = ERROR.test(body) ? this.start(Number(found[1]), body, text, context) : undefined;
    }
    return 'taken';
  }

  finish(): SanitizerRecord[] {
    return this.records.filter((record) => record.frames.length > 0);
  }

  private start(pid: number, body: string, text: string, context: LineContext): SanitizerRecord | undefined {
    if (this.records.length >= MAX_ERRORS) return undefined;
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context) };
    const record: SanitizerRecord = { type: 'sanitizer', tool: 'valgrind', ...place, pid, error: keep(body, 300), frames: [] };
    if (body.startsWith('Process terminating with')) record.fatal = true;
    this.records.push(record);
    return record;
  }
}

export const valgrind: Format = {
  name: 'valgrind',
  samples: [
    '==4059== Memcheck, a memory error detector',
    '==4059== Invalid read of size 8',
    '==4059==    at 0x1B2C3D: dictFind (dict.c:512)',
  ],
  open(text, context) {
    return text.startsWith('==') && OPEN.test(text) ? new ValgrindReader(text, context) : undefined;
  },
};
