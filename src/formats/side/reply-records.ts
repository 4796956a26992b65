import type { InfoRecord, LatencyRecord, Rec, SlowlogRecord, Stamp } from '../../model/records.js';
import { newValues } from './cite.js';
import { isDistinctiveOption, KNOWN_OPTIONS } from './known-options.js';
import { isArray, type ReplyArray, type ReplyLeaf, type ReplyNode } from './reply-tree.js';

interface Place {
  entry: string;
  sub: string;
  stamp: Stamp;
}

const MAX_SLOWLOG = 2000;
const MAX_EVENTS = 500;
/** Seconds since 1970 that a clock of a running server can show; smaller numbers are ids or durations. */
const MIN_EPOCH_SEC = 946_684_800;

function leafOf(node: ReplyNode | undefined): ReplyLeaf | undefined {
  return node && !isArray(node) ? node : undefined;
}

function numberOf(node: ReplyNode | undefined): number {
  const leaf = leafOf(node);
  return leaf?.kind === 'integer' ? Number(leaf.value) : Number.NaN;
}

function citeLeaf(place: Place, leaf: ReplyLeaf) {
  return { entry: place.entry, line: leaf.line, offset: leaf.offset, text: leaf.text };
}

function slowlogItem(node: ReplyNode, place: Place): SlowlogRecord['items'][number] | undefined {
  if (!isArray(node)) return undefined;
  const [id, epoch, duration, argv, client] = node.items;
  const first = leafOf(id);
  if (!first || !isArray(argv) || !(numberOf(epoch) >= MIN_EPOCH_SEC) || Number.isNaN(numberOf(duration))) return undefined;
  const texts = argv.items.map((item) => leafOf(item)?.value ?? '');
  const item = { id: numberOf(id), epochSec: numberOf(epoch), durationUs: numberOf(duration), argv: texts, cite: citeLeaf(place, first) };
  const address = leafOf(client);
  return address?.kind === 'string' && address.value !== '' ? { ...item, client: address.value } : item;
}

function slowlogOf(root: ReplyArray, place: Place): SlowlogRecord | undefined {
  const items = root.items.slice(0, MAX_SLOWLOG).flatMap((node) => slowlogItem(node, place) ?? []);
  if (items.length === 0) return undefined;
  return { type: 'slowlog', entry: place.entry, sub: place.sub, cite: items[0].cite, items };
}

/** LATENCY LATEST: name, time, last, worst, and since 8.x their sum and count. LATENCY HISTORY: time, milliseconds. */
function latencyEvent(node: ReplyNode, place: Place): LatencyRecord['events'][number] | undefined {
  if (!isArray(node)) return undefined;
  const [name, epoch, last, worst, sum, count] = node.items;
  const first = leafOf(name);
  if (!first) return undefined;
  const cite = citeLeaf(place, first);
  if (numberOf(name) >= MIN_EPOCH_SEC && node.items.length === 2) return { name: 'history', worstMs: numberOf(epoch), cite };
  if (first.kind !== 'string' || !(numberOf(epoch) >= MIN_EPOCH_SEC) || Number.isNaN(numberOf(last))) return undefined;
  const event = { name: first.value, worstMs: numberOf(worst), cite };
  const times = numberOf(count);
  return times > 0 ? { ...event, count: times, averageMs: numberOf(sum) / times } : event;
}

function latencyOf(root: ReplyArray, place: Place): LatencyRecord | undefined {
  const events = root.items.slice(0, MAX_EVENTS).flatMap((node) => latencyEvent(node, place) ?? []);
  if (events.length === 0) return undefined;
  return { type: 'latency', entry: place.entry, sub: place.sub, cite: events[0].cite, events };
}

/** CONFIG GET and MEMORY STATS: a flat list of names and values. */
function pairsOf(root: ReplyArray, place: Place): InfoRecord | undefined {
  const first = leafOf(root.items[0]);
  if (first?.kind !== 'string') return undefined;
  const names = root.items.filter((_, index) => index % 2 === 0).map((item) => leafOf(item)?.value ?? '');
  const config = names.some(isDistinctiveOption) || (names.length > 0 && names.every((name) => KNOWN_OPTIONS.has(name)));
  const memory = !config && first.value === 'peak.allocated';
  if (!config && !memory) return undefined;
  const values = newValues();
  for (let index = 0; index + 1 < root.items.length; index += 2) {
    const key = leafOf(root.items[index]);
    const value = leafOf(root.items[index + 1]);
    if (key && value) values[key.value] = { value: value.value, line: value.line, offset: value.offset };
  }
  const section = { section: config ? 'CONFIG GET' : 'MEMORY STATS', values, complete: root.items.length % 2 === 0 };
  const what = config ? 'config' : 'memory';
  return { type: 'info', ...place, cite: citeLeaf(place, first), what, sections: [section] };
}

/** FT.CONFIG GET: a list of pairs, the names in capitals. */
function searchConfigOf(root: ReplyArray, place: Place): InfoRecord | undefined {
  const values = newValues();
  let first: ReplyLeaf | undefined;
  for (const node of root.items) {
    const [key, value] = isArray(node) ? [leafOf(node.items[0]), leafOf(node.items[1])] : [];
    if (key?.kind !== 'string' || !value || !/^[A-Z][A-Z0-9_]{2,80}$/.test(key.value)) return undefined;
    first ??= key;
    values[key.value] = { value: value.value, line: value.line, offset: value.offset };
  }
  if (!first) return undefined;
  const section = { section: 'FT.CONFIG GET', values, complete: true };
  return { type: 'info', ...place, cite: citeLeaf(place, first), what: 'config', sections: [section] };
}

/** What a reply is, told by its shape alone. Replies of other commands yield nothing. */
export function recordsOfReply(root: ReplyArray, place: Place): Rec[] {
  const record = slowlogOf(root, place) ?? latencyOf(root, place) ?? pairsOf(root, place) ?? searchConfigOf(root, place);
  return record ? [record] : [];
}
