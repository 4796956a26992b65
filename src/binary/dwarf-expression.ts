import { bigAt, Cursor, Malformed, type ReadMemory } from './bytes.js';
import type { Registers } from './machine.js';

/* Expressions of DWARF 5, 2.5, as far as frames use them: PLT stubs, signal frames, functions that align their stack. */

const MASK = (1n << 64n) - 1n;
const MAX_STEPS = 1000;
const MAX_STACK = 64;

export interface ExpressionContext {
  registers: Registers;
  read: ReadMemory;
  /** Added to addresses that stand in the expression. */
  bias: number;
  /** On the stack at the start: the frame address, in rules of registers. */
  initial?: number;
}

/** Value of an expression; throws Malformed where a register or memory is not known, or a step is not of this kind. */
export function evaluate(bytes: Uint8Array, at: number, length: number, context: ExpressionContext): number {
  const cursor = new Cursor(bytes, at, at + length);
  const stack: bigint[] = context.initial === undefined ? [] : [BigInt(context.initial)];
  for (let steps = 0; !cursor.done; steps++) {
    if (steps > MAX_STEPS || stack.length > MAX_STACK) throw new Malformed('an expression without end');
    const code = cursor.u8();
    if (code >= 0x30 && code <= 0x4f) stack.push(BigInt(code - 0x30));
    else if (code >= 0x70 && code <= 0x8f) stack.push(registerPlus(context, code - 0x70, cursor.sleb()));
    else if (code === 0x92) stack.push(registerPlus(context, cursor.uleb(), cursor.sleb()));
    else if (!pushConstant(code, cursor, stack, context)) operate(code, cursor, stack, context);
  }
  return Number(pop(stack));
}

function registerPlus({ registers }: ExpressionContext, register: number, offset: number): bigint {
  const value = registers[register];
  if (value === undefined) throw new Malformed('a register that the expression needs is not known');
  return BigInt.asUintN(64, BigInt(value) + BigInt(offset));
}

function pop(stack: bigint[]): bigint {
  const value = stack.pop();
  if (value === undefined) throw new Malformed('an expression takes more than it has');
  return value;
}

function pushConstant(code: number, cursor: Cursor, stack: bigint[], { bias }: ExpressionContext): boolean {
  const value = constantOf(code, cursor, bias);
  if (value === undefined) return false;
  stack.push(BigInt.asUintN(64, BigInt(value)));
  return true;
}

function constantOf(code: number, cursor: Cursor, bias: number): number | undefined {
  switch (code) {
    case 0x03:
      return cursor.u64() + bias;
    case 0x08:
      return cursor.u8();
    case 0x09:
      return cursor.s8();
    case 0x0a:
      return cursor.u16();
    case 0x0b:
      return cursor.s16();
    case 0x0c:
      return cursor.u32();
    case 0x0d:
      return cursor.s32();
    case 0x0e:
      return cursor.u64();
    case 0x0f:
      return cursor.s64();
    case 0x10:
      return cursor.uleb();
    case 0x11:
      return cursor.sleb();
    default:
      return undefined;
  }
}

function operate(code: number, cursor: Cursor, stack: bigint[], { read }: ExpressionContext): void {
  const top = pop(stack);
  switch (code) {
    case 0x06: {
      const word = read(Number(top), 8);
      if (!word) throw new Malformed('memory that the expression needs is not known');
      stack.push(bigAt(word, 0));
      return;
    }
    case 0x12:
      stack.push(top, top);
      return;
    case 0x13:
      return;
    case 0x23:
      stack.push((top + BigInt(cursor.uleb())) & MASK);
      return;
    case 0x96:
      stack.push(top);
      return;
    default:
      stack.push(...combine(code, pop(stack), top));
  }
}

/** Steps that take two values: `below` was pushed before `top`. */
function combine(code: number, below: bigint, top: bigint): bigint[] {
  const truth = (value: boolean): bigint[] => [value ? 1n : 0n];
  const signed = (value: bigint): bigint => BigInt.asIntN(64, value);
  switch (code) {
    case 0x14:
      return [below, top, below];
    case 0x16:
      return [top, below];
    case 0x1a:
      return [below & top];
    case 0x1c:
      return [(below - top) & MASK];
    case 0x1e:
      return [(below * top) & MASK];
    case 0x21:
      return [below | top];
    case 0x22:
      return [(below + top) & MASK];
    case 0x24:
      return [top < 64n ? (below << top) & MASK : 0n];
    case 0x25:
      return [top < 64n ? below >> top : 0n];
    case 0x29:
      return truth(below === top);
    case 0x2a:
      return truth(signed(below) >= signed(top));
    case 0x2b:
      return truth(signed(below) > signed(top));
    case 0x2c:
      return truth(signed(below) <= signed(top));
    case 0x2d:
      return truth(signed(below) < signed(top));
    case 0x2e:
      return truth(below !== top);
    default:
      throw new Malformed(`expression step 0x${code.toString(16)} is not known`);
  }
}
