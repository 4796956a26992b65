import type { LineContext } from '../../model/text.js';
import { keep } from './cite.js';
import { readQuoted } from './split-args.js';

/** One element of a reply as redis-cli prints it to a terminal. */
export interface ReplyLeaf {
  kind: 'string' | 'integer' | 'other';
  value: string;
  text: string;
  line: number;
  offset: number;
}
export type ReplyNode = ReplyLeaf | ReplyArray;
export interface ReplyArray {
  items: ReplyNode[];
}

const MAX_ELEMENTS = 50_000;
const MAX_DEPTH = 16;
/** An index (`1)`), a map key (`1#`) or a set member (`1~`). Siblings are aligned at the sign behind the number. */
const INDEX = / *(\d{1,9})([)#~]) /y;
const INTEGER = /^\(integer\) (-?\d{1,20})$/;

export function isArray(node: ReplyNode | undefined): node is ReplyArray {
  return node !== undefined && 'items' in node;
}

/** Rebuilds the nesting of a reply from the columns of its indices. Linear in the text, bounded in elements and depth. */
export class ReplyTree {
  readonly root: ReplyArray = { items: [] };
  private readonly stack: ReplyArray[] = [this.root];
  private readonly columns: number[] = [];
  private elements = 0;

  /** False when the line is no element of this reply: no index, or a first index after others. */
  add(text: string, context: LineContext): boolean {
    let at = 0;
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      INDEX.lastIndex = at;
      const index = INDEX.exec(text);
      if (!index) break;
      const column = INDEX.lastIndex - 2;
      if (at === 0 && this.startsAnother(column, index[1])) return false;
      this.descend(column);
      at = INDEX.lastIndex;
      if (index[2] === '#') at = this.addKey(text, at, context);
    }
    if (at === 0) return false;
    this.push(parseLeaf(text.slice(at).trimStart(), text, context));
    return true;
  }

  private startsAnother(column: number, index: string): boolean {
    return index === '1' && this.root.items.length > 0 && column <= this.columns[0];
  }

  private descend(column: number): void {
    while (this.columns.length > 1 && this.columns[this.columns.length - 1] > column) {
      this.columns.pop();
      this.stack.pop();
    }
    if (this.columns.length === 0) {
      this.columns.push(column);
    } else if (this.columns[this.columns.length - 1] < column && this.stack.length < MAX_DEPTH) {
      const child: ReplyArray = { items: [] };
      this.stack[this.stack.length - 1].items.push(child);
      this.stack.push(child);
      this.columns.push(column);
    }
  }

  /** `1# "key" => value`: the key is an element like the value behind it. */
  private addKey(text: string, at: number, context: LineContext): number {
    const arrow = text.indexOf(' => ', at);
    if (arrow < 0) return at;
    this.push(parseLeaf(text.slice(at, arrow), text, context));
    return arrow + 4;
  }

  private push(leaf: ReplyLeaf): void {
    this.elements += 1;
    if (this.elements <= MAX_ELEMENTS) this.stack[this.stack.length - 1].items.push(leaf);
  }
}

function parseLeaf(value: string, text: string, context: LineContext): ReplyLeaf {
  const place = { text: keep(text), line: context.line, offset: context.offset };
  const integer = INTEGER.exec(value);
  if (integer) return { kind: 'integer', value: integer[1], ...place };
  if (value.startsWith('"')) return { kind: 'string', value: keep(readQuoted(value, 1)?.value ?? value.slice(1)), ...place };
  return { kind: 'other', value: keep(value), ...place };
}
