/**
 * redis.conf, valkey.conf, sentinel.conf, also as rewritten by CONFIG REWRITE or pasted in part:
 *   loglevel notice
 *   client-output-buffer-limit replica 256mb 64mb 60
 *   sentinel monitor mymaster 127.0.0.1 6380 2
 * Read by loadServerConfigFromString (config.c, 2.4 and later) with sdssplitargs, whose quoting is repeated here.
 * Not handled: files named by `include` (they are entries of their own), wildcards, multi-line values (Redis has none).
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ConfRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep } from './cite.js';
import { isInfoHeader } from './info.js';
import { COMMON_WORDS, isDistinctiveOption, isModuleOption, KNOWN_OPTIONS } from './known-options.js';
import { splitArgs } from './split-args.js';

const MAX_DIRECTIVES = 5000;
const MAX_ARGS = 64;
const TITLE = /^# (?:Redis|Valkey|Example sentinel\.conf|KeyDB) ?(?:configuration file|$)/;
const NAME = /^[a-z][a-z0-9._-]{0,80}$/;

const PATH = /^["']?[./~]|^["']{2}$/;
const ADDRESS = /^-?(?:\*|localhost|::\*?|[\d.]+|[0-9a-fA-F:]*:[0-9a-fA-F:.%\w]*)$/;
const NUMBER = /^\d{1,10}$/;

/** Shape of the arguments of directives whose names are ordinary words. */
const SHAPES = new Map<string, (args: string[]) => boolean>(
  Object.entries({
    port: (args: string[]) => args.length === 1 && NUMBER.test(args[0]),
    bind: (args: string[]) => args.length > 0 && args.every((arg) => ADDRESS.test(arg)),
    save: (args: string[]) => (args.length === 1 && args[0] === '') || (args.length > 0 && args.every((arg) => NUMBER.test(arg))),
    dir: (args: string[]) => args.length === 1 && PATH.test(args[0]),
    timeout: (args: string[]) => args.length === 1 && NUMBER.test(args[0]),
    databases: (args: string[]) => args.length === 1 && NUMBER.test(args[0]),
    hz: (args: string[]) => args.length === 1 && NUMBER.test(args[0]),
    include: (args: string[]) => args.length === 1 && PATH.test(args[0]) && !args[0].endsWith(';'),
    user: (args: string[]) => args.length > 1 && /^(?:on|off|nopass|resetpass|reset|[~%&+#><-].*)$/.test(args[1]),
    supervised: (args: string[]) => args.length === 1 && /^(?:no|systemd|upstart|auto)$/.test(args[0]),
    logfile: (args: string[]) => args.length === 1,
    pidfile: (args: string[]) => args.length === 1 && PATH.test(args[0]),
    loglevel: (args: string[]) => args.length === 1 && /^(?:debug|verbose|notice|warning|nothing)$/.test(args[0]),
    sentinel: (args: string[]) => /^[a-z][a-z-]+$/.test(args[0] ?? '') && args.length > 1,
    maxmemory: (args: string[]) => args.length === 1 && /^\d+[a-z]{0,2}$/i.test(args[0]),
    maxclients: (args: string[]) => args.length === 1 && NUMBER.test(args[0]),
    mptcp: (args: string[]) => args.length === 1,
    lookahead: (args: string[]) => args.length === 1 && NUMBER.test(args[0]),
  }),
);

interface Directive {
  name: string;
  args: string[];
}

function parseDirective(text: string): Directive | undefined {
  const args = splitArgs(text, MAX_ARGS);
  const name = args?.shift()?.toLowerCase();
  if (!args || !name || !NAME.test(name)) return undefined;
  return { name, args: args.map((arg) => keep(arg)) };
}

/** Opening asks for a known name; common words also for arguments of the right shape. */
function detectOpening(directive: Directive): boolean {
  if (directive.args.length === 0) return false;
  const shape = SHAPES.get(directive.name);
  if (shape) return shape(directive.args);
  return KNOWN_OPTIONS.has(directive.name) || isModuleOption(directive.name);
}

/** Inside a file a value may be wrong (that is why the server would not start), and a directive of a module or of a newer version
 * has an unknown name, but never the look of a sentence. */
function detectMember(directive: Directive): boolean {
  const { name, args } = directive;
  if (COMMON_WORDS.has(name)) return args.length === 1 || detectOpening(directive) || name === 'bind' || name === 'save';
  if (KNOWN_OPTIONS.has(name) || /[._-]/.test(name)) return args.length > 0;
  return args.length === 1;
}

class ConfReader implements BlockReader {
  private readonly record: ConfRecord;
  private distinctive = false;

  constructor(text: string, context: LineContext) {
    this.record = { type: 'conf', entry: context.entry, sub: context.sub, cite: citeOf(text, context), directives: [] };
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (text === '' || text.trim() === '') return 'taken';
    if (text.trimStart().startsWith('#')) return isInfoHeader(text) ? 'refused' : 'taken';
    const directive = parseDirective(text);
    if (!directive || !detectMember(directive)) return 'refused';
    if (isDistinctiveOption(directive.name)) this.distinctive = true;
    if (this.record.directives.length < MAX_DIRECTIVES) this.record.directives.push({ ...directive, cite: citeOf(text, context) });
    return 'taken';
  }

  finish(): ConfRecord[] {
    return this.distinctive ? [this.record] : [];
  }
}

export const redisConf: Format = {
  name: 'redis-conf',
  samples: [
    'loglevel notice',
    'port 6379',
    'bind 127.0.0.1 -::1',
    'dir "/var/lib/redis/sentinel-26381"',
    'save 3600 1 300 100 60 10000',
    'sentinel monitor mymaster 127.0.0.1 6380 2',
    'user default on nopass sanitize-payload ~* &* +@all',
    'loadmodule /opt/redisearch.so WORKERS 8',
    '# Redis configuration file example.',
    'search-workers 8',
  ],
  open(text, context) {
    if (text.length > 4096) return undefined;
    const first = text.charCodeAt(0);
    if (first === 35) return TITLE.test(text) ? new ConfReader(text, context) : undefined;
    if (first < 97 || first > 122) return undefined;
    const directive = parseDirective(text);
    return directive && detectOpening(directive) ? new ConfReader(text, context) : undefined;
  },
};
