/**
 * INFO of Redis 2.4–8, Valkey and Sentinel, whole or single sections, CR LF or LF, and CLUSTER INFO:
 *   # Server
 *   redis_version:7.4.1
 * Printed by genRedisInfoString (server.c), genClusterInfoString (cluster.c) and module info callbacks (`# search_version`).
 * Not handled: INFO inside a crash report (the report's reader has it) and INFO of 2.2 without sections in other spellings.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { InfoRecord, KeyValues } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newValues, wrapperStamp } from './cite.js';

const MAX_KEYS = 20_000;
const HEADER = /^# [A-Za-z][\w.-]{0,63}$/;
const MEMBER = /^[A-Za-z_][^:\s]{0,200}:(?:$|[^\s])/;

const SECTIONS = new Set(
  (
    'Server Clients Memory Persistence Stats Replication CPU Modules Commandstats Errorstats Latencystats Cluster Keyspace Keysizes ' +
    'Sentinel Threads Debug Hotkeys Scriptingengines Availability'
  ).split(' '),
);

/** First words of INFO's and CLUSTER INFO's keys: a pasted piece may begin anywhere. */
const KNOWN_KEY =
  /^(?:redis_(?:version|git_sha1|git_dirty|build_id|mode)|valkey_(?:version|release_stage)|server_name|server_time_usec|process_id|run_id|tcp_port|uptime_in_(?:seconds|days)|lru_clock|executable|config_file|monotonic_clock|multiplexing_api|connected_(?:clients|slaves)|maxclients|blocked_clients|client_recent_max_\w+|clients_in_timeout_table|cluster_(?:state|slots_\w+|known_nodes|size|current_epoch|enabled|connections)|used_memory\w*|mem_(?:fragmentation|clients|aof|not|cluster|allocator|replica|total)\w*|allocator_\w+|rss_overhead\w*|maxmemory(?:_\w+)?|total_system_memory\w*|rdb_(?:changes|bgsave|last|current|saves)\w*|aof_(?:enabled|rewrite|last|current|base|buffer|pending|delayed)\w*|current_(?:cow|fork|save|eviction|active)\w*|async_loading|total_(?:connections|commands|net|error|reads|writes|forks|eviction|active)\w*|instantaneous_\w+|rejected_connections|sync_(?:full|partial)\w*|expired_(?:keys|stale)\w*|evicted_(?:keys|clients)|keyspace_(?:hits|misses)|pubsub_\w+|latest_fork_usec|role:(?:master|slave)|loading:[01]|master_(?:replid|repl|host|port|link|last|sync|failover)\w*|slave\d+:ip=|repl_backlog\w*|second_repl_offset|used_cpu_\w+|cmdstat_[\w|.-]+:calls=|errorstat_\w+:count=|latency_percentiles_usec_|db\d+:keys=|module:name=|io_threads?_\w+|sentinel_(?:masters|tilt|running|scripts)\w*|master\d+:name=|listener\d+:name=)/;

export function isInfoHeader(text: string): boolean {
  return HEADER.test(text) && SECTIONS.has(text.slice(2));
}

class InfoReader implements BlockReader {
  private readonly record: InfoRecord;
  private readonly seen = new Set<string>();
  private keys = 0;
  private afterBlank = false;

  constructor(text: string, context: LineContext) {
    const cite = citeOf(text, context);
    const what = text.startsWith('cluster_') && !text.startsWith('cluster_enabled') ? 'other' : 'info';
    this.record = { type: 'info', entry: context.entry, sub: context.sub, cite, stamp: wrapperStamp(context), what, sections: [] };
    if (!HEADER.test(text)) this.addSection(what === 'other' ? 'CLUSTER INFO' : '');
    this.line(text, context);
  }

  line(raw: string, context: LineContext): BlockAnswer {
    const text = raw.trimEnd();
    if (text === '') {
      this.closeSection();
      this.afterBlank = true;
      return 'taken';
    }
    if (HEADER.test(text)) return this.header(text.slice(2));
    if (!MEMBER.test(text) || (this.afterBlank && !KNOWN_KEY.test(text))) return 'refused';
    this.afterBlank = false;
    this.addValue(text, context);
    return 'taken';
  }

  finish(): InfoRecord[] {
    const sections = this.record.sections.filter((section) => Object.keys(section.values).length > 0);
    return sections.length > 0 ? [{ ...this.record, sections }] : [];
  }

  /** The same section again is the next INFO of a file that holds several. */
  private header(name: string): BlockAnswer {
    if (this.seen.has(name)) return 'refused';
    this.closeSection();
    this.addSection(name);
    this.afterBlank = false;
    return 'taken';
  }

  private addSection(name: string): void {
    this.seen.add(name);
    this.record.sections.push({ section: name, values: newValues(), complete: false });
  }

  private current(): KeyValues | undefined {
    return this.record.sections.at(-1);
  }

  private closeSection(): void {
    const section = this.current();
    if (section) section.complete = true;
  }

  private addValue(text: string, context: LineContext): void {
    const colon = text.indexOf(':');
    const section = this.current();
    if (!section || this.keys >= MAX_KEYS) return;
    this.keys += 1;
    section.values[text.slice(0, colon)] = { value: keep(text.slice(colon + 1)), line: context.line, offset: context.offset };
  }
}

export const info: Format = {
  name: 'info',
  samples: ['# Server', '# Memory', 'redis_version:7.4.1', 'used_memory:8403408', 'cluster_state:ok', 'role:master', '# Keyspace'],
  open(raw, context) {
    if (raw.length > 65_536) return undefined;
    // A terminal's CR CR LF leaves one CR behind.
    const text = raw.trimEnd();
    const opens = text.charCodeAt(0) === 35 ? isInfoHeader(text) : KNOWN_KEY.test(text) && MEMBER.test(text);
    return opens ? new InfoReader(text, context) : undefined;
  },
};
