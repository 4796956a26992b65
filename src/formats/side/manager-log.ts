/**
 * Logs of the Python managers of Redis Enterprise (redis_mgr, cnm_exec, resource_mgr, cluster_wd…; layout not published):
 *   2025-09-30 09:29:31,316 ERROR redis_mgr MainThread: redis:2: Timeout reading from /tmp/redis-2.sock
 *   2026-02-20 16:32:55,835 INFO: SMUpdateBDB: bdb:2[update_redis]: entering state
 * Python's own log layout is common, so a line opens a reading only when it names a manager or speaks of shards, databases or
 * nodes, or when the entry is a manager's log of a support package. Times are local, without zone.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ChangeRecord, ManagerRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, NO_STAMP, newFields } from './cite.js';
import { parseEntryName } from './entry-name.js';
import { isGrave, type ManagerReading, OF_INTEREST, readManagerMessage } from './manager-events.js';
import { ManagerFold } from './manager-fold.js';
import { parseIsoStamp } from './stamp.js';
import { StateMachines } from './state-machines.js';

const LINE = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL|CRIT|FATAL|EXCEPTION):? (.*)$/;
const SUPERVISOR = /^(?:spawned|success|exited|gave up|reaped|stopped|killed|waiting for|supervisord|RPC interface|EventLog)\b/;
const HEAD = /^([A-Za-z_][\w.-]{0,60})(?: ([\w .()#<>-]{1,80}))?$/;
const MANAGERS =
  /^(?:redis_mgr|resource_mgr|shard_mgr|cnm_\w+|cluster_wd|node_wd|alert_mgr|db_controller|crdb_\w+|stats_archiver|rladmin|rlcheck|rlutil|rl_\w+|heartbeatd|persistence_mgr|job_scheduler|bdb_\w+|ccs\w*|SM[A-Z]\w+)$/;
const SPEAKS = /\b(?:redis|bdb|shard|endpoint):\d{1,9}\b|\/redis-\d{1,9}\.sock|=== \[bdb:|\bbdb:\d|STATEMACHINE|\bSM[A-Z][A-Za-z]+BDB\b/;
const CONTINUATION =
  /^(?:\s+\S|Traceback \(most recent call last\)|\w[\w.]{0,100}(?:Error|Exception|Timeout|Refused)\b|During handling of|The above exception)/;
const VOLATILE = /\d+|0x[0-9a-f]+/g;
const MACHINE_LINE = /=== \[|\bSM\w{1,80}: |retry from state/;
const MAX_MESSAGES = 1000;

interface ManagerHead {
  component: string;
  thread: string;
  message: string;
}

interface ManagerEvent extends ManagerReading {
  template: string;
  component: string;
}

/** `redis_mgr Thread 12 (worker): redis:2: …` -> component, thread, message. */
function splitHead(rest: string): ManagerHead {
  const colon = rest.indexOf(': ');
  const head = colon > 0 && colon < 150 ? HEAD.exec(rest.slice(0, colon)) : null;
  if (!head || /^SM[A-Z]/.test(head[1])) return { component: '', thread: '', message: rest };
  return { component: head[1], thread: head[2] ?? '', message: rest.slice(colon + 2) };
}

function detectStamp(text: string): boolean {
  return text.charCodeAt(4) === 45 && text.charCodeAt(10) === 32 && text.charCodeAt(19) === 44;
}

class ManagerReader implements BlockReader {
  private readonly fold = new ManagerFold();
  private readonly manager: string;
  private readonly messages = new Map<string, ManagerEvent[]>();

  private readonly machines: StateMachines;

  constructor(text: string, context: LineContext) {
    this.machines = new StateMachines(context.entry, context.sub);
    this.manager = parseEntryName(context.entry).manager ?? '';
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (!detectStamp(text)) return text === '' || this.manager !== '' || CONTINUATION.test(text) ? 'taken' : 'refused';
    const found = LINE.exec(text);
    if (!found) return this.manager !== '' ? 'taken' : 'refused';
    if (SUPERVISOR.test(found[2])) return 'refused';
    const level = found[1];
    if ((level === 'INFO' || level === 'DEBUG') && !OF_INTEREST.test(found[2])) return 'taken';
    this.read(level, found[2], text, context);
    return 'taken';
  }

  finish(): (ManagerRecord | ChangeRecord)[] {
    return [...this.fold.finish(), ...this.machines.finish()];
  }

  private read(level: string, rest: string, text: string, context: LineContext): void {
    const place = { entry: context.entry, sub: context.sub };
    const cite = citeOf(text, context);
    const { message } = splitHead(rest);
    if (isGrave(level) || MACHINE_LINE.test(message))
      this.machines.line(message, parseIsoStamp(text) ?? { ...NO_STAMP }, cite, isGrave(level));
    for (const event of this.eventsOf(level, rest)) {
      this.fold.add(event.template, () => ({
        type: 'manager',
        component: event.component,
        ...place,
        cite,
        stamp: parseIsoStamp(cite.text) ?? { ...NO_STAMP },
        level,
        event: event.event,
        fields: Object.assign(newFields(), event.fields),
      }));
    }
  }

  /** A manager says the same for hours: equal messages are read once. */
  private eventsOf(level: string, rest: string): ManagerEvent[] {
    const known = this.messages.get(rest);
    if (known) return known;
    const { component: named, thread, message } = splitHead(rest);
    const component = named || this.manager || 'manager';
    const events = readManagerMessage(message, level).map(({ event, fields }) => {
      const names = `${fields.shard ?? ''}${fields.database ?? ''}${fields.option ?? ''}${fields.value ?? ''}`;
      const template = `${event} ${component} ${names} ${message.slice(0, 200).replace(VOLATILE, '0')}`;
      return { template, component, event, fields: thread ? { ...fields, thread } : fields };
    });
    if (this.messages.size < MAX_MESSAGES && rest.length < 1000) this.messages.set(rest, events);
    return events;
  }
}

export const managerLog: Format = {
  name: 'enterprise-manager',
  samples: [
    '2025-09-30 09:29:31,316 ERROR redis_mgr MainThread: redis:2: Timeout reading from /tmp/redis-2.sock',
    "2025-09-30 09:29:21,308 INFO redis_mgr MainThread: redis:2: Updating module runtime config: {'0c4a772a3081aa798a07790c2c299c97': 'WORKERS 0'}",
    '2026-02-20 16:32:55,835 INFO: SMUpdateBDB: bdb:2[update_redis]: entering state',
    '2026-02-20 16:32:55,901 INFO: === [bdb:2] STATEMACHINE [SMUpdateBDB] STARTED ===',
  ],
  open(text, context) {
    if (!detectStamp(text)) return undefined;
    const found = LINE.exec(text);
    if (!found || SUPERVISOR.test(found[2])) return undefined;
    const { component } = splitHead(found[2]);
    const ours = MANAGERS.test(component) || SPEAKS.test(found[2].slice(0, 2000)) || parseEntryName(context.entry).manager !== undefined;
    return ours ? new ManagerReader(text, context) : undefined;
  },
};
