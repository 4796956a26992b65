/**
 * Files of the Redis Enterprise support package whose name is documented and whose layout is not: `node_N_sys_info.txt`,
 * `ccs-redis.json`, `database_N_ccs_info.txt`, diagnostics, configuration of a node, headings inside `redis_UID.txt`. Their lines are
 * claimed one by one, so that any part another format knows (INFO, CLIENT LIST, CONFIG GET…) is read by it. Of the
 * CCS dump only errors of state machines become records; a dump of hundreds of megabytes is never parsed whole.
 *   "__sm_error": "ProvisioningError: no available nodes in cluster!",
 *   __sm_error: redis:4: cnm_exec:1 remote action failed in SMUpdateBDB [update_redis] , setting retryable error state.
 *   cnm_exec_sm: SMUpdateBDB:updates=reshard,bind_endpoint:params=…
 * Without quotes it is the text of `database_N_ccs_info.txt`, as a published workflow of Redis' support quotes it (February 2026). Unproven: the keys
 * of other releases. Of `database_N_error.txt`, the collector's own traceback, the last line says whom it could not ask:
 *   redis.exceptions.TimeoutError: Timeout reading from 192.168.0.12:3333
 * and of `node_N.rlcheck` (docs "rlcheck") the tests that failed:
 *   TESTS FAILED: verify_pidfiles
 */
import type { BlockReader, Format } from '../../model/format.js';
import type { ChangeRecord, ManagerRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, NO_STAMP, newFields } from './cite.js';
import { type EntryName, parseEntryName } from './entry-name.js';
import { namesIn } from './manager-events.js';

const SM_ERROR = /["']?__sm_(error|failed_state)["']?\s{0,4}[:=]\s{0,4}["']([^"']{1,300})["']/g;
const PLAIN = /^\s{0,8}(cnm_exec_sm|cnm_exec_state|__sm_error|__sm_failed_state|__sm_retry_state): (\S.{0,2000})$/;
const RAISED = /^([\w.]{1,100}(?:Error|Exception|Timeout|Refused)): (.{1,300})$/;
const FAILED_TESTS = /^\s{0,8}TESTS FAILED: (.{1,300})$/;
const MAX_SCANNED = 262_144;
const MAX_RECORDS = 50;

function managerRecord(component: string, event: ManagerRecord['event'], text: string, context: LineContext): ManagerRecord {
  const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp: { ...NO_STAMP } };
  return { type: 'manager', component, ...place, level: '', event, fields: newFields() };
}

function stateMachineErrors(text: string, context: LineContext): ManagerRecord[] {
  if (!text.includes('__sm_')) return [];
  const records: ManagerRecord[] = [];
  for (const [, name, value] of text.slice(0, MAX_SCANNED).matchAll(SM_ERROR)) {
    if (records.length >= MAX_RECORDS) break;
    const record = managerRecord('ccs', 'state-machine-failed', text, context);
    record.fields[name === 'error' ? 'message' : 'state'] = keep(value, 300);
    records.push(record);
  }
  return records;
}

/** The machine, its error and where it can be retried stand on lines of their own. */
class StoreReader implements BlockReader {
  private change: ChangeRecord | undefined;
  private state = '';
  private readonly sub: string;

  constructor(
    text: string,
    context: LineContext,
    private readonly name: Readonly<EntryName>,
  ) {
    this.sub = context.sub;
    this.line(text, context);
  }

  line(text: string, context: LineContext): 'taken' | 'refused' {
    const found = PLAIN.exec(text);
    if (!found) return 'refused';
    const [, key, value] = found;
    this.change ??= this.begin(text, context);
    const { change } = this;
    if (key === 'cnm_exec_sm') {
      change.machine = /^\w{1,80}/.exec(value)?.[0] ?? '';
      const parameters = value.slice(change.machine.length).replace(/^:/, '');
      if (parameters !== '') change.parameters = keep(parameters, 300);
    } else if (key === 'cnm_exec_state') this.state = value.trim();
    else if (key === '__sm_failed_state') change.failedState = keep(value.trim(), 80);
    else if (key === '__sm_retry_state') change.retryState = keep(value.trim(), 80);
    else {
      change.error = keep(value.trim(), 300);
      change.errorCite = citeOf(text, context);
      change.shard = namesIn(value).shard;
      change.machine ||= /\bin (SM\w{1,80})/.exec(value)?.[1] ?? '';
    }
    return 'taken';
  }

  finish(): Rec[] {
    const { change } = this;
    if (change === undefined || (change.machine === '' && change.error === undefined)) return [];
    if (change.error !== undefined || change.failedState !== undefined || this.state === 'error') change.outcome = 'failed';
    return [change];
  }

  private begin(text: string, context: LineContext): ChangeRecord {
    const place = { entry: context.entry, sub: this.sub, cite: citeOf(text, context), stamp: { ...NO_STAMP } };
    const object = this.name.bdb === undefined ? '' : `bdb:${this.name.bdb}`;
    return { type: 'change', source: 'ccs', ...place, machine: '', object, steps: [], outcome: 'open' };
  }
}

function lineRecords(text: string, context: LineContext, name: Readonly<EntryName>): ManagerRecord[] {
  const raised = name.supportFile === 'collector-error' ? RAISED.exec(text) : null;
  if (raised) {
    const timeout = /[Tt]imeout|timed out/.test(text);
    const refused = /refused/.test(text);
    const record = managerRecord('collector', timeout ? 'socket-timeout' : refused ? 'connection-refused' : 'other', text, context);
    record.level = 'ERROR';
    record.fields.message = keep(raised[2], 300);
    if (name.bdb !== undefined) record.fields.database = `bdb:${name.bdb}`;
    return [record];
  }
  const tests = name.supportFile === 'check' ? FAILED_TESTS.exec(text) : null;
  if (tests) {
    const record = managerRecord('rlcheck', 'check-failed', text, context);
    record.fields.message = tests[1];
    if (name.node !== undefined) record.fields.node = `node:${name.node}`;
    return [record];
  }
  return stateMachineErrors(text, context);
}

/** parseEntryName for the entry of the line before: lines come entry by entry. */
let lastEntry = '';
let lastName: Readonly<EntryName> = { stem: '' };

function nameOf(entry: string): Readonly<EntryName> {
  if (entry !== lastEntry) {
    lastEntry = entry;
    lastName = parseEntryName(entry);
  }
  return lastName;
}

export const supportFile: Format = {
  name: 'support-package',
  samples: [],
  open(text, context): BlockReader | undefined {
    const name = nameOf(context.entry);
    if (name.supportFile === undefined) return undefined;
    if (name.supportFile === 'ccs' && text.length < 4096 && PLAIN.test(text)) return new StoreReader(text, context, name);
    const records = lineRecords(text, context, name);
    return { line: () => 'refused', finish: () => records };
  },
};
