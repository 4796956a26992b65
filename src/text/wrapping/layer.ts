/** What a removable wrapping is made of. Layers are chained: each takes the lines of the one outside it. */
import type { HoleKind, LineContext } from '../../model/text.js';
import type { LineTaker } from '../splitter.js';

/** A line of the beginning of an entry, on which the wrapping is recognised. Never empty. */
export interface HeadLine {
  bytes: Buffer;
  end: number;
}

export interface LayerEnvironment {
  context: LineContext;
  maxLineBytes: number;
  /** Set by a layer that knows it: the current line is prose around the pasted text. */
  outside: boolean;
}

/** How an entry is wrapped, as recognised from its head. */
export interface Wrapping {
  name: string;
  open(next: LineTaker, environment: LayerEnvironment): Layer;
}

export type Recogniser = (head: readonly HeadLine[]) => Wrapping | undefined;

export abstract class Layer implements LineTaker {
  protected readonly context: LineContext;

  constructor(
    protected readonly next: LineTaker,
    protected readonly environment: LayerEnvironment,
  ) {
    this.context = environment.context;
  }

  abstract take(bytes: Buffer, start: number, end: number): void;

  hole(kind: HoleKind, bytes: number): void {
    this.flush();
    this.next.hole(kind, bytes);
  }

  /** Delivers what was held back. */
  flush(): void {}
}

export function clearWrap(context: LineContext): void {
  context.wrapTimeMs = Number.NaN;
  context.wrapWallMs = Number.NaN;
  context.wrapLevel = '';
  context.wrapPid = 0;
  context.wrapRole = undefined;
}

/** Where and when a line that is delivered later began. */
export class SavedContext {
  line = 0;
  private offset = 0;
  sub = '';
  wrapTimeMs = Number.NaN;
  wrapWallMs = Number.NaN;
  wrapLevel: LineContext['wrapLevel'] = '';
  wrapPid = 0;
  wrapRole: LineContext['wrapRole'];

  copyFrom(context: LineContext): this {
    this.line = context.line;
    this.offset = context.offset;
    this.sub = context.sub;
    this.wrapTimeMs = context.wrapTimeMs;
    this.wrapWallMs = context.wrapWallMs;
    this.wrapLevel = context.wrapLevel;
    this.wrapPid = context.wrapPid;
    this.wrapRole = context.wrapRole;
    return this;
  }

  restoreTo(context: LineContext): void {
    context.line = this.line;
    context.offset = this.offset;
    context.sub = this.sub;
    context.wrapTimeMs = this.wrapTimeMs;
    context.wrapWallMs = this.wrapWallMs;
    context.wrapLevel = this.wrapLevel;
    context.wrapPid = this.wrapPid;
    context.wrapRole = this.wrapRole;
  }
}

/** The wrapping when at least `share` of the head fits. */
export function byShare(
  name: string,
  share: number,
  fits: (line: HeadLine) => boolean,
  open: (next: LineTaker, environment: LayerEnvironment, head: readonly HeadLine[]) => Layer,
): Recogniser {
  return (head) => {
    let count = 0;
    for (const line of head) if (fits(line)) count++;
    if (count === 0 || count < head.length * share) return undefined;
    return { name, open: (next, environment) => open(next, environment, head) };
  };
}
