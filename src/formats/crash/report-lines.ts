import { baseName } from '../../model/origin.js';
import type { CrashReport, Frame } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from '../side/cite.js';
import { demangle } from './demangle.js';
import { parseRedisFrame, withoutParameters } from './frames.js';
import { readHeadLine } from './head-lines.js';

/** Lines of single sections of a crash report (debug.c), read without any state but the report itself. */

/** A prefixed line that a section expects although other lines look like it: syslog gives every first line of a record. */
export function isContentOf(section: string, text: string): boolean {
  switch (section) {
    case 'INFO OUTPUT':
    case 'MODULES INFO OUTPUT':
      return /^(?:# [A-Za-z]|[a-z0-9_.|-]{1,80}:)/.test(text);
    case 'CONFIG DEBUG OUTPUT':
      return /^[a-z][a-z0-9-]{1,60} \S{1,40}$/.test(text);
    case 'CLUSTER NODES OUTPUT':
      return /^[0-9a-f]{40} /.test(text);
    case 'STACK TRACE':
      return parseRedisFrame(text, 0) !== undefined;
    case 'REGISTERS':
      return /^R?[A-Z0-9 ]{2,4}:[0-9a-f]/.test(text);
    case 'DUMPING CODE AROUND EIP':
      return /^(?:Symbol: |Module: |\$ |[0-9a-f]{8,}$)/.test(text);
    default:
      return false;
  }
}

export function readMemoryTest(text: string, context: LineContext, report: CrashReport): void {
  report.memoryTest ??= 'started';
  if (/^Fast memory test PASSED/.test(text)) report.memoryTest = 'passed';
  else if (/MEMORY ERROR DETECTED/.test(text)) {
    report.memoryTest = 'failed';
    report.lines.memtest ??= citeOf(text, context);
  } else readHeadLine(text, context, report);
}

/** `RBP:00007f… RSP:00007f…`, on 32 bits `EBP:bf… ESP:bf…`, on ARM `pc:… sp:…`. A report without "Crashed running the instruction" has the
 * instruction only here: a jump to NULL is told by `RIP:0000000000000000`. */
export function readRegisters(text: string, context: LineContext, report: CrashReport): void {
  const pointer = /\b(?:RSP|ESP|sp|SP):([0-9a-f]{8,16})\b/.exec(text);
  if (pointer !== null) report.stackPointer ??= hex(pointer[1]);
  const instruction = /\b(?:RIP|EIP|pc|PC):([0-9a-f]{8,16})\b/.exec(text);
  if (instruction !== null) report.eip ??= hex(instruction[1]);
  if (/^EAX:[0-9a-f]{8}\b/.test(text)) report.bits ??= 32;
  if (pointer === null && instruction === null) readHeadLine(text, context, report);
}

/** `Symbol: _ZN6spaces34Choose_…Em (base: 0xffff89d5a9d0)` and `Module: /opt/redis-stack/lib/redisearch.so (base 0xffff89a00000)`
 * (debug.c dumpCodeAroundEIP): where the instruction was, in reports of which nothing else is left. */
export function readDumpedCode(text: string, context: LineContext, known: Frame | undefined): Frame | undefined {
  const match = /^(Symbol|Module): (\S.{0,300}?) \(base:? 0x[0-9a-f]{1,16}\)$/.exec(text);
  if (match === null) return known;
  const frame = known ?? { line: context.line };
  if (match[1] === 'Module') frame.object ??= baseName(match[2].split(' ', 1)[0] ?? '');
  else frame.fn ??= withoutParameters(demangle(match[2]));
  return frame;
}

function hex(digits: string): string {
  return `0x${digits.replace(/^0+(?=.)/, '')}`;
}

const MAX_CONTEXT = 16;
const CONTEXT =
  /^(?:client->(?!argv)|Object (?:type|encoding|refcount|raw string|size|value)|(?:List|Set|Hash|Sorted set|Skiplist|Listpack|Ziplist|Stream) (?:length|size|level)|key '?.{0,300}'? found in DB )/;

/** What an assertion says of the client and the object at hand (debug.c _serverAssertPrintClientInfo, serverLogObjectDebugInfo). */
export function readContext(text: string, report: CrashReport): void {
  if (!CONTEXT.test(text)) return;
  report.context ??= [];
  if (report.context.length < MAX_CONTEXT) report.context.push(keep(text, 200));
}

/** Version and product where no signal line told them. */
export function identify(report: CrashReport): void {
  for (const section of report.info) {
    const pid = Number(section.values.process_id?.value ?? 0);
    if (report.pid === 0 && Number.isInteger(pid)) report.pid = pid;
    const valkey = section.values.valkey_version?.value;
    const version = valkey ?? section.values.redis_version?.value;
    if (version !== undefined) report.version ??= version;
    const bits = section.values.arch_bits?.value;
    if (bits === '32' || bits === '64') report.bits ??= bits === '32' ? 32 : 64;
    if (valkey !== undefined || section.values.server_name?.value === 'valkey') report.product = 'valkey';
  }
}
