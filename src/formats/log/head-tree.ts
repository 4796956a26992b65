/** A radix tree over the literal heads of patterns. All heads that begin a message lie on one path from the root, so a
 * look-up costs about as many byte comparisons as the longest matching head has bytes, however many heads there are. */
interface Node {
  label: Uint8Array;
  /** Values whose head ends here. */
  values: number[];
  children: Map<number, Node>;
}

export class HeadTree {
  private readonly root: Node = { label: new Uint8Array(0), values: [], children: new Map() };
  private labels: Uint8Array[] = [];
  private values: Int32Array[] = [];
  /** For each inner node an index into `tables` (256 children each), -1 for a leaf. */
  private table: Int32Array = new Int32Array(0);
  private tables: Int32Array = new Int32Array(0);
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
    this.labels = nodes.map((node) => node.label);
    this.values = nodes.map((node) => Int32Array.from(node.values));
    const inner = nodes.filter((node) => node.children.size > 0);
    this.table = new Int32Array(nodes.length).fill(-1);
    this.tables = new Int32Array(inner.length * 256).fill(-1);
    inner.forEach((node, row) => {
      this.table[number.get(node) as number] = row;
      for (const [byte, child] of node.children) this.tables[row * 256 + byte] = number.get(child) as number;
    });
  }

  /** Writes (value, index behind the head) pairs into `out` and answers with how many pairs there are. */
  find(bytes: Uint8Array, start: number, end: number, out: Int32Array): number {
    let node = 0;
    let at = start;
    let count = 0;
    for (;;) {
      const values = this.values[node];
      for (let i = 0; i < values.length && count * 2 + 1 < out.length; i++) {
        out[count * 2] = values[i];
        out[count * 2 + 1] = at;
        count++;
      }
      const row = this.table[node];
      if (row < 0 || at >= end) return count;
      const child = this.tables[row * 256 + bytes[at]];
      if (child < 0) return count;
      const label = this.labels[child];
      const length = label.length;
      if (end - at < length) return count;
      for (let i = 1; i < length; i++) if (bytes[at + i] !== label[i]) return count;
      at += length;
      node = child;
    }
  }
}

function splitNode(node: Node, at: number): void {
  const lower: Node = { label: node.label.slice(at), values: node.values, children: node.children };
  node.label = node.label.slice(0, at);
  node.values = [];
  node.children = new Map([[lower.label[0], lower]]);
}
