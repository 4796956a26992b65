/** Messages, times and origins inside the JSON of log exports. Field names are those of the exporters' own documentation. */
import type { Role } from '../../model/records.js';
import { LEVELS, type LineContext } from '../../model/text.js';
import { parseStamp } from '../stamps.js';
import { levelOfSeverity } from './severity.js';

export interface ExportedLine {
  text: string | Buffer;
  timeMs?: number;
  wallMs?: number;
  sub?: string;
  pid?: number;
  level?: LineContext['wrapLevel'];
  role?: Role;
  /** The runtime cut the line here; the next one continues it. */
  isPiece?: boolean;
  isJournal?: boolean;
}

type Json = Record<string, unknown>;

const MAX_DEPTH = 4;
const MESSAGES = ['message', 'log', 'line', '@message', 'textPayload', '_raw', 'body', 'msg', 'Message', 'log_message'];
const TIMES = ['@timestamp', 'timestamp', 'time', 'ts', '_time', 'receiveTimestamp', 'date'];
/** Members that hold the event itself. */
const ENVELOPES = ['_source', 'result', 'jsonPayload', 'attributes', 'content', 'event', 'fields', 'properties', 'data'];
/** Members that hold a list of events. */
const LISTS = ['events', 'result', 'results', 'entries', 'hits', 'data', 'logs', 'records'];

/** The lines in a JSON value, oldest first; undefined when it is no event and holds none. */
export function exportedLines(value: unknown): ExportedLine[] | undefined {
  const lines: ExportedLine[] = [];
  if (!collect(value, lines, 0)) return undefined;
  if (lines.length < 2) return lines;
  // Query interfaces answer with the newest line first.
  return timeOf(lines[0]) > timeOf(lines[lines.length - 1]) ? lines.reverse() : lines;
}

function timeOf(line: ExportedLine): number {
  return line.timeMs ?? line.wallMs ?? Number.NaN;
}

/** True when an event was found, even one that has lost its text. */
function collect(value: unknown, out: ExportedLine[], depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  let found = false;
  if (Array.isArray(value)) {
    for (const item of value) found = collect(item, out, depth + 1) || found;
    return found;
  }
  if (!isObject(value)) return false;
  if (Array.isArray(value.values)) return collectLoki(value, value.values, out);
  const event = parseEvent(value);
  if (event) {
    for (const line of event) out.push(line);
    return true;
  }
  for (const name of LISTS) if (typeof value[name] === 'object') found = collect(value[name], out, depth + 1) || found;
  return found;
}

function collectLoki(value: Json, values: unknown[], out: ExportedLine[]): boolean {
  const labels = isObject(value.stream) ? value.stream : isObject(value.metric) ? value.metric : {};
  const sub = subOf({ labels });
  const lines: ExportedLine[] = [];
  for (const pair of values) {
    if (!Array.isArray(pair) || typeof pair[1] !== 'string') continue;
    lines.push({ text: pair[1], sub, ...parseTime(pair[0]) });
  }
  if (lines.length > 1 && timeOf(lines[0]) > timeOf(lines[lines.length - 1])) lines.reverse();
  for (const line of lines) out.push(line);
  return lines.length > 0;
}

function parseEvent(value: Json): ExportedLine[] | undefined {
  if (isValkeyLine(value)) return undefined;
  if ('MESSAGE' in value) return parseJournal(value);
  const managed = parseManaged(value);
  if (managed) return [managed];
  let holder: Json = value;
  let text = messageOf(value);
  for (const name of text === undefined ? ENVELOPES : []) {
    const inner = value[name];
    if (!isObject(inner)) continue;
    text = isValkeyLine(inner) ? JSON.stringify(inner) : (messageOf(inner) ?? originalOf(inner));
    holder = inner;
    if (text !== undefined) break;
  }
  if (text === undefined) return undefined;
  const inner = text.startsWith('{"CacheClusterId"') ? parseManagedText(text) : undefined;
  if (inner) return [inner];
  const tag = value.logtag ?? value._p;
  return [{ text, isPiece: tag === 'P', sub: subOf(holder) ?? subOf(value), ...(timeIn(holder) ?? timeIn(value)) }];
}

const ROLES = new Set(['M', 'S', 'C', 'X']);

/** Engine log of ElastiCache and MemoryDB: what Redis puts into the head of its line stands in members of its own. */
function parseManaged(value: Json): ExportedLine | undefined {
  const message = value.Message ?? value.message;
  const level = text(value.LogLevel);
  if (typeof message !== 'string' || level === undefined || !ROLES.has(String(value.Role))) return undefined;
  const severity = LEVELS.find((known) => known === level.toLowerCase());
  const time = parseTime(typeof value.Time === 'string' ? value.Time.replace(/ UTC$/, '') : value.Time);
  const cluster = text(value.CacheClusterId) ?? text(value.ClusterId) ?? text(value.ClusterName);
  const node = text(value.CacheNodeId) ?? text(value.NodeId);
  return {
    text: message,
    role: value.Role as Role,
    level: severity ?? 'notice',
    // Their clock is UTC.
    timeMs: time?.timeMs ?? time?.wallMs,
    sub: [cluster, node].filter((name) => name !== undefined).join('/') || undefined,
  };
}

