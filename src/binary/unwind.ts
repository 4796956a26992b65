import { Malformed } from './bytes.js';
import type { Cfi } from './cfi.js';
import type { CfiRow, RegisterRule } from './cfi-row.js';
import { evaluate } from './dwarf-expression.js';
import { type Registers, stripPointer } from './machine.js';
import type { AddressName, ProcessImage } from './process-image.js';
import { guessFramePointer, type Step, stepWithoutRules } from './scan.js';
import { findSignalFrame, interruptedRegisters, isSignalReturn } from './signal-frame.js';

/** How a frame was found, from sure to doubtful: the registers themselves; frame information; the frame that a signal left; the chain of
 * frame pointers; a return address whose call leads to the frame inside; any return address. */
export type FrameTrust = 'context' | 'cfi' | 'signal' | 'frame-pointer' | 'scan-call' | 'scan';

export interface UnwoundFrame extends AddressName {
  pc: number;
  sp?: number;
  found: FrameTrust;
  /** The return from a signal handler: what is behind it was interrupted. */
  signal?: true;
}

export interface UnwoundStack {
  frames: UnwoundFrame[];
  /** Why no more frames were found; undefined where the stack really ended. */
  cut?: string;
}

/** A stack that overflowed repeats thousands of frames; what matters stands at its ends. */
const MAX_FRAMES = 256;
/** Without the code, the first guesses were right and the later ones left the path (six cores compared with gdb). */
const MAX_UNPROVED = 3;

export interface UnwindOptions {
  /** The thread died of a signal, which it may have been handling. */
  died?: boolean;
}

/** The calls of a thread, innermost first. */
export function unwind(image: ProcessImage, registers: Registers, options: UnwindOptions = {}): UnwoundStack {
  return new Unwinder(image, [...registers], options.died === true).run();
}

type Advance = 'next' | 'end' | 'no-rule';

class Unwinder {
  private readonly frames: UnwoundFrame[] = [];
  private isReturn = false;
  private found: FrameTrust = 'context';
  private why: string | undefined;
  private unproved = 0;

  constructor(
    private readonly image: ProcessImage,
    private registers: Registers,
    /** A handler's frame is looked for once. */
    private mayHandle: boolean,
  ) {}

  run(): UnwoundStack {
    const { machine } = this.image;
    while (this.frames.length < MAX_FRAMES) {
      const pc = this.registers[machine.pc];
      if (!pc) return this.finish(this.frames.length === 0 ? 'the program counter is not known' : undefined);
      const sp = this.registers[machine.sp];
      const frame: UnwoundFrame = {
        pc,
        ...(sp === undefined ? {} : { sp }),
        found: this.found,
        ...this.image.nameOf(pc, this.isReturn),
      };
      this.frames.push(frame);
      const advance = this.byRules(frame);
      if (advance === 'end') return this.finish(this.why);
      if (advance === 'no-rule' && !this.afterSignal(frame) && !this.guess()) return this.finish(this.why ?? 'no frame information');
    }
    return this.finish(`more than ${MAX_FRAMES} frames`);
  }

  private finish(cut: string | undefined): UnwoundStack {
    return cut === undefined ? { frames: this.frames } : { frames: this.frames, cut };
  }

  private byRules(frame: UnwoundFrame): Advance {
    const object = this.image.objectAt(frame.pc);
    if (!object) return 'no-rule';
    const at = frame.pc - object.bias - (this.isReturn ? 1 : 0);
    for (const cfi of this.image.cfiOf(object)) {
      const fde = cfi.find(at);
      if (!fde) continue;
      try {
        const row = cfi.row(fde, at);
        this.image.spend(row.steps);
        return this.apply(cfi, row, frame, object.bias);
      } catch (error) {
        if (!(error instanceof Malformed)) throw error;
        this.why = error.message;
        return 'no-rule';
      }
    }
    return 'no-rule';
  }

