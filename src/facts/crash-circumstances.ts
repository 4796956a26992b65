import type { CrashFact, ProcessFact } from '../model/facts.js';
import type { CrashReport } from '../model/records.js';
import { infoValue } from './crashes.js';

/** Functions of rdb.c and aof.c below which a start reads its files. */
const LOADING = /^(?:rdbLoad\w*|loadSingleAppendOnlyFile|loadAppendOnlyFiles?|loadDataFromDisk)$/;
/** A replica that loads what its master sends: nothing of its own is damaged. */
const FROM_MASTER = /^(?:readSyncBulkPayload|replicaReceiveRDBFromMainToMem|rdbLoadRioWithLoadingCtxScopedRdb)$/;

/** It died while it loaded its own data: the stack says so, or INFO of the report where no full synchronisation runs. */
export function diedLoading(report: CrashReport): boolean {
  const threads = report.dump?.threads ?? [];
  const thread = threads.find((one) => one.marked) ?? threads[0];
  const names = thread?.frames.map((frame) => frame.fn ?? '') ?? [];
  if (names.some((name) => FROM_MASTER.test(name))) return false;
  if (names.some((name) => LOADING.test(name))) return true;
  return infoValue(report.info, 'loading')?.value === '1' && infoValue(report.info, 'master_sync_in_progress')?.value !== '1';
}

const DEBUG_WORDS = /^(?:segfault|panic|assert|oom|crash-and-abort|crash-and-recover|crash-and-abort-after)$/i;
/** Panics and assertions that only DEBUG raises (debug.c debugCommand). */
const DEBUG_MESSAGES = /^(?:Panic called (?:at Unix time|from DEBUG)|DEBUG PANIC called)/;

/** Whether a client asked for the crash, and whether its command looks like an attack. */
export function commandsOf(report: CrashReport, place: string | undefined): Pick<CrashFact, 'asked' | 'suspicious'> {
  const argv = (report.executingClient ?? report.currentClient)?.argv ?? [];
  const isDebug = argv[0]?.toLowerCase() === 'debug' && DEBUG_WORDS.test(argv[1] ?? '');
  if (isDebug) return { asked: `DEBUG ${argv[1]!.toUpperCase()}` };
  if (DEBUG_MESSAGES.test(report.panic?.message ?? '')) return { asked: 'DEBUG PANIC' };
  if (report.assertion?.file === 'debug.c' && /^1 == 2$/.test(report.assertion.expr)) return { asked: 'DEBUG ASSERT' };
  if (place === 'debugCommand' && report.signal === 11 && argv.length === 0) return { asked: 'DEBUG SEGFAULT' };
  return { suspicious: suspiciousArgument(argv) };
}

/** Ways out of the Lua sandbox, and numbers that only probe for overflows. */
const SCRIPT_TRICKS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /\bpackage\s*\.\s*loadlib\b|\bio\s*\.\s*popen\b|\bos\s*\.\s*execute\b/,
    'a script that calls programs or libraries of the host (CVE-2022-0543 and the like)',
  ],
  [/\b(?:dofile|loadfile)\b/, 'a script that reads files of the host'],
  [/\b(?:loadstring|string\s*\.\s*dump)\b[^\n]{0,200}(?:\\27|\\x1b|\u001bLua)/, 'a script that runs bytecode, a way out of the sandbox'],
  [/\bgetmetatable\b[^\n]{0,200}__(?:gc|index|newindex)\b/, 'a script that changes metatables of the sandbox'],
  [
    /\bbit\s*\.\s*tohex\b|\bstruct\s*\.\s*(?:pack|unpack)\b[^\n]{0,60}\d{9,}|\bcmsgpack\b[^\n]{0,200}\brep\b/,
    'a script that calls a C library of Lua with values that overflow it',
  ],
];
const SCRIPTS = /^(?:eval|eval_ro|evalsha|function|fcall|script)$/i;
const BIT_COMMANDS = /^(?:setbit|getbit|bitfield|bitfield_ro|setrange|getrange|bitcount|bitpos)$/i;

function suspiciousArgument(argv: readonly string[]): string | undefined {
  const command = argv[0] ?? '';
  if (SCRIPTS.test(command)) {
    const text = argv.slice(1).join('\n');
    return SCRIPT_TRICKS.find(([pattern]) => pattern.test(text))?.[1];
  }
  if (BIT_COMMANDS.test(command) && argv.slice(2).some((item) => /^#?-?\d{10,}$/.test(item)))
    return 'an offset or length beyond all that Redis can store';
  return undefined;
}

/** The start lines tell what the report does not: `Redis 3.0.6 (00000000/0) 32 bit`. */
export function bitsOf(process: ProcessFact): 32 | 64 | undefined {
  const told = process.runs.flatMap((run) => run.events).find((event) => event.fields.bits !== undefined)?.fields.bits;
  return told === '32' ? 32 : told === '64' ? 64 : undefined;
}
