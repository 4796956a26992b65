import type { Readable } from 'node:stream';

const ENDING = ['SIGINT', 'SIGTERM'] as const;

/** Standard input that Ctrl-C or SIGTERM (`timeout`, a stopped service) ends instead of killing the run: what was read is still analysed
 * (`tail -f log | …`). A second one quits. The handler exists only from the first read to the end of the input, so that Ctrl-C while
 * files are read quits at once, as it does everywhere else. */
export async function* interruptibleStdin(stream: () => Readable = () => process.stdin): AsyncGenerator<Uint8Array> {
  const input = stream();
  const chunks = input[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let interrupted = false;
  let wake = () => {};
  const onSignal = (signal: NodeJS.Signals) => {
    if (interrupted) process.exit(signal === 'SIGTERM' ? 143 : 130);
    interrupted = true;
    wake();
  };
  for (const signal of ENDING) process.on(signal, onSignal);
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
    if (!interrupted) for (const signal of ENDING) process.off(signal, onSignal);
    input.destroy();
  }
}
