import { vi } from 'vitest';
import { SteadyReader } from '../../src/formats/log/steady.js';

/** Counts the lines that the kernel takes, until it is told to stop; the answer of `stop` is how many there were. */
export function countTaken(): { stop(): number } {
  let taken = 0;
  const original = SteadyReader.prototype.read;
  const spy = vi.spyOn(SteadyReader.prototype, 'read').mockImplementation(function (this: SteadyReader, ...args) {
    const next = original.apply(this, args);
    taken += this.taken;
    return next;
  });
  return {
    stop: () => {
      spy.mockRestore();
      return taken;
    },
  };
}
