import type { Readable } from 'node:stream';

/** Standard input that Ctrl-C ends instead of killing the run: what was read is still analysed (`tail -f log | …`).
 * A second Ctrl-C quits. The handler exists only from the first read to the end of the input, so that Ctrl-C while
 * files are read quits at once, as it does everywhere else. */
export async function* interruptibleStdin(stream: () => Readable = () => process.stdin): AsyncGenerator<Uint8Array> {
  const input = stream();
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let interrupted = false;
  let wake = () => {};
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    wake();
  };
  process.on('SIGINT', onInterrupt);
  try {
    while (!interrupted) {
      // One promise a chunk: racing all of them against a single long-lived one would keep every chunk alive.
      const next = await new Promise<IteratorResult<Uint8Array> | undefined>((resolve, reject) => {
        wake = () => resolve(undefined);
        chunks.next().then(resolve, reject);
      });
      if (!next || next.done) break;
      yield next.value;
    }
  } finally {
    if (!interrupted) process.off('SIGINT', onInterrupt);
    input.destroy();
  }
}