function parseManagedText(json: string): ExportedLine | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? parseManaged(value) : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(value: Json): string | undefined {
  for (const name of MESSAGES) {
    const message = value[name];
    if (typeof message === 'string') return message;
    // Elastic answers `fields` as arrays.
    if (Array.isArray(message) && typeof message[0] === 'string') return message[0];
    if (isObject(message) && typeof message.stringValue === 'string') return message.stringValue;
  }
  return originalOf(value.event);
}

/** Elastic keeps the line as it was in `event.original`. */
function originalOf(value: unknown): string | undefined {
  return isObject(value) && typeof value.original === 'string' ? value.original : undefined;
}

/** `{"pid":…,"role":…,"timestamp":…,"level":…,"message":…}`: a line of Valkey, to be read as it is. */
function isValkeyLine(value: Json): boolean {
  return 'pid' in value && 'role' in value && 'level' in value && 'message' in value;
}

function parseJournal(value: Json): ExportedLine[] {
  const line: Omit<ExportedLine, 'text'> = {
    isJournal: '__REALTIME_TIMESTAMP' in value || 'SYSLOG_IDENTIFIER' in value || '_PID' in value,
  };
  Object.assign(line, parseTime(value._SOURCE_REALTIME_TIMESTAMP ?? value.__REALTIME_TIMESTAMP));
  const pid = Number(value._PID ?? value.SYSLOG_PID);
  if (Number.isSafeInteger(pid) && pid > 0) line.pid = pid;
  const severity = Number(value.PRIORITY);
  // What a service prints on stdout gets the default priority of its unit, which tells nothing.
  if (value._TRANSPORT !== 'stdout' && value.PRIORITY !== undefined && severity >= 0 && severity <= 7)
    line.level = levelOfSeverity(severity);
  line.sub = journalSub(value);
  return journalTexts(value.MESSAGE).map((text) => ({ ...line, text }));
}

/** Text, bytes of text that is not printable, or several of them when the field occurs more than once; null when too long. */
function journalTexts(message: unknown): (string | Buffer)[] {
  if (typeof message === 'string') return [message];
  if (!Array.isArray(message)) return [];
  if (message.every((item) => typeof item === 'number')) return [Buffer.from(message)];
  return message.flatMap((item) => (Array.isArray(item) && Array.isArray(item[0]) ? [] : journalTexts(item)));
}

/** Instances of a template unit share the ident, so the unit tells them apart. */
function journalSub(value: Json): string | undefined {
  const container = text(value.CONTAINER_NAME);
  if (container) return container;
  const unit = text(value._SYSTEMD_UNIT) ?? text(value._SYSTEMD_USER_UNIT);
  if (unit && /@[^@]+\.service$/.test(unit) && !unit.startsWith('user@')) return unit.replace(/\.service$/, '');
  return text(value.SYSLOG_IDENTIFIER) ?? text(value._COMM);
}

function timeIn(value: Json): { timeMs?: number; wallMs?: number } | undefined {
  for (const name of TIMES) {
    const time = parseTime(value[name]);
    if (time) return time;
  }
  return undefined;
}

/** Epoch in any unit, or ISO. Without a zone it is a wall clock. */
function parseTime(value: unknown): { timeMs?: number; wallMs?: number } | undefined {
  if (Array.isArray(value)) return Array.isArray(value[0]) ? undefined : parseTime(value[0]);
  if (typeof value === 'number') {
    if (!(value > 1e8) || value > 4e18) return undefined;
    const ms = value > 1e17 ? value / 1e6 : value > 1e14 ? value / 1e3 : value > 1e11 ? value : value * 1e3;
    // A decimal fraction of seconds is not exact in binary.
    return { timeMs: Math.floor(Math.round(ms * 1000) / 1000) };
  }
  if (typeof value !== 'string') return undefined;
  const stamp = parseStamp(value.trim());
  if (!stamp) return undefined;
  if (stamp.basis === 'absolute') return { timeMs: stamp.wallMs + stamp.shiftMs };
  return stamp.basis === 'naive' ? { wallMs: stamp.wallMs } : undefined;
}

function subOf(value: Json): string | undefined {
  const stream = text(value.logStreamName) ?? text(value['@logStream']) ?? text(value.container_name);
  if (stream) return stream;
  const kubernetes = firstObject(value.kubernetes, firstObject(value.resource)?.labels, value.labels, value.stream);
  if (!kubernetes) return undefined;
  const pod = text(kubernetes.pod_name) ?? text(kubernetes.pod) ?? text(firstObject(kubernetes.pod)?.name);
  const container = text(kubernetes.container_name) ?? text(kubernetes.container) ?? text(firstObject(kubernetes.container)?.name);
  if (pod) return container ? `${pod}/${container}` : pod;
  return container ?? text(kubernetes.instance) ?? text(kubernetes.filename);
}

function firstObject(...values: unknown[]): Json | undefined {
  return values.find(isObject);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 256) : undefined;
}
