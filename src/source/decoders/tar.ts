import { ByteReader, SliceSource } from '../bytes.js';
import { InputError } from '../errors.js';
import { decodeName, renderSafeName } from '../names.js';
import type { ArchiveMember, ArchiveReader } from './archive.js';
import { BLOCK_BYTES, isZeroBlock, parsePaxRecords, parseTarHeader, type TarHeader } from './tar-header.js';
import { readGnuSparse, readPaxSparse, SparseSource } from './tar-sparse.js';

/* Reads a tar as a stream. Own code for three measured reasons: tar-stream buffers a long-name record whole (3 GB of it end the process) and
 * gives up the rest at a sparse file; node-tar survives both but leaves sparse files out, which is how `tar -S` and bsdtar pack a log that
 * was truncated in place, and costs 16 ms at start. A damaged header is stepped over to the next good one. */

/** A path or a pax header beyond this is no name. */
const META_BYTES = 1024 * 1024;

interface Extension {
  name?: Uint8Array;
  linkName?: Uint8Array;
  size?: number;
  pax?: Map<string, Uint8Array>;
  /** Every value of keys that pax 0.0 sparse files repeat. */
  sparsePairs?: number[];
}

export class TarReader implements ArchiveReader {
  private dataEnd = 0;
  private zeroBlocks = 0;
  private members = 0;

  constructor(private readonly input: ByteReader) {}

  async next(): Promise<ArchiveMember | undefined> {
    let extension: Extension = {};
    for (;;) {
      await this.skipRest();
      const header = await this.nextHeader();
      if (header === undefined) return undefined;
      if (typeof header === 'number') {
        return { name: '', bytes: header, refusal: damage(header) };
      }
      this.dataEnd = this.input.consumed + padded(header.size);
      if ('xLKgXAVDN'.includes(header.type)) {
        extension = await this.extend(extension, header);
        continue;
      }
      this.members++;
      const member = await this.openMember(header, extension);
      if (member) return member;
      extension = {};
    }
  }

  private async skipRest(): Promise<void> {
    const left = this.dataEnd - this.input.consumed;
    if (left <= 0) return;
    const skipped = await this.input.skip(left);
    if (skipped < left) throw new InputError(`the tar archive is cut off after ${this.count()}`);
  }

  private count(): string {
    return `${this.members} member${this.members === 1 ? '' : 's'}`;
  }

  /** A header, the number of damaged bytes before the next one, or undefined at the end. */
  private async nextHeader(): Promise<TarHeader | number | undefined> {
    let damaged = 0;
    for (;;) {
      const block = await this.input.peek(BLOCK_BYTES);
      if (block.length < BLOCK_BYTES) return this.finish(block.length, damaged);
      if (isZeroBlock(block)) {
        this.zeroBlocks++;
        if (damaged > 0) damaged += BLOCK_BYTES;
      } else {
        const header = parseTarHeader(block);
        if (header) {
          if (damaged > 0) return damaged;
          this.zeroBlocks = 0;
          this.input.drop(BLOCK_BYTES);
          return header;
        }
        // After the end mark anything may follow: tapes and padded files hold old bytes there.
        if (this.zeroBlocks >= 2 && damaged === 0) return undefined;
        damaged += BLOCK_BYTES;
      }
      this.input.drop(BLOCK_BYTES);
    }
  }

  private async finish(restBytes: number, damaged: number): Promise<number | undefined> {
    await this.input.skip(restBytes);
    // The input may have failed rather than ended: then say that instead.
    await this.input.peek(1);
    if (damaged > 0) {
      this.zeroBlocks = 2;
      return damaged + restBytes;
    }
    if (restBytes > 0 && this.zeroBlocks === 0) throw new InputError(`the tar archive is cut off after ${this.count()}`);
    if (this.zeroBlocks === 0) {
      throw new InputError(`the tar archive has no end mark: it may be cut off after ${this.count()}`);
    }
    return undefined;
  }

  private async extend(extension: Extension, header: TarHeader): Promise<Extension> {
    if (!'xLK'.includes(header.type) || header.size > META_BYTES) return extension;
    const bytes = await this.input.exactly(header.size);
    if (!bytes) throw new InputError(`the tar archive is cut off after ${this.count()}`);
    if (header.type === 'L') return { ...extension, name: untilNul(bytes) };
    if (header.type === 'K') return { ...extension, linkName: untilNul(bytes) };
    return { ...extension, ...readPax(bytes) };
  }

