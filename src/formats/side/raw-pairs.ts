/**
 * Replies of name and value pairs as redis-cli prints them to a file or a pipe, a line each (cliFormatReplyRaw):
 *   loglevel              CONFIG GET
 *   notice
 *   peak.allocated        MEMORY STATS
 *   8403408
 *   count                 ACL LOG: claimed, no record
 * and the same as one line a pair or one line for all in the dumps of client libraries:
 *   'loglevel': 'notice',
 *   {'loglevel': 'notice', 'maxmemory': '0'}
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { InfoRecord } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newValues, wrapperStamp } from './cite.js';
import { isDistinctiveOption, KNOWN_OPTIONS } from './known-options.js';

const MAX_PAIRS = 5000;
const OPTION = /^[a-z][a-z0-9._-]{1,80}$/;
const MEMORY_KEY = /^[a-z][a-z-]{0,40}(?:\.[a-z0-9-]{1,40}){1,4}$/;
const QUOTED_PAIR = /^\s{0,20}(["'])([a-z][a-z0-9_-]{1,80})\1 ?[:,=] ?(["'])(.*)\3,?$/;
const DICT_PAIR = /(["'])([a-z][a-z0-9_-]{1,80})\1: ?(["'])((?:(?!\3)[^\\]|\\.){0,1000})\3/g;
const ACL_LOG_KEY = /^(?:count|reason|context|object|username|age-seconds|client-info|entry-id|timestamp-(?:created|last-updated))$/;

const KINDS = {
  config: { what: 'config', section: 'CONFIG GET', key: OPTION },
  search: { what: 'config', section: 'FT.CONFIG GET', key: /^[A-Z][A-Z0-9_]{1,80}$/ },
  memory: { what: 'memory', section: 'MEMORY STATS', key: MEMORY_KEY },
  'acl-log': { what: 'other', section: 'ACL LOG', key: ACL_LOG_KEY },
} as const;

function newRecord(text: string, context: LineContext, what: InfoRecord['what'], section: string): InfoRecord {
  const sections = [{ section, values: newValues(), complete: false }];
  return {
    type: 'info',
    entry: context.entry,
    sub: context.sub,
    cite: citeOf(text, context),
    stamp: wrapperStamp(context),
    what,
    sections,
  };
}

/** Name and value on lines of their own. */
class AlternatingReader implements BlockReader {
  private readonly record: InfoRecord;
  private readonly isKey: (text: string) => boolean;
  private key: string | undefined;
  private pairs = 0;

  constructor(text: string, context: LineContext, kind: keyof typeof KINDS) {
    this.record = newRecord(text, context, KINDS[kind].what, KINDS[kind].section);
    const plain = kind === 'memory' ? (name: string) => /^(?:overhead|keys|dataset|peak|fragmentation)/.test(name) : () => false;
    this.isKey = (name) => KINDS[kind].key.test(name) || plain(name);
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    const section = this.record.sections[0];
    const value = text.trimEnd();
    if (this.key === undefined || (this.record.what === 'memory' && MEMORY_KEY.test(value))) {
      if (!this.isKey(value)) return value === '' ? 'taken' : 'refused';
      this.key = value;
      return 'taken';
    }
    this.pairs += 1;
    if (this.pairs <= MAX_PAIRS) section.values[this.key] = { value: keep(value), line: context.line, offset: context.offset };
    this.key = undefined;
    return 'taken';
  }

  finish(): InfoRecord[] {
    this.record.sections[0].complete = this.key === undefined;
    return this.pairs > 0 && this.record.what !== 'other' ? [this.record] : [];
  }
}

/** `'name': 'value',` on one line. */
class QuotedPairReader implements BlockReader {
  private readonly record: InfoRecord;
  private pairs = 0;

  constructor(text: string, context: LineContext) {
    this.record = newRecord(text, context, 'config', 'CONFIG GET');
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    const found = QUOTED_PAIR.exec(text);
    if (!found) return /^\s*[}\]]/.test(text) ? 'closed' : 'refused';
    this.pairs += 1;
    if (this.pairs <= MAX_PAIRS) {
      this.record.sections[0].values[found[2]] = { value: keep(found[4]), line: context.line, offset: context.offset };
    }
    return 'taken';
  }

  finish(): InfoRecord[] {
    return [this.record];
  }
}

function openDict(text: string, context: LineContext): BlockReader | undefined {
  const record = newRecord(text, context, 'config', 'CONFIG GET');
  const values = record.sections[0].values;
  let known = 0;
  let pairs = 0;
  for (const [, , name, , value] of text.slice(0, 200_000).matchAll(DICT_PAIR)) {
    if (isDistinctiveOption(name)) known += 1;
    pairs += 1;
    if (pairs <= MAX_PAIRS) values[name] = { value: keep(value), line: context.line, offset: context.offset };
  }
  if (known < 2 && !(known === 1 && pairs === 1)) return undefined;
  return { line: () => 'refused', finish: () => [record] };
}

export function openRawConfig(text: string, context: LineContext): BlockReader | undefined {
  const name = text.trimEnd();
  return KNOWN_OPTIONS.has(name) || isDistinctiveOption(name) ? new AlternatingReader(text, context, 'config') : undefined;
}

/** RediSearch's own options, in capitals: `WORKERS` / `8`. */
export function openRawSearchConfig(text: string, context: LineContext): BlockReader | undefined {
  return KINDS.search.key.test(text.trimEnd()) ? new AlternatingReader(text, context, 'search') : undefined;
}

export const rawPairs: Format = {
  name: 'config-get',
  samples: ['loglevel', 'peak.allocated', "'loglevel': 'notice',", "{'loglevel': 'notice', 'maxmemory': '0'}", 'search-workers'],
  open(text, context) {
    const first = text.charCodeAt(0);
    if (first >= 97 && first <= 122) {
      if (text.length > 100 || text.includes(' ')) return undefined;
      const name = text.trimEnd();
      if (isDistinctiveOption(name)) return new AlternatingReader(text, context, 'config');
      if (name === 'peak.allocated') return new AlternatingReader(text, context, 'memory');
      return name === 'count' && context.line === 1 ? new AlternatingReader(text, context, 'acl-log') : undefined;
    }
    if (first === 123 && (text[1] === "'" || text[1] === '"') && /["']: ?["']/.test(text.slice(0, 300))) return openDict(text, context);
    const pair = first === 32 || first === 39 || first === 34 ? QUOTED_PAIR.exec(text) : null;
    return pair && isDistinctiveOption(pair[2]) ? new QuotedPairReader(text, context) : undefined;
  },
};
