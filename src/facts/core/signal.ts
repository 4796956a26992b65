import { parseSignalInfo, type SignalInfo } from '../../binary/core/core-notes.js';
import type { Registers } from '../../binary/machine.js';
import type { ProcessImage } from '../../binary/process-image.js';
import { interruptedRegisters, siginfoAt } from '../../binary/signal-frame.js';
import type { UnwoundStack } from '../../binary/unwind.js';

/** What a signal left on the stack of the thread that handles it. */
export interface SignalFrame {
  info?: SignalInfo;
  /** Of the code that was interrupted. */
  registers: Registers;
}

const SIGINFO_BYTES = 128;
const HIGHEST_SIGNAL = 64;

/** The outermost handler is that of the signal from outside; a fault inside it left a second frame. */
export function signalFrameOf(image: ProcessImage, { frames }: UnwoundStack): SignalFrame | undefined {
  const frame = frames.findLast(({ signal }) => signal === true);
  if (frame?.sp === undefined) return undefined;
  const bytes = image.read(siginfoAt(image, frame.sp), SIGINFO_BYTES);
  const info = bytes && parseSignalInfo(bytes);
  const plausible = info !== undefined && info.signal > 0 && info.signal <= HIGHEST_SIGNAL && Math.abs(info.code) <= 128;
  return { ...(plausible ? { info } : {}), registers: interruptedRegisters(image, frame.sp) };
}
