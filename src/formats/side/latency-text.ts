/**
 * LATENCY DOCTOR (createLatencyReport in latency.c) and MEMORY DOCTOR (getMemoryDoctorReport in object.c):
 *   Dave, I have observed latency spikes in this Redis instance. You don't mind talking about it, do you Dave?
 *   1. command: 9 latency spikes (average 3010ms, mean deviation 1612ms, period 3.67 sec). Worst all time event 6307ms.
 *   Sam, I detected a few issues in this Redis instance memory implants:
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { InfoRecord, LatencyRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newValues, wrapperStamp } from './cite.js';

const MAX_EVENTS = 200;
const GREETING =
  /^(?:Dave, (?:I have observed|no latency spike)|I'm sorry, Dave, I can't do that\. Latency monitoring|(?:Hi )?Sam, (?:I detected a few issues|this instance is empty|I can't find any memory issue))/;
const EVENT =
  /^\d{1,3}\. ([a-z][\w-]{0,60}): (\d{1,12}) latency spikes? \(average (\d{1,12})ms, mean deviation \d{1,12}ms, period [\d.]{1,20} sec\)\.(?: Worst all time event (\d{1,12})ms)?/;
const MEMORY_ISSUE = /^ ?\* ([A-Z][^:]{2,60}): (.*)$/;
const ADVICE = /^(?:- |I have a few advices|I don't have any advice|While there are latency events|I'm here to keep you safe, Sam)/;

class DoctorReader implements BlockReader {
  private readonly latency: LatencyRecord;
  private readonly memory: InfoRecord;
  private afterBlank = false;

  constructor(text: string, context: LineContext) {
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context) };
    this.latency = { type: 'latency', ...place, events: [] };
    const sections = [{ section: 'MEMORY DOCTOR', values: newValues(), complete: false }];
    this.memory = { type: 'info', ...place, stamp: wrapperStamp(context), what: 'memory', sections };
    if (!GREETING.test(text)) this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '') {
      this.afterBlank = true;
      return 'taken';
    }
    const event = EVENT.exec(text);
    if (event) this.addEvent(event, text, context);
    const issue = MEMORY_ISSUE.exec(text);
    if (issue) this.memory.sections[0].values[issue[1]] = { value: keep(issue[2]), line: context.line, offset: context.offset };
    const known = event || issue || ADVICE.test(text);
    return known || !this.afterBlank ? 'taken' : 'refused';
  }

  finish(): Rec[] {
    const records: Rec[] = this.latency.events.length > 0 ? [this.latency] : [];
    if (Object.keys(this.memory.sections[0].values).length > 0) records.push(this.memory);
    return records;
  }

  private addEvent(event: RegExpExecArray, text: string, context: LineContext): void {
    if (this.latency.events.length >= MAX_EVENTS) return;
    const cite = citeOf(text, context);
    const worst = event[4] === undefined ? {} : { worstMs: Number(event[4]) };
    this.latency.events.push({ name: event[1], count: Number(event[2]), averageMs: Number(event[3]), ...worst, cite });
  }
}

export const doctor: Format = {
  name: 'doctor',
  samples: [
    "Dave, I have observed latency spikes in this Redis instance. You don't mind talking about it, do you Dave?",
    '1. command: 9 latency spikes (average 3010ms, mean deviation 1612ms, period 3.67 sec). Worst all time event 6307ms.',
    'Sam, I detected a few issues in this Redis instance memory implants:',
  ],
  open(text, context) {
    return GREETING.test(text) || EVENT.test(text) ? new DoctorReader(text, context) : undefined;
  },
};
