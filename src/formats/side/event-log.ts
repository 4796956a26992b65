/**
 * Events and alerts of Redis Enterprise: event_log.log and the same through syslog (docs "rsyslog logging"):
 *   2025-11-24 10:53:15 INFO EventLog: {"type":"node_joined","object":"node:3","time":1763981595}
 *   daemon.warning: Jun 14 14:49:20 node1 event_log[3464]:{"object":"node:1","state":true,"time":1434282560,"type":"ephemeral_storage"}
 *   2025-11-24 10:53:15,221 WARNING event_log MainThread: {"type":"high_latency","object":"bdb:1","state":true,"time":1763981655}
 * also with the JSON on lines of its own, and `/v1/logs` of the REST API, an array of objects with `severity` instead of a head:
 *   [{"time":"2014-08-29T11:19:49Z","type":"bdb_name_updated","severity":"INFO","bdb_uid":"1","old_val":"a","new_val":"b"}]
 * `state` true raises an alert, false clears it. The third form is that of a grok pattern of a Redis team; no line of it is public.
 */
import type { BlockAnswer, BlockReader, Format } from '../../model/format.js';
import type { ManagerRecord, Stamp } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newFields, wrapperStamp } from './cite.js';
import { ManagerFold } from './manager-fold.js';
import { parseIsoStamp } from './stamp.js';

const MAX_JSON = 65_536;
const MAX_ARRAY = 1_048_576;
const MAX_JSON_LINES = 200;
const HEAD =
  /^(?:(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:,\d{3})? ([A-Z]{1,10}):? (?:EventLog|event_log [\w-]{1,40}):)|(?:(?:\w{1,20}\.(\w{1,12}): )?.{0,300}?\bevent_log\[\d{1,10}\]:)) ?(\{.*)?$/;
const OBJECT = /^(?:cluster|user|role|ldap|license|(?:node|bdb|redis|shard|endpoint|crdb|proxy|cm|user|account)(?::[\w:-]{1,80})?)$/;

/** Keys by which `/v1/logs` names what an event is about. */
const OWNERS = ['bdb_uid', 'node_uid', 'crdb_guid', 'user_uid', 'cluster_uid'];

type Json = Record<string, unknown>;

function parseEvent(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return value as Json;
  } catch {
    return undefined;
  }
}

function arrayOf(text: string): Json[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value)
      ? value.filter((item): item is Json => typeof item === 'object' && item !== null && !Array.isArray(item))
      : [];
  } catch {
    return [];
  }
}

/** A bare JSON line belongs here when its object is one of Redis Enterprise's. */
function detectEvent(event: Json): boolean {
  const { type, object, time, severity } = event;
  if (typeof type === 'string' && typeof severity === 'string' && OWNERS.some((key) => key in event) && time !== undefined) return true;
  return typeof type === 'string' && typeof object === 'string' && OBJECT.test(object) && time !== undefined;
}

function stampOf(event: Json, text: string, context: LineContext): Stamp {
  if (typeof event.time === 'number' && event.time > 1e8 && event.time < 1e11) return { wallMs: event.time * 1000, basis: 'absolute' };
  const iso = typeof event.time === 'string' ? parseIsoStamp(event.time) : undefined;
  return iso ?? parseIsoStamp(text) ?? wrapperStamp(context);
}

function scalarsOf(event: Json): Record<string, string> {
  const fields = newFields();
  for (const [name, value] of Object.entries(event).slice(0, 40)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      fields[keep(name, 80)] = keep(String(value), 300);
  }
  fields.object ??= event.bdb_uid !== undefined ? `bdb:${event.bdb_uid}` : event.node_uid !== undefined ? `node:${event.node_uid}` : '';
  if (fields.object === '') delete fields.object;
  const [kind, id] = (fields.object ?? '').split(':', 2);
  if (kind === 'bdb' && id) fields.database = `bdb:${id}`;
  if (kind === 'node' && id) fields.node = `node:${id}`;
  if ((kind === 'redis' || kind === 'shard') && id) fields.shard = `redis:${id}`;
  return fields;
}

/** Alerts about load, size and taste: a healthy cluster raises them (docs "alerts and events", level warning, and the thresholds of a busy day). */
const MINOR =
  /^(?:even_node_count|inconsistent_\w+|high_throughput|low_throughput|high_latency|high_syncer_lag|backup_delayed|cpu_utilization|net_throughput|memory|size|ram_values|ram_dataset_overhead|shard_num_ram_values|too_few_nodes_for_replication|license\w*|provisioned_memory|available_memory|node_joined)$/;

