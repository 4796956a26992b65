/** Aho-Corasick over literals that may stand anywhere in a message: one pass over the bytes however many literals. Only
 * used for patterns that begin with an untyped hole; all others are found by their heads. */
export class LiteralScanner {
  private next: Int32Array = new Int32Array(256);
  private outputs: number[][] = [[]];
  private nodes = 1;
  size = 0;

  add(literal: Uint8Array, value: number): void {
    this.size++;
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

  /** Completes the failure transitions; call once after the last `add`. */
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

  /** Writes (value, index behind the literal) pairs, each value once, at its first place. */
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
