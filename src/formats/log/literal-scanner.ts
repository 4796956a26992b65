import { indexOfLiteral } from './pattern-text.js';

interface Wanted {
  literal: Uint8Array;
  skips: Uint8Array;
  value: number;
}

/** Above this many looked-at bytes for each byte of a message, one pass of an automaton over all bytes is cheaper. */
const MAX_LOOKS = 0.5;

/** Literals that may stand anywhere in a message. Only used for patterns that begin with an untyped hole; all others are found by
 * their heads. A few long literals are searched one by one, which looks at one byte in as many as the literal is long; many or
 * short ones go into an automaton. The answers are the same. */
export class LiteralScanner {
  private readonly wanted: Wanted[] = [];
  private automaton: Automaton | undefined;

  get size(): number {
    return this.wanted.length;
  }

  add(literal: Uint8Array, value: number): void {
    this.wanted.push({ literal, skips: new Uint8Array(0), value });
  }

  /** Call once after the last `add`. */
  freeze(): void {
    const looks = this.wanted.reduce((sum, { literal }) => sum + 1 / literal.length, 0);
    if (looks <= MAX_LOOKS) return;
    this.automaton = new Automaton();
    for (const { literal, value } of this.wanted) this.automaton.add(literal, value);
    this.automaton.freeze();
  }

  /** Writes (value, index behind the literal) pairs, each value once, at its first place, in the order of the places. */
  find(bytes: Uint8Array, start: number, end: number, out: Int32Array, limit: number): number {
    if (this.automaton !== undefined) return this.automaton.find(bytes, start, end, out, limit);
    let hits: { value: number; stop: number; length: number }[] | undefined;
    for (const wanted of this.wanted) {
      const at = indexOfLiteral(wanted, bytes, start, end);
      if (at < 0) continue;
      hits ??= [];
      hits.push({ value: wanted.value, stop: at + wanted.literal.length, length: wanted.literal.length });
    }
    if (hits === undefined) return 0;
    hits.sort((a, b) => a.stop - b.stop || b.length - a.length);
    const count = Math.min(limit, hits.length);
    for (let i = 0; i < count; i++) {
      out[i * 2] = hits[i].value;
      out[i * 2 + 1] = hits[i].stop;
    }
    return count;
  }
}

/** Aho-Corasick: one pass over the bytes however many literals. */
class Automaton {
  private next: Int32Array = new Int32Array(256);
  private outputs: number[][] = [[]];
  private nodes = 1;

  add(literal: Uint8Array, value: number): void {
    let node = 0;
    for (const byte of literal) {
      let child = this.next[node * 256 + byte];
      if (child === 0) {
        child = this.nodes++;
        this.grow();
        this.next[node * 256 + byte] = child;
        this.outputs.push([]);
      }
      node = child;
    }
    this.outputs[node].push(value);
  }

  /** Completes the failure transitions. */
  freeze(): void {
    const fail = new Int32Array(this.nodes);
    const queue: number[] = [];
    for (let byte = 0; byte < 256; byte++) {
      const child = this.next[byte];
      if (child !== 0) queue.push(child);
    }
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head];
      this.outputs[node].push(...this.outputs[fail[node]]);
      for (let byte = 0; byte < 256; byte++) {
        const child = this.next[node * 256 + byte];
        const fallback = this.next[fail[node] * 256 + byte];
        if (child === 0) this.next[node * 256 + byte] = fallback;
        else {
          fail[child] = fallback;
          queue.push(child);
        }
      }
    }
  }

  find(bytes: Uint8Array, start: number, end: number, out: Int32Array, limit: number): number {
    const next = this.next;
    let node = 0;
    let count = 0;
    for (let at = start; at < end; at++) {
      node = next[node * 256 + bytes[at]];
      const outputs = this.outputs[node];
      for (let i = 0; i < outputs.length && count < limit; i++) {
        let seen = false;
        for (let k = 0; k < count; k++) if (out[k * 2] === outputs[i]) seen = true;
        if (seen) continue;
        out[count * 2] = outputs[i];
        out[count * 2 + 1] = at + 1;
        count++;
      }
    }
    return count;
  }

  private grow(): void {
    if (this.nodes * 256 <= this.next.length) return;
    const larger = new Int32Array(this.next.length * 2);
    larger.set(this.next);
    this.next = larger;
  }
}
