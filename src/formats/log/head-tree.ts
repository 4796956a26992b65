import { viewOf } from '../../text/decode.js';

/** A radix tree over the literal heads of patterns. All heads that begin a message lie on one path from the root, so a
 * look-up costs about as many comparisons as the longest matching head has words, however many heads there are. */
interface Node {
  label: Uint8Array;
  /** Values whose head ends here. */
  values: number[];
  children: Map<number, Node>;
}

/** Bytes as little-endian words of four, the last one cut by `mask`: one load and one comparison for four bytes. */
interface Words {
  length: number;
  words: Int32Array;
  mask: number;
}

/** Where the walk stands behind the first JUMP_BYTES of a message. Most of the branching, and of the mispredicted jumps, lies before. */
interface Jump {
  key0: number;
  key1: number;
  /** (value, length of its head) pairs of the heads that end on the way. */
  passed: number[];
  /** What is left of the label that leads to `node`. */
  rest: Words;
  node: number;
}

const JUMP_BYTES = 8;

export class HeadTree {
  private readonly root: Node = { label: new Uint8Array(0), values: [], children: new Map() };
  private labels: Words[] = [];
  private values: Int32Array[] = [];
  /** For each inner node an index into `tables` (256 children each), -1 for a leaf. */
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
      let same = 0;
      while (same < child.label.length && at + same < head.length && child.label[same] === head[at + same]) same++;
      if (same < child.label.length) splitNode(child, same);
      node = child;
      at += same;
    }
    node.values.push(value);
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
    this.labels = nodes.map((node) => wordsOf(node.label));
    this.values = nodes.map((node) => Int32Array.from(node.values));
    const inner = nodes.filter((node) => node.children.size > 0);
    this.table = new Int32Array(nodes.length).fill(-1);
    this.tables = new Int32Array(inner.length * 256).fill(-1);
    inner.forEach((node, row) => {
      this.table[number.get(node) as number] = row;
      for (const [byte, child] of node.children) this.tables[row * 256 + byte] = number.get(child) as number;
    });
    this.freezeJumps(number);
  }

  private freezeJumps(number: Map<Node, number>): void {
    const jumps: Jump[] = [];
    const visit = (node: Node, prefix: number[], passed: number[]): void => {
      const onWay = [...passed, ...node.values.flatMap((value) => [value, prefix.length])];
      for (const child of node.children.values()) {
        const bytes = [...prefix, ...child.label];
        if (bytes.length < JUMP_BYTES) visit(child, bytes, onWay);
        else {
          const rest = wordsOf(child.label.slice(JUMP_BYTES - prefix.length));
          jumps.push({ key0: wordAt(bytes, 0, 4), key1: wordAt(bytes, 4, 8), passed: onWay, rest, node: number.get(child) as number });
        }
      }
    };
    visit(this.root, [], []);
    this.jumps = new Array<Jump | undefined>(2 ** Math.ceil(Math.log2(2 * jumps.length + 2))).fill(undefined);
    for (const jump of jumps) {
      let slot = hash(jump.key0, jump.key1) & (this.jumps.length - 1);
      while (this.jumps[slot] !== undefined) slot = (slot + 1) & (this.jumps.length - 1);
      this.jumps[slot] = jump;
    }
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
        const { passed, rest } = jump;
        for (let i = 0; i < passed.length && count * 2 + 1 < out.length; i += 2, count++) {
          out[count * 2] = passed[i];
          out[count * 2 + 1] = start + passed[i + 1];
        }
        if (!isAt(view, start + JUMP_BYTES, end, rest)) return count;
        node = jump.node;
        at = start + JUMP_BYTES + rest.length;
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
      if (node < 0) return count;
      const label = this.labels[node];
      if (!isAt(view, at, end, label)) return count;
      at += label.length;
    }
  }
}

function isAt(view: DataView, at: number, end: number, wanted: Words): boolean {
  const { length, words } = wanted;
  if (end - at < length) return false;
  const tail = words.length - 1;
  for (let i = 0; i < tail; i++) if (view.getInt32(at + 4 * i, true) !== words[i]) return false;
  const rest = at + 4 * tail;
  if (rest + 4 <= view.byteLength) return ((view.getInt32(rest, true) ^ words[tail]) & wanted.mask) === 0;
  // The last bytes of a block.
  for (let i = rest, shift = 0; i < at + length; i++, shift += 8) if (view.getUint8(i) !== ((words[tail] >> shift) & 0xff)) return false;
  return true;
}

function wordsOf(bytes: Uint8Array): Words {
  const words = new Int32Array(Math.max(1, Math.ceil(bytes.length / 4)));
  for (let i = 0; i < words.length; i++) words[i] = wordAt(bytes, 4 * i, bytes.length);
  const used = bytes.length - 4 * (words.length - 1);
  return { length: bytes.length, words, mask: used === 4 ? -1 : (1 << (8 * used)) - 1 };
}

/** At most four bytes as a little-endian word. */
function wordAt(bytes: ArrayLike<number>, start: number, end: number): number {
  let word = 0;
  for (let i = Math.min(end, start + 4) - 1; i >= start; i--) word = (word << 8) | bytes[i];
  return word;
}

function hash(key0: number, key1: number): number {
  const mixed = Math.imul(key0, 0x9e3779b1) ^ Math.imul(key1, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function splitNode(node: Node, at: number): void {
  const lower: Node = { label: node.label.slice(at), values: node.values, children: node.children };
  node.label = node.label.slice(0, at);
  node.values = [];
  node.children = new Map([[lower.label[0], lower]]);
}
