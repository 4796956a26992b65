let last: Promise<unknown> = Promise.resolve();

/**
 * Runs `work` alone: whoever else wants the kernel's memory in this thread waits for its end, in the order in which they asked. Two analyses that take turns
 * at every block would read each other's lines. Reading is one thread's work, so nothing is gained by overlapping it.
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const before = last;
  const mine = before.then(work);
  last = mine.catch(() => undefined);
  return mine;
}