  private apply(cfi: Cfi, row: CfiRow, frame: UnwoundFrame, bias: number): Advance {
    const { machine } = this.image;
    const cfa = this.frameAddress(cfi, row, frame, bias);
    const next: Registers = [...this.registers];
    next[machine.sp] = cfa;
    for (const [register, rule] of row.rules) {
      // A return address that is undefined marks the outermost frame (_start, clone).
      if (rule.kind === 'undefined' && register === row.returnColumn) return this.end(undefined);
      if (register < machine.count) next[register] = this.valueOf(rule, register, cfi, cfa, bias);
    }
    const back = next[row.returnColumn];
    if (back === undefined) return this.end('the return address is not in the memory that was kept');
    next[machine.pc] = stripPointer(machine, back);
    if (!row.signal && frame.sp !== undefined && (cfa < frame.sp || (cfa === frame.sp && next[machine.pc] === frame.pc))) {
      return this.end('the stack does not grow');
    }
    if (row.signal) frame.signal = true;
    this.go(next, 'cfi', !row.signal);
    return 'next';
  }

  private frameAddress(cfi: Cfi, { cfa }: CfiRow, frame: UnwoundFrame, bias: number): number {
    if (!('register' in cfa)) return evaluate(cfi.bytes, cfa.at, cfa.bytes, this.context(bias));
    const { machine } = this.image;
    if (this.registers[cfa.register] === undefined && cfa.register === machine.fp && frame.sp !== undefined) {
      this.registers[cfa.register] = guessFramePointer(this.image, frame.sp, frame.pc, this.isReturn);
    }
    const base = this.registers[cfa.register];
    if (base === undefined) throw new Malformed('the register of the frame is not known');
    return base + cfa.offset;
  }

  private valueOf(rule: RegisterRule, register: number, cfi: Cfi, cfa: number, bias: number): number | undefined {
    switch (rule.kind) {
      case 'at':
        return this.image.word(cfa + rule.offset);
      case 'is':
        return cfa + rule.offset;
      case 'register':
        return this.registers[rule.register];
      case 'same':
        return this.registers[register];
      case 'undefined':
        return undefined;
      case 'at-expression':
        return this.image.word(evaluate(cfi.bytes, rule.at, rule.bytes, this.context(bias, cfa)));
      case 'is-expression':
        return evaluate(cfi.bytes, rule.at, rule.bytes, this.context(bias, cfa));
    }
  }

  private context(bias: number, initial?: number) {
    return {
      registers: this.registers,
      read: (address: number, length: number) => this.image.read(address, length),
      bias,
      ...(initial === undefined ? {} : { initial }),
    };
  }

  /** Signal returns without frame information: static programs, musl. */
  private afterSignal(frame: UnwoundFrame): boolean {
    if (frame.sp === undefined || !isSignalReturn(this.image, frame.pc)) return false;
    frame.signal = true;
    this.go(interruptedRegisters(this.image, frame.sp), 'signal', false);
    return true;
  }

  private guess(): boolean {
    const step = this.stepWithoutRules();
    if (!step) return false;
    if (step.unproved && this.mayHandle && this.jumpToHandler()) return true;
    if (step.unproved && ++this.unproved > MAX_UNPROVED) {
      this.why = 'the callers cannot be told from stale words without the programs';
      return false;
    }
    this.go(step.registers, step.how, true);
    return true;
  }

  /** Where the code is not known, the frame of the signal is told by its shape, and what it interrupted is known to the register. */
  private jumpToHandler(): boolean {
    this.mayHandle = false;
    const sp = this.registers[this.image.machine.sp];
    const found = sp === undefined ? undefined : findSignalFrame(this.image, sp);
    if (!found) return false;
    this.frames.push({ pc: found.back, sp: found.context, found: 'scan', signal: true, ...this.image.nameOf(found.back) });
    this.go(interruptedRegisters(this.image, found.context), 'signal', false);
    return true;
  }

  private stepWithoutRules(): Step | undefined {
    try {
      return stepWithoutRules(this.image, this.registers, this.isReturn);
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      this.why = error.message;
      return undefined;
    }
  }

  private go(registers: Registers, found: FrameTrust, isReturn: boolean): void {
    this.registers = registers;
    this.found = found;
    this.isReturn = isReturn;
  }

  private end(why: string | undefined): Advance {
    this.why = why;
    return 'end';
  }
}
