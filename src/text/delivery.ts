/** Last stages of an entry: lines to the sink of their server. */
import type { HoleKind, LineContext, LineSink } from '../model/text.js';
import { CR, type LineTaker } from './splitter.js';

export const MAX_SUBS = 256;
/** Shared by the servers beyond the limit. */
export const OTHER_SUBS = '(others)';

/** Lines of a plain entry: one sink, nothing in between. */
export class PlainDelivery implements LineTaker {
  constructor(
    private readonly sink: LineSink,
    private readonly context: LineContext,
  ) {}

  take(bytes: Buffer, start: number, end: number): void {
    this.sink.line(bytes, start, end, this.context);
  }

  steady(bytes: Buffer, at: number, maxBytes: number): number {
    return this.sink.steady === undefined ? at : this.sink.steady(bytes, at, this.context, maxBytes);
  }

  hole(kind: HoleKind, bytes: number): void {
    this.sink.hole?.(kind, bytes, this.context);
  }
}

/** Lines of an unwrapped entry: one sink for each `context.sub`. */
export class SubDelivery implements LineTaker {
  private sub: string | undefined;
  private sink: LineSink | undefined;

  constructor(
    private readonly sinks: SinkSet,
    private readonly context: LineContext,
  ) {}

  take(bytes: Buffer, start: number, end: number): void {
    let stop = end;
    while (stop > start && bytes[stop - 1] === CR) stop--;
    this.current().line(bytes, start, stop, this.context);
  }

  hole(kind: HoleKind, bytes: number): void {
    this.current().hole?.(kind, bytes, this.context);
  }

  private current(): LineSink {
    const wanted = this.context.sub;
    if (this.sink === undefined || wanted !== this.sub) {
      this.sink = this.sinks.sinkOf(wanted);
      this.sub = wanted;
    }
    // The sink must see the name it was made for.
    this.context.sub = this.sinks.nameOf(wanted);
    if (this.context.sub !== wanted) this.sub = undefined;
    return this.sink;
  }
}

export class SinkSet {
  private readonly sinks = new Map<string, LineSink>();

  constructor(private readonly makeSink: (sub: string) => LineSink) {}

  /** The name under which a server's lines are delivered. */
  nameOf(sub: string): string {
    return this.sinks.has(sub) || this.sinks.size < MAX_SUBS - 1 ? sub : OTHER_SUBS;
  }

  sinkOf(sub: string): LineSink {
    const name = this.nameOf(sub);
    let sink = this.sinks.get(name);
    if (sink === undefined) {
      sink = this.makeSink(name);
      this.sinks.set(name, sink);
    }
    return sink;
  }

  /** As of LineSink, over all sinks of the entry. */
  understoodAt(): number | undefined {
    let last = -1;
    for (const sink of this.sinks.values()) {
      const at = sink.understoodAt?.();
      if (at === undefined) return undefined;
      if (at > last) last = at;
    }
    return last;
  }

  passOver(lines: number): void {
    for (const sink of this.sinks.values()) {
      sink.passOver?.(lines);
      return;
    }
  }

  settle(): void {
    for (const sink of this.sinks.values()) sink.settle?.();
  }

  end(): void {
    for (const sink of this.sinks.values()) sink.end();
  }
}
