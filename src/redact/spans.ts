import type { PrivateClass } from './classes.js';

/** A private value in a text. Without a class it is a place that was looked at and stays as it is. */
export interface Span {
  start: number;
  end: number;
  cls?: PrivateClass;
  /** What the text means: without the escapes of a quoted string. */
  value: string;
  /** Stays also where every unknown word goes: a function of a program that everybody has. */
  isKnownSafe?: boolean;
  /** Stands in its place instead of a token. */
  mask?: string;
}

/** Many spans in one line are only met in hostile or minified text. */
const FEW = 24;

/** Spans of one line that do not overlap: the first to claim a place keeps it, so detectors run from the certain to the general. */
export class SpanSet {
  readonly spans: Span[] = [];
  private covered: Uint8Array | undefined;

  constructor(readonly text: string) {}

  isFree(start: number, end: number): boolean {
    if (this.covered) {
      for (let at = start; at < end; at++) if (this.covered[at] === 1) return false;
      return true;
    }
    return !this.spans.some((span) => span.start < end && start < span.end);
  }

  replace(start: number, end: number, cls: PrivateClass, value = this.text.slice(start, end)): boolean {
    return this.add({ start, end, cls, value });
  }

  keep(start: number, end: number, isKnownSafe = false): boolean {
    return this.add({ start, end, value: '', isKnownSafe });
  }

  private add(span: Span): boolean {
    if (span.end <= span.start || !this.isFree(span.start, span.end)) return false;
    this.spans.push(span);
    if (this.covered) this.covered.fill(1, span.start, span.end);
    else if (this.spans.length > FEW) this.cover();
    return true;
  }

  private cover(): void {
    this.covered = new Uint8Array(this.text.length);
    for (const { start, end } of this.spans) this.covered.fill(1, start, end);
  }

  /** The places between spans. */
  gaps(start: number, end: number): { start: number; end: number }[] {
    const gaps: { start: number; end: number }[] = [];
    let from = -1;
    for (let at = start; at <= end; at++) {
      const isFree = at < end && this.isFree(at, at + 1);
      if (isFree && from < 0) from = at;
      if (isFree || from < 0) continue;
      gaps.push({ start: from, end: at });
      from = -1;
    }
    return gaps;
  }

  inOrder(): Span[] {
    return this.spans.sort((a, b) => a.start - b.start);
  }
}
