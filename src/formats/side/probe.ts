/**
 * A command that somebody ran against a server and what came back, from a shell or from redis-cli's own prompt:
 *   $ timeout 5 redis-cli -h 127.0.0.1 -p 7001 PING
 *   2026-11-23T06:27:30Z
 *   exit status: 124
 *   127.0.0.1:6379> PING
 *   Could not connect to Redis at 127.0.0.1:6379: Connection refused
 * Output that another format of this folder knows (INFO, CLUSTER NODES, SLOWLOG…) is read by it.
 * Not handled: shells whose prompt shows no `$`, `#`, `%`; several commands on one line.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ProbeRecord, Rec } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, wrapperStamp } from './cite.js';
import { type ProbeCommand, parseCliCommand, parseCliPrompt, parseShellPrompt } from './probe-command.js';
import { openRawLatency } from './raw-latency.js';
import { openRawConfig, openRawSearchConfig } from './raw-pairs.js';
import { openRawSlowlog } from './raw-slowlog.js';
import { parseIsoStamp } from './stamp.js';

/** Lines of an answer that nobody else reads. More of them belong to something else. */
const MAX_PLAIN_LINES = 200;
const EXIT = /^\[?(?:exit(?:ed)?(?:[ _]with)?(?:[ _](?:status|code))?|rc|status|\$\?)\s{0,4}[:=]?\s{0,4}(\d{1,3})\]?$/i;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?$/;
const REFUSED = /^(?:Could not connect to .{0,300}|.{0,100}: )?(?:Connection refused|No such file or directory)$/;
const TIMED_OUT =
  /^(?:Could not connect to .{0,300}: (?:Connection timed out|Operation timed out|Operation now in progress|No route to host|Resource temporarily unavailable)|Error: (?:Resource temporarily unavailable|Connection timed out|I\/O error|timed? ?out.{0,60})|\^C)$/i;
const FAILED =
  /^(?:\(error\) .*|Could not connect to .*|Error: .*|Unrecognized option .*|(?:ERR|BUSY|LOADING|NOAUTH|WRONGPASS|MISCONF|OOM|CLUSTERDOWN|MASTERDOWN|NOPERM|READONLY|TRYAGAIN|UNKILLABLE|DENIED|AUTH failed).*)$/;
/** Answers of one line that end the output. */
const SINGLE = /^(?:"?PONG"?|OK|\(integer\) -?\d+|\(nil\)|"[^"]*")$/;

class ProbeReader implements BlockReader {
  private readonly record: ProbeRecord;
  private readonly results: Rec[] = [];
  private inner: BlockReader | undefined;
  private outcome: ProbeRecord['outcome'] | undefined;
  private plainLines = 0;
  private ended = false;

  constructor(
    private readonly probe: ProbeCommand,
    private readonly innerFormats: () => Format[],
    text: string,
    context: LineContext,
  ) {
    const place = { entry: context.entry, sub: context.sub, cite: citeOf(text, context), stamp: wrapperStamp(context) };
    this.record = { type: 'probe', ...place, command: keep(probe.command), host: probe.host, port: probe.port, outcome: 'error' };
  }

  line(text: string, context: LineContext): BlockAnswer {
    const exit = EXIT.exec(text);
    if (exit) {
      this.record.exitStatus = Number(exit[1]);
      return 'closed';
    }
    if (TIME.test(text) && this.plainLines === 0 && this.record.stamp.basis === 'none') {
      this.record.stamp = parseIsoStamp(text) ?? this.record.stamp;
      return 'taken';
    }
    if (this.inner && this.offerInner(text, context)) return 'taken';
    if (text.trim() === '') {
      this.ended ||= this.plainLines > 0;
      return 'taken';
    }
    if (this.ended || parseShellPrompt(text) !== undefined || parseCliPrompt(text)) return 'refused';
    if (this.openInner(text, context)) return 'taken';
    return this.plain(text);
  }

  finish(): Rec[] {
    this.closeInner();
    const known = this.outcome !== undefined || this.record.exitStatus !== undefined || this.results.length > 0 || this.plainLines > 0;
    if (!known) return this.results;
    this.record.outcome = this.judge();
    for (const result of this.results) {
      if ('stamp' in result && result.stamp.basis === 'none') result.stamp = { ...this.record.stamp };
    }
    return [this.record, ...this.results];
  }

  private offerInner(text: string, context: LineContext): boolean {
    const answer = this.inner?.line(text, context);
    if (answer !== 'taken') this.closeInner();
    return answer === 'taken' || answer === 'closed';
  }

  private openInner(text: string, context: LineContext): boolean {
    this.inner = this.openByRequest(text, context);
    for (const format of this.inner ? [] : this.innerFormats()) {
      this.inner = format.open(text, context);
      if (this.inner) break;
    }
    return this.inner !== undefined;
  }

  /** Answers that only the question makes clear. */
  private openByRequest(text: string, context: LineContext): BlockReader | undefined {
    if (/^(?:SLOWLOG|COMMANDLOG) GET/.test(this.probe.request)) return openRawSlowlog(text, context);
    if (this.probe.request.startsWith('LATENCY LATEST')) return openRawLatency(text, context);
    if (/^_?FT\.CONFIG GET/.test(this.probe.request)) return openRawSearchConfig(text, context);
    return this.probe.request.startsWith('CONFIG GET') ? openRawConfig(text, context) : undefined;
  }

  private closeInner(): void {
    if (this.inner) this.results.push(...this.inner.finish());
    this.inner = undefined;
  }

  private plain(text: string): BlockAnswer {
    this.plainLines += 1;
    if (this.plainLines === 1) this.record.reply = keep(text, 200);
    if (REFUSED.test(text)) this.outcome ??= 'refused';
    else if (TIMED_OUT.test(text)) this.outcome ??= 'timeout';
    else if (this.plainLines === 1 && FAILED.test(text)) this.outcome ??= 'error';
    this.ended = this.outcome !== undefined || SINGLE.test(text) || this.plainLines >= MAX_PLAIN_LINES;
    return 'taken';
  }

  private judge(): ProbeRecord['outcome'] {
    const status = this.record.exitStatus;
    if (status === 124 || (status === 137 && this.probe.limited)) return 'timeout';
    if (this.outcome) return this.outcome;
    return status === undefined || status === 0 ? 'ok' : 'error';
  }
}

/** The formats that read the output inside are given late, because their list contains this one. */
export function createProbe(innerFormats: () => Format[]): Format {
  return {
    name: 'redis-cli',
    samples: [
      '$ timeout 5 redis-cli -h 127.0.0.1 -p 7001 PING',
      '127.0.0.1:6379> PING',
      'root@host:/data# redis-cli -p 6380 INFO',
      '[ops@node1 ~]$ /usr/bin/valkey-cli ping',
      '$ docker exec -it cache redis-cli ping',
    ],
    open(text, context) {
      const typed = text.includes('-cli') ? parseShellPrompt(text) : undefined;
      const probe = (typed === undefined ? undefined : parseCliCommand(typed)) ?? parseCliPrompt(text);
      return probe ? new ProbeReader(probe, innerFormats, text, context) : undefined;
    },
  };
}
