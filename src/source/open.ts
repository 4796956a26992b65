import { type GivenInput, type Input, isStream, type SkippedEntry, type SourceEntry, type SourceOptions } from '../model/source.js';
import { ByteReader, type ByteSource, IterableSource } from './bytes.js';
import { InputError, renderReason } from './errors.js';
import { expand, type Item } from './expand.js';
import { FileSource, openPipe } from './file.js';
import { Run } from './run.js';
import { type Planned, type PlannedBytes, type PlannedFile, Walk } from './walk.js';

/** Every file, archive member and stream of the inputs, one after the other; what is not handed on is listed with the reason. Nothing in the
 * inputs makes this throw. An entry's chunks may end with an Error whose message says what is wrong with the rest. */
export async function* openInputs(inputs: readonly Input[], options: SourceOptions): AsyncGenerator<SourceEntry | SkippedEntry> {
  const run = new Run(options);
  const walk = new Walk(run.limits.entries);
  walk.addInputs(inputs);
  const { planned } = walk;
  run.totalBytes = sumBytes(planned);
  for (const item of planned) {
    if (run.isFull()) {
      yield unread(item, run);
      return;
    }
    if (item.kind !== 'skipped') yield* openFile(item, run, options);
    else if (run.admit()) yield { ...item.entry, name: run.names.claim(item.entry.name) };
  }
}

/** Undefined where a stream's length is not known beforehand. */
function sumBytes(planned: Planned[]): number | undefined {
  let sum = 0;
  for (const item of planned) {
    if (item.kind === 'stdin' || item.kind === 'pipe') return undefined;
    if (item.kind === 'given' && isStream(item.given)) return undefined;
    if (item.kind === 'file' || item.kind === 'given') sum += item.bytes;
  }
  return sum;
}

function nameOf(item: Planned): string {
  if (item.kind === 'stdin') return 'stdin';
  return item.kind === 'skipped' ? item.entry.name : item.name;
}

function unread(item: Planned, run: Run): SkippedEntry {
  const why = `more than ${run.limits.entries} entries in all: this and what follows was not read`;
  return { name: nameOf(item), outcome: 'failed', why, bytes: 0, format: 'file' };
}

type Opened = PlannedFile | PlannedBytes | { kind: 'stdin' };

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function streamOf({ bytes }: GivenInput): AsyncIterable<Uint8Array> {
  if (bytes instanceof Uint8Array) return once(bytes);
  return bytes instanceof Blob ? bytes.stream() : bytes;
}

async function openSource(item: Opened, run: Run, options: SourceOptions): Promise<ByteSource> {
  const hooks = { onBytes: run.onBytes, signal: options.signal };
  if (item.kind === 'given') return new IterableSource(streamOf(item.given), hooks);
  if (item.kind === 'file') return FileSource.open(item.path, run.onBytes);
  if (item.kind === 'pipe') return openPipe(item.path, run.onBytes);
  if (!options.stdin) throw new InputError('standard input is not available');
  return new IterableSource(options.stdin, hooks);
}

async function* openFile(item: Opened, run: Run, options: SourceOptions): AsyncGenerator<Item> {
  const name = nameOf(item);
  const storedBytes = item.kind === 'stdin' ? 0 : item.bytes;
  let reader: ByteReader | undefined;
  try {
    reader = new ByteReader(await openSource(item, run, options));
    yield* expand({ name, reader, storedBytes, depth: 0, notes: [] }, run);
  } catch (error) {
    yield { name, outcome: 'failed', why: renderReason(error), bytes: storedBytes, format: 'file' };
  } finally {
    await reader?.close();
  }
}
