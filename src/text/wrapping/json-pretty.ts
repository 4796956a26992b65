/**
 * Log exports that are printed over many lines (aws logs get-log-events, gcloud logging read, journalctl -o json-pretty):
 *
 *           {
 *               "timestamp": 1795415369850,
 *               "message": "4059:M 23 Nov 2026 06:29:29.850 * Ready",
 *               "ingestionTime": 1795415369900
 *           },
 *
 * Read line by line, so the size of the document does not matter. The scalars of an object and of the objects inside it are
 * taken together. Other pretty-printed JSON (docker inspect, kubectl get -o json) is not touched.
 */
import type { LineTaker } from '../splitter.js';
import { BACKSLASH, QUOTE, SPACE, startsWith, TAB } from './bytes.js';
import { exportedLines } from './json-events.js';
import { applyLine } from './json-lines.js';
import { type HeadLine, Layer, type LayerEnvironment, type Recogniser, SavedContext } from './layer.js';
import { emitText } from './multi-line.js';

const MAX_MEMBERS = 64;
const MESSAGE_KEYS = new Set(['message', 'MESSAGE', 'textPayload', 'log', 'line', '@message']);
/** Members that only log exports have. */
const EXPORT_KEYS = new Set(['ingestionTime', 'eventId', 'logStreamName', '__REALTIME_TIMESTAMP', 'textPayload', '_source', 'insertId']);

class JsonPrettyLayer extends Layer {
  private members: Record<string, unknown> = {};
  private count = 0;
  private messageIndent = -1;
  /** Bytes of a MESSAGE that is printed as an array, one number a line. */
  private array: number[] | undefined;
  private readonly place = new SavedContext();
  private readonly resumed = new SavedContext();

  constructor(next: LineTaker, environment: LayerEnvironment) {
    super(next, environment);
  }

  take(bytes: Buffer, start: number, end: number): void {
    const indent = indentOf(bytes, start, end);
    const first = bytes[start + indent];
    if (this.array && this.takeNumber(bytes, start + indent, end)) return;
    const member = first === QUOTE ? parseMember(bytes, start + indent, end) : undefined;
    if (member) this.add(member.key, member.value, indent);
    else if (first === 0x7d) {
      if (indent < this.messageIndent) this.flush();
      else if (this.messageIndent < 0) this.reset();
    } else if (first !== 0x7b && first !== 0x5b && first !== 0x5d && start + indent < end) this.next.take(bytes, start, end);
  }

  override flush(): void {
    if (this.messageIndent < 0) return;
    this.resumed.copyFrom(this.context);
    this.place.restoreTo(this.context);
    for (const line of exportedLines(this.members) ?? []) {
      applyLine(this.context, line);
      if (typeof line.text === 'string') emitText(this.next, line.text);
      else this.next.take(line.text, 0, line.text.length);
    }
    this.resumed.restoreTo(this.context);
    this.context.sub = this.place.sub;
    this.reset();
  }

  private add(key: string, text: string, indent: number): void {
    if (MESSAGE_KEYS.has(key)) {
      if (this.messageIndent >= 0) this.flush();
      this.messageIndent = indent;
      this.place.copyFrom(this.context);
    }
    if (text === '[' && key === 'MESSAGE') this.array = [];
    const value = parseScalar(text);
    if (value === undefined || Object.hasOwn(this.members, key) || this.count >= MAX_MEMBERS) return;
    this.members[key] = value;
    this.count++;
  }

  /** True while the array goes on. Anything but numbers means that its end is missing. */
  private takeNumber(bytes: Buffer, start: number, end: number): boolean {
    const array = this.array ?? [];
    const text = bytes.toString('latin1', start, end);
    if (!/^[\d\s,]*\]?,?\s*$/.test(text)) {
      this.array = undefined;
      return false;
    }
    for (const digits of text.match(/\d{1,3}/g) ?? []) {
      if (array.length < this.environment.maxLineBytes) array.push(Number(digits));
    }
    if (text.includes(']')) {
      this.members.MESSAGE = array;
      this.array = undefined;
    }
    return true;
  }

  private reset(): void {
    this.members = {};
    this.count = 0;
    this.messageIndent = -1;
    this.array = undefined;
  }
}

function indentOf(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at - start;
}

/** `"key": value,` with the value as text, without the comma. */
function parseMember(bytes: Buffer, start: number, end: number): { key: string; value: string } | undefined {
  let close = start + 1;
  while (close < end && close < start + 130 && bytes[close] !== QUOTE && bytes[close] !== BACKSLASH) close++;
  if (bytes[close] !== QUOTE) return undefined;
  const rest = bytes.toString('utf8', close + 1, end).trimStart();
  if (!rest.startsWith(':')) return undefined;
  const value = rest.slice(1).trim();
  return { key: bytes.toString('latin1', start + 1, close), value: value.endsWith(',') ? value.slice(0, -1) : value };
}

function parseScalar(text: string): unknown {
  if (text === '' || text.startsWith('{') || text.startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const recogniseJsonPretty: Recogniser = (head) => {
  if (!isFrameOpen(head[0])) return undefined;
  let hasMessage = false;
  let isExport = false;
  for (const { bytes, end } of head) {
    const indent = indentOf(bytes, 0, end);
    const member = bytes[indent] === QUOTE ? parseMember(bytes, indent, end) : undefined;
    if (!member) continue;
    if (MESSAGE_KEYS.has(member.key) && (member.value.startsWith('"') || member.value === '[')) hasMessage = true;
    if (EXPORT_KEYS.has(member.key)) isExport = true;
  }
  if (!hasMessage || !isExport) return undefined;
  return { name: 'json-pretty', open: (next, environment) => new JsonPrettyLayer(next, environment) };
};

/** `{`, `[` or `[{` alone on the first line. */
function isFrameOpen({ bytes, end }: HeadLine): boolean {
  return ['{', '[', '[{', '{"events": ['].some((frame) => end === frame.length && startsWith(bytes, 0, end, frame));
}
