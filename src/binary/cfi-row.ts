import { Cursor, Malformed } from './bytes.js';
import type { Cfi, Cie, Fde } from './cfi.js';
import { readEncoded } from './cfi-encoding.js';

/** Where the caller's value of a register is. Offsets are from the canonical frame address. */
export type RegisterRule =
  | { kind: 'at'; offset: number }
  | { kind: 'is'; offset: number }
  | { kind: 'register'; register: number }
  | { kind: 'same' }
  | { kind: 'undefined' }
  | { kind: 'at-expression' | 'is-expression'; at: number; bytes: number };

/** The canonical frame address: a register with an offset, or an expression. */
export type CfaRule = { register: number; offset: number } | { at: number; bytes: number };

export interface CfiRow {
  cfa: CfaRule;
  rules: Map<number, RegisterRule>;
  returnColumn: number;
  signal: boolean;
  /** Instructions that it took. */
  steps: number;
}

/** Rows of real functions take less than a hundred. */
const MAX_INSTRUCTIONS = 20_000;
const MAX_REMEMBERED = 64;
const MAX_REGISTER = 127;

interface State {
  cfa: CfaRule;
  rules: Map<number, RegisterRule>;
}

/** Runs the instructions of the CIE, then those of the FDE up to an address (DWARF 5, 6.4.2 and 6.4.3). */
export function runInstructions(cfi: Cfi, fde: Fde, address: number): CfiRow {
  const machine = new RowMachine(cfi, fde.cie);
  machine.run(fde.cie.at, fde.cie.end, 0, Number.POSITIVE_INFINITY);
  machine.keepInitial();
  machine.run(fde.at, fde.stop, fde.start, address);
  const { cfa, rules } = machine.state;
  return { cfa, rules, returnColumn: fde.cie.returnColumn, signal: fde.cie.signal, steps: machine.steps };
}

class RowMachine {
  state: State = { cfa: { register: 0, offset: 0 }, rules: new Map() };
  private initial = new Map<number, RegisterRule>();
  private readonly remembered: State[] = [];
  private left = MAX_INSTRUCTIONS;
  private location = 0;

  constructor(
    private readonly cfi: Cfi,
    private readonly cie: Cie,
  ) {}

  get steps(): number {
    return MAX_INSTRUCTIONS - this.left;
  }

  keepInitial(): void {
    this.initial = new Map(this.state.rules);
  }

  run(from: number, to: number, location: number, limit: number): void {
    const cursor = new Cursor(this.cfi.bytes, from, to, this.cfi.address);
    this.location = location;
    while (!cursor.done && this.location <= limit) {
      if (this.left-- <= 0) throw new Malformed('more frame instructions than any function has');
      const before = this.location;
      const code = cursor.u8();
      const low = code & 0x3f;
      const high = code >> 6;
      if (high === 1) this.location += low * this.cie.codeAlign;
      else if (high === 2) this.set(low, { kind: 'at', offset: cursor.uleb() * this.cie.dataAlign });
      else if (high === 3) this.restore(low);
      else if (!this.move(code, cursor) && !this.frameAddress(code, cursor)) this.registerRule(code, cursor);
      if (this.location < before) throw new Malformed('frame instructions go backwards');
    }
  }

  private move(code: number, cursor: Cursor): boolean {
    const { codeAlign, encoding } = this.cie;
    if (code === 0x01) this.location = readEncoded(cursor, encoding) ?? this.location;
    else if (code === 0x02) this.location += cursor.u8() * codeAlign;
    else if (code === 0x03) this.location += cursor.u16() * codeAlign;
    else if (code === 0x04) this.location += cursor.u32() * codeAlign;
    else return false;
    return true;
  }

  /** DW_CFA_def_cfa and its relatives. */
  private frameAddress(code: number, cursor: Cursor): boolean {
    const { dataAlign } = this.cie;
    const { cfa } = this.state;
    const known = 'register' in cfa ? cfa : { register: 0, offset: 0 };
    if (code === 0x0c) this.state.cfa = { register: cursor.uleb(), offset: cursor.uleb() };
    else if (code === 0x0d) this.state.cfa = { register: cursor.uleb(), offset: known.offset };
    else if (code === 0x0e) this.state.cfa = { register: known.register, offset: cursor.uleb() };
    else if (code === 0x0f) this.state.cfa = readBlock(cursor);
    else if (code === 0x12) this.state.cfa = { register: cursor.uleb(), offset: cursor.sleb() * dataAlign };
    else if (code === 0x13) this.state.cfa = { register: known.register, offset: cursor.sleb() * dataAlign };
    else return false;
    return true;
  }

  private registerRule(code: number, cursor: Cursor): void {
    if (code === 0x00) return;
    if (code === 0x0a) this.remember();
    else if (code === 0x0b) this.state = this.remembered.pop() ?? this.state;
    // DW_CFA_AARCH64_negate_ra_state: signatures are stripped from every return address.
    else if (code === 0x2d) return;
    // DW_CFA_GNU_args_size
    else if (code === 0x2e) cursor.uleb();
    else if (code === 0x06) this.restore(cursor.uleb());
    else this.set(cursor.uleb(), readRule(code, cursor, this.cie.dataAlign));
  }

  private set(register: number, rule: RegisterRule): void {
    if (register <= MAX_REGISTER) this.state.rules.set(register, rule);
  }

  private restore(register: number): void {
    const rule = this.initial.get(register);
    if (rule) this.set(register, rule);
    else this.state.rules.delete(register);
  }

  private remember(): void {
    if (this.remembered.length >= MAX_REMEMBERED) throw new Malformed('more remembered frame states than any function has');
    this.remembered.push({ cfa: this.state.cfa, rules: new Map(this.state.rules) });
  }
}

/** Behind the number of the register. */
function readRule(code: number, cursor: Cursor, dataAlign: number): RegisterRule {
  switch (code) {
    case 0x05:
      return { kind: 'at', offset: cursor.uleb() * dataAlign };
    case 0x07:
      return { kind: 'undefined' };
    case 0x08:
      return { kind: 'same' };
    case 0x09:
      return { kind: 'register', register: cursor.uleb() };
    case 0x10:
      return { kind: 'at-expression', ...readBlock(cursor) };
    case 0x11:
      return { kind: 'at', offset: cursor.sleb() * dataAlign };
    case 0x14:
      return { kind: 'is', offset: cursor.uleb() * dataAlign };
    case 0x15:
      return { kind: 'is', offset: cursor.sleb() * dataAlign };
    case 0x16:
      return { kind: 'is-expression', ...readBlock(cursor) };
    default:
      throw new Malformed(`frame instruction 0x${code.toString(16)} is not known`);
  }
}

function readBlock(cursor: Cursor): { at: number; bytes: number } {
  const bytes = cursor.uleb();
  const at = cursor.at;
  cursor.skip(bytes);
  return { at, bytes };
}
