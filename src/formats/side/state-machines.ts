/**
 * State machines in cnm_exec.log, one run a record however long its log is. Lines as a published workflow of Redis' support quotes them (cnm_exec.log of
 * February 2026, and the list of its messages there):
 *   2026-02-20 16:32:55,801 INFO: === [bdb:2] STATEMACHINE [SMUpdateBDB] STARTED ===
 *   2026-02-20 16:32:55,835 INFO: SMUpdateBDB: bdb:2[update_redis]: entering state
 *   2026-02-20 16:32:55,830 INFO: SMUpdateBDB: bdb:2[update_dns]: fulfilled, calling next state.
 *   2026-02-20 16:33:06,541 ERROR: SMUpdateBDB: bdb:2[update_redis]: state failed
 *   2026-02-20 16:33:06,541 INFO: retry from state:update_dns reason:… failed_state:update_redis
 *   2026-02-20 16:33:07,002 INFO: === [bdb:2] STATEMACHINE [SMUpdateBDB] ENDED SUCCESSFULLY ===
 * Unproven: how an unsuccessful end is worded (`ENDED …`), and whether other state machines print otherwise.
 */
import type { Cite } from '../../model/origin.js';
import type { ChangeRecord, Stamp } from '../../model/records.js';
import { keep, NO_STAMP } from './cite.js';

const MAX_OPEN = 200;
const MAX_STEPS = 80;
/** Runs that succeeded are many; the last ones are kept, of those that did not more. */
const KEEP_GOOD = 40;
const KEEP_BAD = 100;

const LIFE =
  /=== \[([a-z]{2,12}:[\w:-]{1,60})\] (?:STATEMACHINE \[(\w{1,80})\] ([A-Z][A-Z ]{2,40}[A-Z])|(?:Parameters|Action uid): (.{1,2000}?)) ===/;
const STEP = /\b(SM\w{1,80}): (?:[a-z_]{1,40}: )?([a-z]{2,12}:[\w:-]{1,60})\[(\w{1,80})\]:? (.{1,300})/;
const RETRY = /retry from state: ?(\w{1,80})(?:.{0,600}?failed_state: ?(\w{1,80}))?/;
const REMOTE = /remote action failed in (SM\w{1,80})(?::\S{0,400})? ?\[(\w{1,80})\]/;
const SHARD = /\bredis:(\d{1,9})\b/;

interface Run {
  record: ChangeRecord;
}

export class StateMachines {
  private readonly open = new Map<string, Run>();
  private readonly good: ChangeRecord[] = [];
  private readonly bad: ChangeRecord[] = [];
  /** The run that was last spoken of: lines without a name belong to it. */
  private current: Run | undefined;
  private until: Stamp = { ...NO_STAMP };
  private why: { text: string; cite: Cite; shard?: string } | undefined;

  constructor(
    private readonly entry: string,
    private readonly sub: string,
  ) {}

  /** `grave`: the line is an error. */
  line(message: string, stamp: Stamp, cite: Cite, grave: boolean): void {
    this.until = stamp;
    const life = message.includes('=== [') ? LIFE.exec(message) : null;
    if (life) {
      this.life(life, stamp, cite);
      return;
    }
    const step = message.includes('SM') ? STEP.exec(message) : null;
    if (step) {
      this.step(step, stamp, cite);
      return;
    }
    const retry = RETRY.exec(message);
    if (retry && this.current) {
      const { record } = this.current;
      record.retryState = retry[1];
      record.failedState ??= retry[2];
      this.fail(record, stamp, cite);
    } else if (grave) this.trouble(message, stamp, cite);
  }

  finish(): ChangeRecord[] {
    for (const { record } of this.open.values()) {
      record.seenUntil = this.until;
      (record.outcome === 'failed' || record.outcome === 'open' ? this.bad : this.good).push(record);
    }
    return [...this.good.slice(-KEEP_GOOD), ...this.bad.slice(-KEEP_BAD)].sort((a, b) => a.cite.line - b.cite.line);
  }

