/** Recognises how an entry is wrapped, from the head of its lines, and builds the chain that removes it. */
import type { HoleKind, LineContext } from '../model/text.js';
import { OrderProbe } from './newest-first.js';
import type { LineTaker } from './splitter.js';
import { recogniseConsoles } from './wrapping/consoles.js';
import { recogniseCompose, recogniseCri, recogniseKubectlPrefix, recogniseTimestamps } from './wrapping/container.js';
import { recogniseCsv } from './wrapping/csv.js';
import { recogniseDocker } from './wrapping/docker.js';
import { recogniseCarriage, recogniseEscaped } from './wrapping/escaped.js';
import { recogniseFolded } from './wrapping/folded.js';
import { recogniseFramePrefix } from './wrapping/frame-prefix.js';
import { recogniseGrep } from './wrapping/grep.js';
import { recogniseJournalJson, recogniseJsonLines } from './wrapping/json-lines.js';
import { recogniseJsonPretty } from './wrapping/json-pretty.js';
import { clearWrap, type HeadLine, type Layer, type LayerEnvironment, type Recogniser, type Wrapping } from './wrapping/layer.js';
import { recogniseFence, recogniseNumbered, recogniseQuote } from './wrapping/pasted.js';
import { PrefixLayer, recognisePrefix } from './wrapping/prefix.js';
import { findRedisLine } from './wrapping/redis-line.js';
import { recogniseSyslog, recogniseTag } from './wrapping/syslog.js';

/** Those with an unmistakable mark first, those that only lines of Redis give away last. */
const RECOGNISERS: readonly Recogniser[] = [
  recogniseCarriage,
  recogniseFence,
  recogniseQuote,
  recogniseConsoles,
  recogniseDocker,
  recogniseJournalJson,
  recogniseJsonPretty,
  recogniseJsonLines,
  recogniseCri,
  recogniseKubectlPrefix,
  recogniseCompose,
  recogniseSyslog,
  recogniseTag,
  recogniseTimestamps,
  recogniseGrep,
  recogniseNumbered,
  recogniseCsv,
  recognisePrefix,
  recogniseFramePrefix,
  recogniseEscaped,
  recogniseFolded,
];

/** Wrappings inside wrappings: a mail that quotes a fence with kubectl --prefix --timestamps has four. */
const MAX_LAYERS = 5;
const MAX_HEAD_LINES = 64;
const MAX_HEAD_BYTES = 262_144;
const MAX_HEAD_ITEMS = 4096;

type HeadItem =
  | { bytes: Buffer; line: number; offset: number; hole?: undefined }
  | { hole: HoleKind; count: number; line: number; offset: number };

/** Keeps the first lines of an entry until its wrapping can be told. */
export class Head implements LineTaker {
  private readonly items: HeadItem[] = [];
  private lines = 0;
  private bytes = 0;

  constructor(
    private readonly context: LineContext,
    private readonly onFull: () => void,
  ) {}

  take(bytes: Buffer, start: number, end: number): void {
    const { line, offset } = this.context;
    this.items.push({ bytes: Buffer.from(bytes.subarray(start, end)), line, offset });
    if (end > start) this.lines++;
    this.bytes += end - start;
    this.check();
  }

  hole(kind: HoleKind, count: number): void {
    const { line, offset } = this.context;
    this.items.push({ hole: kind, count, line, offset });
    this.check();
  }

  isEmpty(): boolean {
    return this.items.length === 0;
  }

  headLines(): HeadLine[] {
    const lines: HeadLine[] = [];
    for (const item of this.items)
      if (item.hole === undefined && item.bytes.length > 0) lines.push({ bytes: item.bytes, end: item.bytes.length });
    return lines;
  }

  replay(target: LineTaker): void {
    const { context } = this;
    const { line, offset } = context;
    for (const item of this.items) {
      context.line = item.line;
      context.offset = item.offset;
      if (item.hole === undefined) target.take(item.bytes, 0, item.bytes.length);
      else target.hole(item.hole, item.count);
    }
    this.items.length = 0;
    context.line = line;
    context.offset = offset;
  }

  private check(): void {
    if (this.lines >= MAX_HEAD_LINES || this.bytes >= MAX_HEAD_BYTES || this.items.length >= MAX_HEAD_ITEMS) this.onFull();
  }
}

