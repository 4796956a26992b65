import { viewOf } from '../../text/decode.js';

/** A radix tree over the literal heads of patterns. All heads that begin a message lie on one path from the root, so a
 * look-up costs about as many comparisons as the longest matching head has words, however many heads there are. */
interface Node {
  label: Uint8Array;
  /** Values whose head ends here. */
  values: number[];
  children: Map<number, Node>;
}

/** Where the walk stands behind the first JUMP_BYTES of a message. Most of the branching, and of the mispredicted jumps, lies before. */
interface Jump {
  key0: number;
  key1: number;
  /** (value, length of its head) pairs of the heads that end on the way. */
  passed: number[];
  /** What is left of the label that leads to `node`: bytes, and the place of its words. */
  restBytes: number;
  restWords: number;
  node: number;
}

const JUMP_BYTES = 8;

export class HeadTree {
  private readonly root: Node = { label: new Uint8Array(0), values: [], children: new Map() };
  /** Labels as little-endian words of four bytes, each label from a word of its own: one load and one comparison for four bytes. */
  private words: Int32Array = new Int32Array(0);
  private wordBytes: Uint8Array = new Uint8Array(0);
  private wordCount = 0;
  /** For each node the length of its label, and where its words begin. */
  private labelBytes: Int32Array = new Int32Array(0);
  private labelWords: Int32Array = new Int32Array(0);
  private values: number[][] = [];
  /** For each inner node an index into `tables` (256 children each, 0 for none: the root is nobody's child), -1 for a leaf. */
  private table: Int32Array = new Int32Array(0);
  private tables: Int32Array = new Int32Array(0);
  /** Hashed with open addressing; at most half full. */
  private jumps: (Jump | undefined)[] = [undefined];
  size = 0;

  add(head: Uint8Array, value: number): void {
    this.size++;
    let node = this.root;
    let at = 0;
    while (at < head.length) {
      const child = node.children.get(head[at]);
      if (child === undefined) {
        const leaf: Node = { label: head.slice(at), values: [value], children: new Map() };
        node.children.set(head[at], leaf);
        return;
      }
      const same = sameBytes(child.label, head, at);
      if (same < child.label.length) splitNode(child, same);
      node = child;
      at += same;
    }
    node.values.push(value);
  }

  /** Values of all heads that `head` begins with, itself included; and how longer heads go on behind it: texts of up to `maxBytes` bytes, each once,
   * shorter ones where a head ends before. */
  around(head: Uint8Array, maxBytes: number): { values: number[]; longer: Uint8Array[] } {
    const longer = new Map<string, Uint8Array>();
    const collect = (label: Uint8Array, node: Node, before: readonly number[]): void => {
      const text = [...before, ...label].slice(0, maxBytes);
      const isFull = text.length === maxBytes;
      if (isFull || node.values.length > 0) longer.set(text.join(' '), Uint8Array.from(text));
      if (!isFull) for (const child of node.children.values()) collect(child.label, child, text);
    };
    const values = [...this.root.values];
    let node = this.root;
    for (let at = 0; at < head.length; ) {
      const child = node.children.get(head[at]);
      if (child === undefined) return { values, longer: [] };
      const same = sameBytes(child.label, head, at);
      at += same;
      if (same < child.label.length) {
        if (at === head.length) collect(child.label.subarray(same), child, []);
        return { values, longer: [...longer.values()] };
      }
      node = child;
      values.push(...node.values);
    }
    for (const child of node.children.values()) collect(child.label, child, []);
    return { values, longer: [...longer.values()] };
  }

  /** Flattens the tree; call once after the last `add`. */
  freeze(): void {
    const nodes: Node[] = [];
    const number = new Map<Node, number>();
    const visit = (node: Node): void => {
      number.set(node, nodes.length);
      nodes.push(node);
      for (const key of [...node.children.keys()].sort((a, b) => a - b)) visit(node.children.get(key) as Node);
    };
    visit(this.root);
    this.words = new Int32Array(nodes.reduce((sum, node) => sum + 2 * Math.ceil(node.label.length / 4) + 1, 0));
    this.wordBytes = new Uint8Array(this.words.buffer);
    this.labelBytes = Int32Array.from(nodes, (node) => node.label.length);
    this.labelWords = Int32Array.from(nodes, (node) => this.addWords(node.label, 0));
    this.values = nodes.map((node) => node.values);
    const inner = nodes.filter((node) => node.children.size > 0);
    this.table = new Int32Array(nodes.length).fill(-1);
    this.tables = new Int32Array(inner.length * 256);
    inner.forEach((node, row) => {
      this.table[number.get(node) as number] = row;
      for (const [byte, child] of node.children) this.tables[row * 256 + byte] = number.get(child) as number;
    });
    this.freezeJumps(number);
  }

