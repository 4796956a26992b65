/**
 * What Windows writes of a program that faulted, copied from the event viewer (Application Error, event 1000), from Windows Error Reporting (1001), or from
 * the dialogue "has stopped working". One death is often told by two or three of them:
 *   Faulting application name: redis-server.exe, version: 7.2.4.0, time stamp: 0x65a2a9d1
 *   Exception code: 0xc0000005
 *   Faulting application redis-server.exe, version 0.0.0.0, time stamp 0x54ed7150, faulting module ntdll.dll, …, exception code 0xc0000374, fault offset 0xc4102, …
 *   Problem Event Name: APPCRASH            or `Event Name:  BEX64`, then P1: redis-server.exe … P7: c0000005, or Application Name: redis-server.exe
 * Texts of other languages than English are not read.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { KernelRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields, wrapperStamp } from './cite.js';

/** winnt.h, ntstatus.h: the codes that end a server. */
const EXCEPTIONS: Record<string, string> = {
  c0000005: 'access violation',
  c0000006: 'in-page error: the disk or network below a mapped file failed',
  c000001d: 'illegal instruction',
  c0000094: 'integer division by zero',
  c00000fd: 'stack overflow',
  c0000374: 'heap corruption',
  c0000409: 'stack buffer overrun or fail-fast abort',
  '40000015': 'fatal application exit (abort)',
  '80000003': 'breakpoint (a failed check of the program)',
  e06d7363: 'C++ exception that nobody caught',
};

const OPENING = /^\s{0,8}(?:Faulting application (?:name: )?\S|(?:Problem )?Event Name: +(?:APPCRASH|BEX(?:64)?)\b)/;
const NAMED = /^Faulting application (?:name: )?([^,]{1,200}), version:? ([^,]{1,40})/;
const MODULE = /faulting module (?:name: )?([^,]{1,200}),|^Fault(?:ing)? module name: +([^,]{1,200})(?:,|$)/i;
const CODE = /\bexception code:? {1,8}(?:0x)?([0-9a-f]{8})\b/i;
const OFFSET = /\b(?:fault|exception) offset:? {1,8}(?:0x)?([0-9a-f]{1,16})\b/i;
const PID = /\b(?:faulting )?process id:? {1,8}0x([0-9a-f]{1,8})\b/i;
const APPLICATION = /^(?:P1|(?:Application|App) ?Name): +(\S.{0,200})$/i;
/** Of the numbered parameters: module, then code and offset as plain digits. */
const PARAMETER = /^P(\d{1,2}): ?(.{0,200})$/;
/** What belongs to such a text, with words and a colon in front, or no words at all. */
const MEMBER =
  /^(?:Fault\w*|Exception|Report|Response|Cab|Problem|P\d{1,2}|Attached|Analysis|Rechecking|Hashed|OS|Locale|Additional|Application|App|Event|Area|Other|These files|Log Name|Source|Date|Task|Level|Keywords|User|Computer|Description)\b.{0,60}:|^\\\\\?\\|^[A-Z]:\\/i;
const MAX_LINES = 80;

class WindowsEventReader implements BlockReader {
  private readonly records: KernelRecord[] = [];
  private lines = 0;

  constructor(text: string, context: LineContext) {
    this.line(text, context);
  }

  line(raw: string, context: LineContext): BlockAnswer {
    const text = raw.trim();
    if (++this.lines > MAX_LINES) return 'refused';
    if (OPENING.test(text)) this.open(text, context);
    else if (text !== '' && !/^[-=]{3,}$/.test(text) && !MEMBER.test(text)) return 'refused';
    this.readMembers(text);
    return 'taken';
  }

  finish(): KernelRecord[] {
    return this.records.filter((record) => record.comm !== '');
  }

  /** The report of the same fault repeats what the event says. */
  private open(text: string, context: LineContext): void {
    const last = this.records.at(-1);
    if (last !== undefined && !text.startsWith('Faulting application')) return;
    this.records.push({
      type: 'kernel',
      event: 'segfault',
      entry: context.entry,
      sub: context.sub,
      cite: citeOf(text, context),
      stamp: wrapperStamp(context),
      pid: 0,
      comm: '',
      fields: newFields(),
    });
  }

  private readMembers(text: string): void {
    const record = this.records.at(-1);
    if (record === undefined) return;
    const named = NAMED.exec(text);
    const name = named?.[1] ?? APPLICATION.exec(text)?.[1];
    if (name !== undefined && record.comm === '') record.comm = keep(name.trim(), 60);
    const { fields } = record;
    if (named !== null) fields.version ??= named[2].trim();
    const module = MODULE.exec(text);
    if (module !== null) fields.object ??= (module[1] ?? module[2]).trim();
    const pid = PID.exec(text);
    if (pid !== null && record.pid === 0) record.pid = Number.parseInt(pid[1], 16);
    const code = CODE.exec(text);
    if (code !== null) this.setCode(code[1]);
    const offset = OFFSET.exec(text);
    if (offset !== null) fields.offset ??= `0x${offset[1].replace(/^0+(?=.)/, '')}`;
    const parameter = PARAMETER.exec(text);
    if (parameter !== null) this.readParameter(Number(parameter[1]), parameter[2].trim());
  }

  /** APPCRASH: P4 module, P7 code, P8 offset; BEX: P7 offset, P8 code. */
  private readParameter(number: number, value: string): void {
    const { fields } = this.records.at(-1)!;
    if (number === 4) fields.object ??= value;
    if ((number !== 7 && number !== 8) || !/^[0-9a-f]{8,16}$/.test(value)) return;
    if (Object.hasOwn(EXCEPTIONS, value)) this.setCode(value);
    else fields.offset ??= `0x${value.replace(/^0+(?=.)/, '')}`;
  }

  private setCode(digits: string): void {
    const { fields } = this.records.at(-1)!;
    const code = digits.toLowerCase();
    fields.exception ??= Object.hasOwn(EXCEPTIONS, code) ? `0x${code} (${EXCEPTIONS[code]})` : `0x${code}`;
  }
}

export const windowsEvent: Format = {
  name: 'windows-event',
  samples: [
    'Faulting application name: redis-server.exe, version: 7.2.4.0, time stamp: 0x65a2a9d1',
    'Faulting application redis-server.exe, version 0.0.0.0, time stamp 0x54ed7150, faulting module ntdll.dll, version 6.1.7601.18247, time stamp 0x521eaf24, exception code 0xc0000374, fault offset 0x00000000000c4102, process id 0x9f8, application start time 0x01d0914890c1a1e2.',
    'Problem Event Name: APPCRASH',
    'Event Name: BEX64',
  ],
  open(text, context) {
    return text.length < 2000 && OPENING.test(text) ? new WindowsEventReader(text, context) : undefined;
  },
};