  private life([, object, machine, word, text]: RegExpExecArray, stamp: Stamp, cite: Cite): void {
    if (machine === undefined) {
      const run = [...this.open.values()].findLast(({ record }) => record.object === object);
      if (run && text !== undefined && /^[{[]/.test(text)) run.record.parameters = keep(text, 300);
      return;
    }
    const key = `${object} ${machine}`;
    if (word === 'STARTED') {
      this.close(key);
      this.current = this.begin(key, object, machine, stamp, cite);
      return;
    }
    if (!/^(?:ENDED|FINISHED|FAILED|ABORTED|CANCELLED)/.test(word)) return;
    const { record } = this.open.get(key) ?? this.begin(key, object, machine, stamp, cite);
    record.outcome = word === 'ENDED SUCCESSFULLY' ? 'succeeded' : 'failed';
    record.end = stamp;
    record.endCite = cite;
    const last = record.steps.at(-1);
    if (last && record.outcome === 'succeeded') last.left ??= stamp;
    this.close(key);
  }

  private step([, machine, object, state, text]: RegExpExecArray, stamp: Stamp, cite: Cite): void {
    const key = `${object} ${machine}`;
    const run = this.open.get(key) ?? this.begin(key, object, machine, stamp, cite);
    this.current = run;
    const { record } = run;
    let step = record.steps.findLast((one) => one.state === state);
    if (step === undefined || (/^entering/.test(text) && step.left !== undefined)) {
      if (record.steps.length >= MAX_STEPS) return;
      step = { state, failed: false, cite };
      record.steps.push(step);
    }
    if (/^entering/.test(text)) {
      step.entered = stamp;
      // A retry that comes so far again is no failure any more.
      if (record.outcome === 'failed' && record.failedState !== state) record.outcome = 'open';
    } else if (/^(?:state done|fulfilled)/.test(text)) {
      step.left = stamp;
      if (step.failed) step.failed = false;
      if (record.outcome === 'failed' && record.failedState === state) record.outcome = 'open';
    } else if (/fail|[Ee]rror/.test(text)) {
      step.failed = true;
      step.left = stamp;
      record.failedState = state;
      if (!/^state failed/.test(text)) this.why = { text: keep(text, 300), cite };
      this.fail(record, stamp, cite);
    }
  }

  /** An error beside a run: why it stops. */
  private trouble(message: string, stamp: Stamp, cite: Cite): void {
    if (/^Error found when handling state machine/.test(message)) return;
    const shard = SHARD.exec(message)?.[0];
    const remote = REMOTE.exec(message);
    const run = remote
      ? [...this.open.values()].findLast(
          ({ record }) => record.machine === remote[1] && record.steps.some((one) => one.state === remote[2]),
        )
      : undefined;
    if (this.why === undefined || remote === null) this.why = { text: keep(message, 300), cite, shard };
    if (!run || !remote) return;
    run.record.failedState = remote[2];
    run.record.shard = shard;
    this.fail(run.record, stamp, cite);
    run.record.error = keep(message, 300);
    run.record.errorCite = cite;
    this.current = run;
  }

  private fail(record: ChangeRecord, stamp: Stamp, cite: Cite): void {
    record.outcome = 'failed';
    record.end = stamp;
    record.endCite = cite;
    if (this.why !== undefined) {
      record.error ??= this.why.text;
      record.errorCite ??= this.why.cite;
      record.shard ??= this.why.shard;
    }
  }

  private begin(key: string, object: string, machine: string, stamp: Stamp, cite: Cite): Run {
    if (this.open.size >= MAX_OPEN) this.close(this.open.keys().next().value ?? '');
    const place = { entry: this.entry, sub: this.sub, cite, stamp };
    const run: Run = { record: { type: 'change', source: 'log', ...place, machine, object, steps: [], outcome: 'open' } };
    this.open.set(key, run);
    this.why = undefined;
    return run;
  }

  private close(key: string): void {
    const run = this.open.get(key);
    if (run === undefined) return;
    this.open.delete(key);
    run.record.seenUntil = this.until;
    const list = run.record.outcome === 'succeeded' ? this.good : this.bad;
    list.push(run.record);
    // Twice as many as are kept, so that dropping is rare.
    if (list.length > 2 * KEEP_BAD) list.splice(0, KEEP_BAD);
  }
}
