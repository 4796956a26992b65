/**
 * supervisord (supervisor/process.py, supervisor/options.py), which runs the managers of Redis Enterprise and many containers:
 *   2025-02-07 10:42:46,023 INFO spawned: 'redis-2' with pid 4059
 *   2025-02-07 10:43:01,501 WARN exited: redis-2 (terminated by SIGKILL; not expected)
 *   2026-07-09 11:14:02,180 WARN exited: dmcproxy (terminated by SIGSEGV (core dumped); not expected)
 *   2025-02-07 10:43:05,777 INFO gave up: redis-2 entered FATAL state, too many start retries too quickly
 * Shards of Redis Enterprise are not among its programs; a container may run Redis itself below it.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ManagerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields } from './cite.js';
import { ManagerFold } from './manager-fold.js';
import { parseIsoStamp } from './stamp.js';

const LINE =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARN|CRIT|DEBG|ERRO|TRAC) ((?:spawned|success|exited|gave up|reaped unknown pid|stopped|killing|waiting for|supervisord started|RPC interface|daemonizing|received SIG\w+|Set uid|Included|Server |Unlinking|Increased|process |captured|fd |listener).{0,600})$/;
const SPAWNED = /^spawned: '(.{1,200})' with pid (\d{1,10})/;
const EXITED =
  /^(?:exited|stopped): (.{1,200}?) \((?:exit status (\d{1,5})|terminated by (SIG\w{1,12}|unknown|signal \d+)( \(core dumped\))?)(?:; (?:not )?expected)?\)/;
const GAVE_UP = /^gave up: (.{1,200}?) entered FATAL state(?:, (.{1,300}))?/;
const KILLING = /^killing '(.{1,200}?)' \((\d{1,10})\) with (SIG\w{1,12})/;

/** Programs that are Redis servers; `redis_mgr`, `sentinel_service` and `start_redis_servers` are not. */
const SERVER =
  /^(?:[\w.-]{1,60}:)?(?:(?:redis|valkey|keydb)(?:[-_]?(?:server|sentinel|master|replica|slave|cluster|node|\d{1,5}))*(?:_\d\d)?|sentinel)$/;

interface Reading {
  event: ManagerRecord['event'];
  fields: Record<string, string>;
}

function readExit(found: RegExpExecArray, text: string): Reading {
  const [, program, exitCode, by, core] = found;
  const expected = text.includes('not expected') ? 'no' : 'yes';
  const fields: Record<string, string> = {
    program,
    expected,
    ...(exitCode ? { exitCode } : {}),
    ...(by ? { signal: by } : {}),
    ...(core ? { core: 'dumped' } : {}),
  };
  const killed = by === 'SIGKILL' || by === 'SIGSEGV' || by === 'SIGABRT' || by === 'SIGBUS';
  if (!text.startsWith('exited') || expected === 'yes') return { event: 'process-exited', fields };
  if (!SERVER.test(program)) return { event: by ? 'process-died' : 'process-exited', fields };
  return { event: killed ? 'process-killed' : 'process-exited', fields };
}

function readMessage(text: string): Reading | undefined {
  const spawned = SPAWNED.exec(text);
  if (spawned) return { event: 'process-spawned', fields: { program: spawned[1], pid: spawned[2] } };
  const exited = EXITED.exec(text);
  if (exited) return readExit(exited, text);
  const gaveUp = GAVE_UP.exec(text);
  if (gaveUp) return { event: 'process-fatal', fields: { program: gaveUp[1], reason: gaveUp[2] ?? '' } };
  const killing = KILLING.exec(text);
  if (killing) {
    const fields = { program: killing[1], pid: killing[2], signal: killing[3] };
    return { event: SERVER.test(killing[1]) ? 'process-killed' : 'process-exited', fields };
  }
  return undefined;
}

class SupervisorReader implements BlockReader {
  private readonly fold = new ManagerFold();

  constructor(text: string, context: LineContext) {
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text === '') return 'taken';
    const found = LINE.exec(text);
    if (!found) return 'refused';
    const reading = readMessage(found[2]);
    if (!reading) return 'taken';
    const shard = /^redis[-_:](\d{1,4})$/.exec(reading.fields.program ?? '');
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context) };
    this.fold.add(`${reading.event} ${reading.fields.program} ${reading.fields.signal ?? ''}`, () => ({
      type: 'manager',
      component: 'supervisord',
      ...place,
      stamp: parseIsoStamp(text) ?? { wallMs: Number.NaN, basis: 'none' },
      level: found[1],
      event: reading.event,
      fields: Object.assign(newFields(), reading.fields, { message: keep(found[2], 300) }, shard ? { shard: `redis:${shard[1]}` } : {}),
    }));
    return 'taken';
  }

  finish(): ManagerRecord[] {
    return this.fold.finish();
  }
}

export const supervisord: Format = {
  name: 'supervisord',
  samples: [
    "2025-02-07 10:42:46,023 INFO spawned: 'redis-2' with pid 4059",
    '2025-02-07 10:42:47,024 INFO success: redis-2 entered RUNNING state, process has stayed up for > than 1 seconds (startsecs)',
    '2025-02-07 10:43:01,501 WARN exited: redis-2 (terminated by SIGKILL; not expected)',
    '2026-07-09 11:14:02,180 WARN exited: dmcproxy (terminated by SIGSEGV (core dumped); not expected)',
    '2025-02-07 10:43:05,777 INFO gave up: redis-2 entered FATAL state, too many start retries too quickly',
  ],
  open(text, context) {
    return text.charCodeAt(19) === 44 && LINE.test(text) ? new SupervisorReader(text, context) : undefined;
  },
};
