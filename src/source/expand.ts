import type { SkippedEntry, SourceEntry } from '../model/source.js';
import { ByteReader, keepPieces } from './bytes.js';
import { classifyHead, elfKindOf, type Refusal, SAMPLE_BYTES } from './classify.js';
import type { ArchiveReader } from './decoders/archive.js';
import { openDecoder } from './decoders/open-decoder.js';
import { TarReader } from './decoders/tar.js';
import { COMPRESSED, type Container, detectContainer } from './detect.js';
import { InputError, renderReason } from './errors.js';
import { renderSafeName } from './names.js';
import type { Run } from './run.js';

export type Item = SourceEntry | SkippedEntry;

/** Bytes with a name: a file, a member, or what came out of a decoder. */
export interface Node {
  name: string;
  reader: ByteReader;
  /** Bytes as stored on disk or in the archive; 0 when unknown. */
  storedBytes: number;
  /** Archives and compressed streams around it. */
  depth: number;
  /** What it came out of, when that was a compressed stream: a tar in there is the same archive, not a nested one. */
  within?: Container;
  notes: string[];
}

function skipped(node: Node, refusal: Refusal): SkippedEntry {
  return { name: node.name, outcome: refusal.outcome, why: refusal.why, bytes: node.storedBytes, format: refusal.format };
}

function failed(node: Node, format: string, why: string): SkippedEntry {
  return skipped(node, { outcome: 'failed', why, format });
}

/** Opens whatever containers there are, and hands on what is text. Leaves the reader open. */
export async function* expand(node: Node, run: Run): AsyncGenerator<Item> {
  let head: Uint8Array;
  try {
    head = await node.reader.peek(SAMPLE_BYTES);
  } catch (error) {
    if (run.admit()) yield failed(node, node.within ?? 'file', renderReason(error));
    return;
  }
  const container = detectContainer(head);
  if (!container) yield* handOn(node, head, run);
  else if (nestedDepth(node, container) > run.limits.nesting) {
    if (run.admit()) yield failed(node, container, `archives nested more than ${run.limits.nesting} deep: not opened`);
  } else if (COMPRESSED.has(container)) yield* decompress(node, container, run);
  else yield* unpack(node, container, run);
}

function nestedDepth(node: Node, container: Container): number {
  return container === 'tar' && node.within ? node.depth : node.depth + 1;
}

async function* decompress(node: Node, container: Container, run: Run): AsyncGenerator<Item> {
  const notes = [...node.notes];
  const depth = node.depth + 1;
  let reader: ByteReader | undefined;
  try {
    const input = container === 'gzip' || !run.recycles ? node.reader : keepPieces(node.reader);
    if (container === 'gzip' && run.recycles) input.recycle(run.memory);
    const decoder = await openDecoder(container, input, notes);
    reader = new ByteReader(run.meter(decoder, input, depth > 1));
    yield* expand({ ...node, reader, depth, within: container, notes }, run);
  } finally {
    await reader?.close();
  }
}

function openArchive(node: Node, container: Container, run: Run): Promise<ArchiveReader> {
  if (container === 'tar') {
    if (run.recycles) node.reader.recycle(run.memory);
    return Promise.resolve(new TarReader(node.reader));
  }
  const input = run.recycles ? keepPieces(node.reader) : node.reader;
  const isNested = nestedDepth(node, container) > 1;
  return import('./decoders/zip.js').then(
    ({ ZipReader }) =>
      new ZipReader(
        input,
        (kind, packed) => openDecoder(kind, packed, []),
        (source) => run.meter(source, input, isNested),
      ),
  );
}

async function* unpack(node: Node, container: Container, run: Run): AsyncGenerator<Item> {
  const depth = nestedDepth(node, container);
  try {
    const archive = await openArchive(node, container, run);
    for (let member = await archive.next(); member; member = await archive.next()) {
      if (run.isFull()) {
        yield failed(node, container, `more than ${run.limits.entries} entries in all: the rest was not read`);
        return;
      }
      const { data, refusal } = member;
      const name = member.name === '' ? node.name : `${node.name}!/${renderSafeName(member.name)}`;
      if (refusal) {
        run.admit();
        const unique = member.name === '' ? name : run.names.claim(name);
        yield { name: unique, bytes: member.bytes, outcome: refusal.outcome, why: refusal.why, format: refusal.format };
      } else if (data) {
        try {
          yield* expand({ name, reader: data, storedBytes: member.bytes, depth, notes: [] }, run);
        } finally {
          await data.close();
        }
      }
    }
  } catch (error) {
    yield failed(node, container, renderReason(error));
  }
  for (const note of node.notes) yield skipped(node, { outcome: 'ignored', why: note, format: container });
}

async function* handOn(node: Node, head: Uint8Array, run: Run): AsyncGenerator<Item> {
  if (!run.admit()) return;
  const elf = run.handsOnElf ? elfKindOf(head) : undefined;
  const refusal = elf ? undefined : classifyHead(head);
  const name = run.names.claim(node.name);
  if (refusal) {
    // Too little came out to tell what it was: the reason for that says more than 'binary'.
    const cut = refusal.format === 'binary' ? node.reader.reason : undefined;
    yield cut === undefined ? skipped({ ...node, name }, refusal) : failed({ ...node, name }, node.within ?? 'file', renderReason(cut));
    return;
  }
  if (run.recycles) node.reader.recycle(run.memory);
  const turn = { over: false };
  const positioned = elf && node.reader.positioned();
  const file = positioned && positioned.size > 0 ? positioned : undefined;
  yield { name, chunks: readChunks(node.reader, turn, run), notes: node.notes, ...(elf ? { elf } : {}), ...(file ? { file } : {}) };
  turn.over = true;
}

async function* readChunks(reader: ByteReader, turn: { over: boolean }, run: Run): AsyncGenerator<Uint8Array> {
  try {
    while (!turn.over) {
      const piece = await reader.take();
      if (!piece) return;
      run.count(piece.length);
      yield piece;
    }
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(renderReason(error));
  }
}
