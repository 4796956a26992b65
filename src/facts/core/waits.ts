import { u32At } from '../../binary/bytes.js';
import type { CoreFile } from '../../binary/core/core-file.js';
import type { CoreThread } from '../../binary/core/core-notes.js';
import { FUTEX_CALLS } from '../../binary/core/wanted.js';
import type { ProcessImage } from '../../binary/process-image.js';
import type { Cite } from '../../model/origin.js';
import type { ThreadWait } from '../../model/records.js';
import { type Decoded, decodeFutex, type FutexCall, type LockSurroundings } from '../threads/lock-words.js';
import { waitOf } from '../threads/syscalls.js';
import type { SignalFrame } from './signal.js';

/** Where glibc keeps a thread's number in its descriptor (struct pthread, tid), and the descriptor's pointer to itself: x86-64, 2.31 to 2.43. */
const TID_IN_DESCRIPTOR = 0x2d0;
const SELF_IN_DESCRIPTOR = 0x10;
const RDI = 5;
const RSI = 4;
const RDX = 1;
const RAX = 0;
const FUTEX_WAITS = new Set([0, 6, 9, 11, 13]);

/** What the threads of a core wait for. */
export class LockReader {
  /** Addresses whose words the core did not keep. */
  readonly unread: number[] = [];
  private readonly around: LockSurroundings[];
  private readonly byInner = new Map<number, number>();

  constructor(
    private readonly core: CoreFile,
    private readonly image: ProcessImage,
  ) {
    for (const thread of core.threads) this.byInner.set(this.innerTid(thread) ?? thread.tid, thread.tid);
    const word = (address: number) => this.word(address);
    const threadOf = (inner: number) => this.byInner.get(inner);
    this.around = librariesOf(core).map((libc) => ({ word, threadOf, libc }));
  }

  private word(address: number): number | undefined {
    const bytes = this.core.read(address, 4);
    return bytes && u32At(bytes, 0);
  }

  /** A debugger outside the container counts threads otherwise than the server does; its C library keeps the server's own number. */
  private innerTid({ tls }: CoreThread): number | undefined {
    if (tls === undefined || this.image.machine.name !== 'x86-64') return undefined;
    const self = this.core.read(tls + SELF_IN_DESCRIPTOR, 8);
    if (!self || u32At(self, 0) + u32At(self, 4) * 2 ** 32 !== tls) return undefined;
    const tid = this.word(tls + TID_IN_DESCRIPTOR);
    return tid !== undefined && tid > 0 && tid < 4_194_304 ? tid : undefined;
  }

  waitOf(thread: CoreThread, signal: SignalFrame | undefined, cite: Cite): ThreadWait | undefined {
    const futex = this.futexOf(thread) ?? (signal && this.interruptedFutex(signal));
    // Nothing moves in a core: one look is as good as two.
    if (futex) return { ...this.decode(futex), steady: true, frozen: true, cite };
    if (thread.call.number < 0 || signal) return undefined;
    const call = { number: thread.call.number, args: thread.call.args, sp: 0, pc: 0 };
    const { kind, name } = waitOf(call, this.image.machine.name === 'aarch64', '');
    return kind === 'futex-wait' || kind === 'other' ? undefined : { kind, note: name, cite };
  }

  private futexOf({ call }: CoreThread): FutexCall | undefined {
    const [address, operation, value] = call.args;
    if (call.number !== FUTEX_CALLS[this.image.machine.name] || address >= 1n << 48n) return undefined;
    return { address: Number(address), operation: Number(operation & 0xffffffffn), value: Number(value & 0xffffffffn) };
  }

  /** What a thread waited for when the signal came: the call's arguments are still in their registers. */
  private interruptedFutex({ registers }: SignalFrame): FutexCall | undefined {
    if (this.image.machine.name !== 'x86-64') return undefined;
    const [address, operation, value, result] = [registers[RDI], registers[RSI], registers[RDX], registers[RAX]];
    if (address === undefined || operation === undefined || value === undefined || result === undefined) return undefined;
    // A small negative number: -EINTR, or one of the kernel's own codes for a call to be taken up again.
    if (result < 2 ** 64 - 4096) return undefined;
    if (operation > 0x1ff || !FUTEX_WAITS.has(operation & 0x7f) || address % 4 !== 0 || address <= 4096 || address >= 2 ** 47)
      return undefined;
    return { address, operation, value: value % 2 ** 32 };
  }

  private decode(futex: FutexCall): Decoded {
    if (this.word(futex.address) === undefined) this.unread.push(futex.address);
    const read = this.around.map((around) => decodeFutex(futex, around));
    return read.find(({ kind }) => kind !== 'condition' && kind !== 'lock' && kind !== 'futex') ?? read[0];
  }

  /** Thread that has the mutex at an address: 0 for nobody, undefined where the words were not dumped or name no thread. */
  ownerOfMutex(address: number): number | undefined {
    const [lock, owner] = [this.word(address), this.word(address + 8)];
    if (lock === undefined || owner === undefined) {
      this.unread.push(address);
      return undefined;
    }
    return lock === 0 && owner === 0 ? 0 : this.byInner.get(owner);
  }
}

/** The C library by the mapped files; a static program may have either, and their words do not look alike. */
function librariesOf(core: CoreFile): ('glibc' | 'musl')[] {
  if (core.mappings.some(({ path }) => /\/(?:libc\.so\.6|libc-2\.\d+\.so)$/.test(path))) return ['glibc'];
  if (core.mappings.some(({ path }) => /\/(?:ld-musl-[\w-]+\.so\.1|libc\.musl-[\w-]+\.so\.1)$/.test(path))) return ['musl'];
  return ['glibc', 'musl'];
}