/** The layers of an entry, outermost first; empty for a plain one. */
export function recogniseWrappings(head: readonly HeadLine[]): { wrappings: Wrapping[]; inner: readonly HeadLine[] } {
  const wrappings: Wrapping[] = [];
  let lines: readonly HeadLine[] = head;
  while (wrappings.length < MAX_LAYERS && lines.length > 0) {
    const wrapping = recogniseOne(lines, wrappings);
    if (!wrapping) break;
    wrappings.push(wrapping);
    lines = unwrapHead(lines, wrapping);
  }
  return { wrappings, inner: lines };
}

/** Does a line of Redis, behind whatever prefix, show what the rest of the entry looks like? */
export function hasRedisLine(head: readonly HeadLine[]): boolean {
  return head.some(({ bytes, end }) => findRedisLine(bytes, 0, end) >= 0);
}

/** For an entry whose head shows no line of Redis: its first one may stand behind a prefix. */
export function latePrefix(onFound: () => void): Wrapping {
  return { name: 'prefixed', open: (next, environment) => new PrefixLayer(next, environment, [], onFound) };
}

function recogniseOne(lines: readonly HeadLine[], outer: readonly Wrapping[]): Wrapping | undefined {
  for (const recognise of RECOGNISERS) {
    const wrapping = recognise(lines);
    // Quotes are nested, everything else stands once.
    if (wrapping && (wrapping.name === 'quoted' || !outer.some(({ name }) => name === wrapping.name))) return wrapping;
  }
  return undefined;
}

/** Do the moments of the lines, as their wrappings or they themselves tell, only go back? */
export function isNewestFirst(head: readonly HeadLine[], wrappings: readonly Wrapping[]): boolean {
  const context = emptyContext('');
  const probe = new OrderProbe(context);
  const unwrapper = new Unwrapper(wrappings, probe, context, MAX_HEAD_BYTES);
  for (const { bytes, end } of head) {
    context.line++;
    unwrapper.take(bytes, 0, end);
  }
  unwrapper.flush();
  return probe.isNewestFirst;
}

function unwrapHead(head: readonly HeadLine[], wrapping: Wrapping): HeadLine[] {
  const inside: HeadLine[] = [];
  const outside: HeadLine[] = [];
  const environment: LayerEnvironment = { context: emptyContext(''), maxLineBytes: MAX_HEAD_BYTES, outside: false };
  const collector: LineTaker = {
    take(bytes, start, end) {
      if (end === start) return;
      (environment.outside ? outside : inside).push({ bytes: Buffer.from(bytes.subarray(start, end)), end: end - start });
    },
    hole() {},
  };
  const layer = wrapping.open(collector, environment);
  for (const { bytes, end } of head) layer.take(bytes, 0, end);
  layer.flush();
  return inside.length > 0 ? inside : outside;
}

export function emptyContext(entry: string): LineContext {
  return {
    entry,
    line: 0,
    offset: 0,
    sub: '',
    wrapTimeMs: Number.NaN,
    wrapWallMs: Number.NaN,
    wrapLevel: '',
    wrapPid: 0,
    firstPiece: 0,
    wrapping: 'plain',
  };
}

/** The chain of layers, as one stage. What a wrapping tells of a line is forgotten before the next one. */
export class Unwrapper implements LineTaker {
  private readonly layers: Layer[] = [];
  private readonly first: LineTaker;

  constructor(
    wrappings: readonly Wrapping[],
    target: LineTaker,
    private readonly context: LineContext,
    maxLineBytes: number,
  ) {
    let next = target;
    for (let i = wrappings.length - 1; i >= 0; i--) {
      const layer = wrappings[i].open(next, { context, maxLineBytes, outside: false });
      this.layers.unshift(layer);
      next = layer;
    }
    this.first = next;
  }

  take(bytes: Buffer, start: number, end: number): void {
    clearWrap(this.context);
    this.first.take(bytes, start, end);
  }

  hole(kind: HoleKind, bytes: number): void {
    clearWrap(this.context);
    this.first.hole(kind, bytes);
  }

  flush(): void {
    for (const layer of this.layers) layer.flush();
  }
}