  private async openMember(header: TarHeader, extension: Extension): Promise<ArchiveMember | undefined> {
    const size = extension.size ?? header.size;
    const name = decodeName(extension.name ?? header.name);
    const refuse = (why: string, format: string): ArchiveMember => ({ name, bytes: 0, refusal: { outcome: 'ignored', why, format } });
    this.dataEnd = this.input.consumed;
    // v7 has no type for directories: the name ends in a slash.
    if (header.type === '0' && size === 0 && name.endsWith('/')) return undefined;
    switch (header.type) {
      case '5':
        return undefined;
      case '2':
        return refuse('symbolic link, not followed', 'symlink');
      case '3':
      case '4':
        return refuse('device', 'device');
      case '6':
        return refuse('named pipe', 'pipe');
      case '1':
        this.dataEnd += await this.hardLinkBytes(size);
        return refuse(`hard link to ${renderSafeName(decodeName(extension.linkName ?? header.linkName))}`, 'hardlink');
    }
    this.dataEnd += padded(size);
    if (header.type === 'M') {
      return { name, bytes: size, refusal: { outcome: 'failed', why: 'continues a member of another tar volume', format: 'tar' } };
    }
    return this.openData(name, size, header, extension);
  }

  /** Only some pax archives store the data with a hard link; the size alone does not tell. */
  private async hardLinkBytes(size: number): Promise<number> {
    if (size === 0) return 0;
    const block = await this.input.peek(BLOCK_BYTES);
    return block.length < BLOCK_BYTES || isZeroBlock(block) || parseTarHeader(block) ? 0 : padded(size);
  }

  private async openData(name: string, size: number, header: TarHeader, extension: Extension): Promise<ArchiveMember> {
    const isGnuSparse = header.type === 'S';
    if (isGnuSparse || extension.pax?.has('GNU.sparse.major') || extension.pax?.has('GNU.sparse.size') || extension.sparsePairs) {
      const bodyEnd = this.dataEnd;
      const sparse = isGnuSparse
        ? await readGnuSparse(this.input, header.block)
        : await readPaxSparse(this.input, extension.pax ?? new Map(), extension.sparsePairs ?? []);
      // Extension blocks of the old form stand before the data and are not counted in its size; the map of pax 1.0 is counted.
      this.dataEnd = isGnuSparse ? this.input.consumed + padded(size) : bodyEnd;
      const storedBytes = sparse?.segments.reduce((sum, segment) => sum + segment.bytes, 0) ?? 0;
      const shown = extension.pax?.get('GNU.sparse.name');
      const sparseName = shown ? decodeName(shown) : name;
      if (!sparse || storedBytes > this.dataEnd - this.input.consumed) {
        return { name: sparseName, bytes: size, refusal: { outcome: 'failed', why: 'sparse file with a damaged map', format: 'tar' } };
      }
      return { name: sparseName, bytes: size, data: new ByteReader(new SparseSource(this.input, sparse.segments, sparse.fileBytes)) };
    }
    return { name, bytes: size, data: new ByteReader(new SliceSource(this.input, size)) };
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

function damage(bytes: number): NonNullable<ArchiveMember['refusal']> {
  return { outcome: 'failed', why: `damaged tar header: ${bytes} bytes skipped to the next member`, format: 'tar' };
}

function readPax(bytes: Uint8Array): Extension {
  const found: Extension = { pax: new Map() };
  for (const [key, value] of parsePaxRecords(bytes)) {
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') {
      found.sparsePairs ??= [];
      found.sparsePairs.push(Number(decodeName(value)));
    }
    found.pax?.set(key, value);
  }
  const name = found.pax?.get('path');
  const linkName = found.pax?.get('linkpath');
  const size = found.pax?.get('size');
  if (name) found.name = untilNul(name);
  if (linkName) found.linkName = untilNul(linkName);
  if (size) {
    const text = decodeName(size);
    if (/^\d{1,15}$/.test(text)) found.size = Number(text);
  }
  return found;
}