function eventOf(event: Json): ManagerRecord['event'] {
  const type = String(event.type);
  if (/failover/.test(type) && !/fail(?:ed|ure)$|abort|error/.test(type)) return 'failover';
  if (event.state === false) return 'alert-over';
  const raised = event.state === true || typeof event.state === 'undefined';
  if (type === 'failed' && raised && /^node:/.test(String(event.object))) return 'node-down';
  if (event.state === true) return MINOR.test(type) ? 'alert-minor' : 'alert';
  return /_failed$|_err(?:or)?$|_error$|^multiple_nodes_down$/.test(type) ? 'alert' : 'other';
}

class EventLogReader implements BlockReader {
  private readonly fold = new ManagerFold();
  private open: { text: string; cite: ManagerRecord['cite']; json: string; lines: number; level: string } | undefined;

  constructor(text: string, context: LineContext) {
    this.line(text, context);
  }

  line(text: string, context: LineContext): BlockAnswer {
    if (this.open) return this.more(text, context);
    if (text.trim() === '') return 'taken';
    if (text.startsWith('[{')) return this.array(text, context);
    const head = text.length <= MAX_JSON ? HEAD.exec(text) : null;
    if (!head && !(text.startsWith('{') && text.length <= MAX_JSON)) return 'refused';
    const json = head ? (head[3] ?? '') : text;
    const event = parseEvent(json);
    if (event && (head || detectEvent(event))) this.add(event, head?.[1] ?? head?.[2] ?? '', text, context, citeOf(text, context));
    else if (head) this.open = { text, cite: citeOf(text, context), json, lines: 0, level: head[1] ?? head[2] ?? '' };
    else return 'refused';
    return 'taken';
  }

  private array(text: string, context: LineContext): BlockAnswer {
    const events = text.length <= MAX_ARRAY ? arrayOf(text) : [];
    if (events.length === 0 || !events.every(detectEvent)) return 'refused';
    for (const event of events) this.add(event, '', text, context, citeOf(text, context));
    return 'taken';
  }

  finish(): ManagerRecord[] {
    return this.fold.finish();
  }

  /** The JSON of the documentation's samples stands on lines of its own behind the head. */
  private more(text: string, context: LineContext): BlockAnswer {
    const open = this.open;
    if (!open) return 'refused';
    open.lines += 1;
    open.json += `${text}\n`;
    if (HEAD.test(text) || open.lines > MAX_JSON_LINES || open.json.length > MAX_JSON) {
      this.open = undefined;
      return this.line(text, context);
    }
    if (text.trimEnd().endsWith('}')) {
      const event = parseEvent(open.json);
      this.open = undefined;
      if (event) this.add(event, open.level, open.text, context, open.cite);
    }
    return 'taken';
  }

  private add(event: Json, level: string, text: string, context: LineContext, cite: ManagerRecord['cite']): void {
    const fields = scalarsOf(event);
    const { entry } = context;
    const place = { entry, sub: context.sub, cite, stamp: stampOf(event, text, context) };
    const said = level || (typeof event.severity === 'string' ? event.severity : '');
    const kind = eventOf(event);
    this.fold.add(`${fields.type} ${fields.object} ${fields.state}`, () => ({
      type: 'manager',
      component: 'event_log',
      ...place,
      level: said,
      event: kind,
      fields,
    }));
  }
}

export const eventLog: Format = {
  name: 'enterprise-events',
  samples: [
    '2025-11-24 10:53:15 INFO EventLog: {"type":"node_joined","object":"node:3","time":1763981595}',
    'daemon.warning: Jun 14 14:49:20 node1 event_log[3464]:{"object":"node:1","state":true,"time":1434282560,"type":"ephemeral_storage"}',
    '{"object":"bdb:1","state":true,"time":1434282560,"type":"high_latency","threshold":"5"}',
    'daemon.err: Jun 15 13:51:23 node1 event_log[34252]: ',
  ],
  open(text, context) {
    if (text.length > MAX_ARRAY) return undefined;
    if (text.startsWith('[{')) {
      if (!text.includes('"type"') || !text.includes('"severity"')) return undefined;
      const events = arrayOf(text);
      return events.length > 0 && events.every(detectEvent) ? new EventLogReader(text, context) : undefined;
    }
    if (text.length > MAX_JSON) return undefined;
    if (text.charCodeAt(0) === 123) {
      if (!text.includes('"type"') || !/"(?:object|severity)"/.test(text)) return undefined;
      const event = parseEvent(text);
      return event && detectEvent(event) ? new EventLogReader(text, context) : undefined;
    }
    if (!text.includes('EventLog:') && !text.includes('event_log[') && !text.includes(' event_log ')) return undefined;
    return HEAD.test(text) ? new EventLogReader(text, context) : undefined;
  },
};
