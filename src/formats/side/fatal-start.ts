/**
 * What the server writes to stderr, without log prefix, when it will not start (loadServerConfigFromString in config.c,
 * loadAppendOnlyManifest in aof.c, usage() and main() in server.c, ld.so):
 *   *** FATAL CONFIG FILE ERROR (Redis 7.4.1) ***        Valkey: (Version 9.1.2); before 6.2 no version
 *   Reading the configuration file, at line 9
 *   >>> 'save 900'
 *   Invalid save parameters
 * Not handled: reasons that go through the log (bind, module, ACL file, RDB): they have the prefix of a log line.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { FatalStartRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields, wrapperStamp } from './cite.js';

const HEADING = /^\*\*\* FATAL (CONFIG FILE|AOF MANIFEST FILE|CONFIG) ERROR(?: \((Redis|Version|Valkey) ([\w.-]{1,40})\))? \*\*\*$/;
const AT_LINE = /^Reading the (?:configuration|manifest) file, at line (\d{1,9})$/;
const DIRECTIVE = /^>>> '(.*)'$/;
const SINGLE: [RegExp, FatalStartRecord['what']][] = [
  [/^(?:Fatal error, )?[Cc]an't open config file '?.{1,400}$/, 'config'],
  [/^Can't open the log file: .{1,200}$/, 'logfile'],
  [/^Usage: (?:\S{0,200}\/)?(?:redis|valkey)-(?:server|sentinel) \[/, 'usage'],
  [
    /^(?:\S{0,200}\/)?(?:redis|valkey)-(?:server|sentinel): (?:error while loading shared libraries|symbol lookup error|\S{1,200}: version `)/,
    'other',
  ],
  [/^Fatal error loading the DB: .{1,300}$/, 'other'],
  [/^Aborting (?:Redis|Valkey|server) startup because of ACL errors: .{1,400}$/, 'acl'],
  [/^Sentinel (?:config file .{1,300} is not writable|started without a config file).*$/, 'config'],
  [
    /^(?:Unrecoverable error: corrupted cluster config file|Sorry, the cluster configuration file .{1,300} is already used).*$/,
    'cluster-config',
  ],
];

/** First characters of all the above, because every line that nobody else knows comes here. */
const FIRST = new Set([...'*FCcUASrv./'].map((char) => char.charCodeAt(0)));

function newRecord(what: FatalStartRecord['what'], text: string, context: LineContext): FatalStartRecord {
  const cite = citeOf(text, context);
  const product = /valkey/i.test(text) ? 'valkey' : 'redis';
  const { entry, sub, wrapPid: pid } = context;
  return { type: 'fatal-start', what, entry, sub, cite, pid, stamp: wrapperStamp(context), product, fields: newFields(), cites: [cite] };
}

class FatalConfigReader implements BlockReader {
  /** `>>> '…'` and the reasons are messages of the log too. */
  readonly ownsKnown = true;
  private readonly record: FatalStartRecord;

  constructor(heading: RegExpExecArray, text: string, context: LineContext) {
    this.record = newRecord(heading[1] === 'AOF MANIFEST FILE' ? 'aof-manifest' : 'config', text, context);
    if (heading[2] && heading[2] !== 'Redis') this.record.product = 'valkey';
    if (heading[3]) this.record.version = heading[3];
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text.trim() === '') return 'taken';
    const { fields } = this.record;
    const atLine = AT_LINE.exec(text);
    const directive = DIRECTIVE.exec(text);
    if (atLine && fields.line === undefined) fields.line = atLine[1];
    else if (directive && fields.directive === undefined) fields.directive = keep(directive[1]);
    else if (text.startsWith('***') || text.length > 2000) return 'refused';
    else return this.reason(text, context);
    this.record.cites.push(citeOf(text, context));
    return 'taken';
  }

  finish(): FatalStartRecord[] {
    return [this.record];
  }

  private reason(text: string, context: LineContext): BlockAnswer {
    this.record.fields.reason = keep(text.trim(), 300);
    this.record.cites.push(citeOf(text, context));
    if (text.startsWith("Can't open the log file")) this.record.what = 'logfile';
    if (/^(?:user|aclfile) /.test(this.record.fields.directive ?? '')) this.record.what = 'acl';
    return 'closed';
  }
}

/** Usage has several lines, all indented or of the same look. */
class SingleReader implements BlockReader {
  constructor(private readonly record: FatalStartRecord) {}

  line(text: string): BlockAnswer {
    if (this.record.what !== 'usage') return 'refused';
    return text === '' || /^ {2,}|^Examples:|^Sentinel mode:|^Note:/.test(text) ? 'taken' : 'refused';
  }

  finish(): FatalStartRecord[] {
    return [this.record];
  }
}

export const fatalStart: Format = {
  name: 'fatal-start',
  samples: [
    '*** FATAL CONFIG FILE ERROR (Redis 7.4.1) ***',
    '*** FATAL CONFIG FILE ERROR (Version 9.1.2) ***',
    '*** FATAL CONFIG FILE ERROR ***',
    '*** FATAL AOF MANIFEST FILE ERROR ***',
    "Can't open the log file: Permission denied",
    'Usage: ./redis-server [/path/to/redis.conf] [options] [-]',
    "Fatal error, can't open config file '/etc/redis/not-there.conf': No such file or directory",
    'redis-server: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory',
  ],
  open(text, context) {
    if (text.length > 2000 || !FIRST.has(text.charCodeAt(0))) return undefined;
    const heading = text.startsWith('*** FATAL ') ? HEADING.exec(text.trimEnd()) : null;
    if (heading) return new FatalConfigReader(heading, text, context);
    const single = SINGLE.find(([pattern]) => pattern.test(text));
    if (!single) return undefined;
    const record = newRecord(single[1], text, context);
    record.fields.reason = keep(text.trim(), 300);
    return new SingleReader(record);
  },
};