  private freezeJumps(number: Map<Node, number>): void {
    const found: Jump[] = [];
    const prefix = new Uint8Array(JUMP_BYTES);
    const visit = (node: Node, depth: number, before: number[]): void => {
      const passed = node.values.length === 0 ? before : [...before, ...node.values.flatMap((value) => [value, depth])];
      for (const child of node.children.values()) {
        const label = child.label;
        for (let i = 0; i < label.length && depth + i < JUMP_BYTES; i++) prefix[depth + i] = label[i];
        if (depth + label.length < JUMP_BYTES) visit(child, depth + label.length, passed);
        else {
          const used = JUMP_BYTES - depth;
          const restWords = this.addWords(label, used);
          const jump = { passed, restBytes: label.length - used, restWords, node: number.get(child) as number };
          found.push({ key0: wordAt(prefix, 0, 4), key1: wordAt(prefix, 4, 8), ...jump });
        }
      }
    };
    visit(this.root, 0, []);
    this.jumps = new Array<Jump | undefined>(2 ** Math.ceil(Math.log2(2 * found.length + 2))).fill(undefined);
    for (const jump of found) {
      let slot = hash(jump.key0, jump.key1) & (this.jumps.length - 1);
      while (this.jumps[slot] !== undefined) slot = (slot + 1) & (this.jumps.length - 1);
      this.jumps[slot] = jump;
    }
  }

  /** Appends the words of a label from its byte `from` on; the answer is where they begin. */
  private addWords(label: Uint8Array, from: number): number {
    const first = this.wordCount;
    this.wordBytes.set(from === 0 ? label : label.subarray(from), 4 * first);
    this.wordCount += Math.ceil((label.length - from) / 4);
    return first;
  }

  private findJump(key0: number, key1: number): Jump | undefined {
    const { jumps } = this;
    const last = jumps.length - 1;
    for (let slot = hash(key0, key1) & last; ; slot = (slot + 1) & last) {
      const jump = jumps[slot];
      if (jump === undefined || (jump.key0 === key0 && jump.key1 === key1)) return jump;
    }
  }

  /** Writes (value, index behind the head) pairs into `out` and answers with how many pairs there are. */
  find(bytes: Uint8Array, start: number, end: number, out: Int32Array): number {
    const view = viewOf(bytes);
    let node = 0;
    let at = start;
    let count = 0;
    if (end - start >= JUMP_BYTES) {
      const jump = this.findJump(view.getInt32(start, true), view.getInt32(start + 4, true));
      if (jump !== undefined) {
        const { passed, restBytes } = jump;
        for (let i = 0; i < passed.length && count * 2 + 1 < out.length; i += 2, count++) {
          out[count * 2] = passed[i];
          out[count * 2 + 1] = start + passed[i + 1];
        }
        if (!this.isAt(view, start + JUMP_BYTES, end, jump.restWords, restBytes)) return count;
        node = jump.node;
        at = start + JUMP_BYTES + restBytes;
      }
    }
    for (;;) {
      const values = this.values[node];
      for (let i = 0; i < values.length && count * 2 + 1 < out.length; i++) {
        out[count * 2] = values[i];
        out[count * 2 + 1] = at;
        count++;
      }
      const row = this.table[node];
      if (row < 0 || at >= end) return count;
      node = this.tables[row * 256 + bytes[at]];
      if (node === 0) return count;
      const length = this.labelBytes[node];
      if (!this.isAt(view, at, end, this.labelWords[node], length)) return count;
      at += length;
    }
  }

  private isAt(view: DataView, at: number, end: number, firstWord: number, length: number): boolean {
    if (end - at < length) return false;
    const { words } = this;
    const whole = length >> 2;
    for (let i = 0; i < whole; i++) if (view.getInt32(at + 4 * i, true) !== words[firstWord + i]) return false;
    const used = length & 3;
    if (used === 0) return true;
    const rest = at + 4 * whole;
    const wanted = words[firstWord + whole];
    if (rest + 4 <= view.byteLength) return (view.getInt32(rest, true) & ((1 << (8 * used)) - 1)) === wanted;
    // The last bytes of a block.
    for (let i = 0; i < used; i++) if (view.getUint8(rest + i) !== ((wanted >> (8 * i)) & 0xff)) return false;
    return true;
  }
}

/** At most four bytes as a little-endian word. */
function wordAt(bytes: ArrayLike<number>, start: number, end: number): number {
  let word = 0;
  for (let i = Math.min(end, start + 4) - 1; i >= start; i--) word = (word << 8) | bytes[i];
  return word;
}

/** The kernel looks heads up by the same one. */
export function hash(key0: number, key1: number): number {
  const mixed = Math.imul(key0, 0x9e3779b1) ^ Math.imul(key1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** How many bytes of a label stand in `head` from `at` on. */
function sameBytes(label: Uint8Array, head: Uint8Array, at: number): number {
  let same = 0;
  while (same < label.length && at + same < head.length && label[same] === head[at + same]) same++;
  return same;
}

function splitNode(node: Node, at: number): void {
  const lower: Node = { label: node.label.slice(at), values: node.values, children: node.children };
  node.label = node.label.slice(0, at);
  node.values = [];
  node.children = new Map([[lower.label[0], lower]]);
}
