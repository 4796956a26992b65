import { crc32 } from 'node:zlib';
import { ByteReader, type ByteSource, SliceSource } from '../bytes.js';
import { type Container, startsWith } from '../detect.js';
import { InputError } from '../errors.js';
import { decodeName } from '../names.js';
import type { ArchiveMember, ArchiveReader } from './archive.js';
import { openInflate } from './inflate.js';
import {
  DESCRIPTOR_LOOK_BYTES,
  DESCRIPTOR_MARK,
  isLikelyLocalHeader,
  LOCAL_HEADER_BYTES,
  LOCAL_MARK,
  readDescriptor,
  readTailLengths,
  readZipHeader,
  renderMethod,
  viewOf,
  type ZipHeader,
} from './zip-header.js';

/* Reads a zip front to back, so that a pipe and a zip inside a tar work like a file. Own code on node:zlib because fflate's streaming Unzip
 * lost 94,867 of 100,000 empty members, held 700 MB for a bomb of 2 MB, split a stored zip with data descriptors, and inflates at a
 * quarter of zlib's speed; yauzl needs a file. Not handled: deflate64, encryption, links (their kind stands only in the central directory:
 * a link reads as a small text that holds its target). */

const METHOD_STORED = 0;
const METHOD_DEFLATE = 8;
/** Methods that are streams of a container we decode anyway. */
const METHOD_CONTAINERS: Record<number, Container> = { 12: 'bzip2', 93: 'zstd', 95: 'xz' };

export type OpenStream = (kind: Container, input: ByteReader) => Promise<ByteSource>;

export class ZipReader implements ArchiveReader {
  private current: MemberSource | undefined;
  private members = 0;
  private started = false;

  constructor(
    private readonly input: ByteReader,
    private readonly openStream: OpenStream,
    /** Puts the limits of the run around what is decompressed. */
    private readonly meter: (source: ByteSource) => ByteSource,
  ) {}

  async next(): Promise<ArchiveMember | undefined> {
    const broken = await this.finishCurrent();
    const lost = await this.findHeader();
    if (broken || lost > 0)
      return { name: '', bytes: lost, refusal: { outcome: 'failed', why: broken ?? renderLost(lost), format: 'zip' } };
    if (lost < 0) return undefined;
    const header = await this.readHeader();
    this.members++;
    return this.openMember(header);
  }

  /** Reads to the end of the member before; says what is wrong when its end cannot be found. */
  private async finishCurrent(): Promise<string | undefined> {
    const member = this.current;
    this.current = undefined;
    if (!member) return undefined;
    try {
      await member.skipRest();
      return undefined;
    } catch (error) {
      // Either the archive itself ends here, which the next read reports, or only this member is bad.
      return member.handedOn || !(error instanceof InputError) ? undefined : error.message;
    }
  }

  /** Bytes stepped over to reach a local header (0: it is here), or -1 when the members end here. */
  private async findHeader(): Promise<number> {
    let lost = 0;
    for (;;) {
      const head = await this.input.peek(64 * 1024);
      if (head.length < 4) {
        await this.input.skip(head.length);
        await this.input.peek(1);
        throw new InputError(`the zip archive is cut off after ${this.members} member${this.members === 1 ? '' : 's'}`);
      }
      if (lost === 0 && !this.started && startsWith(head, [0x50, 0x4b, 7, 8])) this.input.drop(4);
      else if (startsWith(head, LOCAL_MARK) && (lost === 0 || isLikelyLocalHeader(head))) break;
      else if (startsWith(head, [0x50, 0x4b, 1, 2]) || startsWith(head, [0x50, 0x4b, 5, 6]) || startsWith(head, [0x50, 0x4b, 6, 6])) {
        return lost > 0 ? lost : -1;
      } else {
        const at = Buffer.from(head.buffer, head.byteOffset, head.length).indexOf('PK', 1, 'latin1');
        const step = at === -1 ? Math.max(1, head.length - 1) : at;
        this.input.drop(step);
        lost += step;
      }
    }
    this.started = true;
    return lost;
  }

  private async readHeader(): Promise<ZipHeader> {
    const cut = () => new InputError(`the zip archive is cut off after ${this.members} member${this.members === 1 ? '' : 's'}`);
    const fixed = await this.input.exactly(LOCAL_HEADER_BYTES);
    if (!fixed) throw cut();
    const lengths = readTailLengths(fixed);
    const tail = await this.input.exactly(lengths.name + lengths.extra);
    if (!tail) throw cut();
    return readZipHeader(fixed, tail.subarray(0, lengths.name), tail.subarray(lengths.name));
  }

  private async openMember(header: ZipHeader): Promise<ArchiveMember> {
    // Windows tools of old wrote backslashes.
    const name = decodeName(header.name).replaceAll('\\', '/');
    const known = !header.descriptor || header.storedBytes > 0;
    const bytes = known ? header.storedBytes : 0;
    const raw = known ? new ByteReader(new SliceSource(this.input, bytes)) : undefined;
    const refuse = (why: string): ArchiveMember => {
      this.current = new MemberSource(this.input, header, raw, raw ? undefined : new StoredScan(this.input));
      return { name, bytes, refusal: { outcome: 'failed', why, format: 'zip' } };
    };
    if (header.encrypted) return refuse('encrypted');
    let content: ByteSource | undefined;
    if (header.method === METHOD_STORED) content = raw ? new SliceSource(raw, bytes) : new StoredScan(this.input);
    else if (header.method === METHOD_DEFLATE) content = this.meter(openInflate(raw ?? this.input, 'zip'));
    else if (raw && METHOD_CONTAINERS[header.method]) content = this.meter(await this.openStream(METHOD_CONTAINERS[header.method], raw));
    if (!content) return refuse(`compressed with ${renderMethod(header.method)}, which is not supported`);
    const member = new MemberSource(this.input, header, raw, content);
    this.current = member;
    const isFolder = name.endsWith('/') && header.fileBytes === 0;
    if (isFolder) return { name, bytes: 0 };
    member.handedOn = true;
    return { name, bytes, data: new ByteReader(member) };
  }
}

function renderLost(bytes: number): string {
  return `damaged zip archive: ${bytes} bytes skipped to the next member`;
}

/** A member's content with its checksum. It knows where the member ends, whoever stops reading early. */
class MemberSource implements ByteSource {
  handedOn = false;
  private crc = 0;
  private ended = false;
  private readonly start: number;

  constructor(
    private readonly input: ByteReader,
    private readonly header: ZipHeader,
    /** The stored bytes, where the header tells how many there are. */
    private readonly raw: ByteReader | undefined,
    private readonly content: ByteSource | undefined,
  ) {
    this.start = input.consumed;
  }

  async next(): Promise<Uint8Array | undefined> {
    const piece = await this.content?.next();
    if (piece) {
      this.crc = crc32(piece, this.crc);
      return piece;
    }
    if (!this.ended) {
      const expected = await this.finish();
      if (expected !== undefined && expected !== this.crc) throw new InputError('the zip data is damaged (its checksum does not match)');
    }
    return undefined;
  }

  /** Steps to the end of the member; answers the checksum that stands for it. */
  private async finish(): Promise<number | undefined> {
    this.ended = true;
    await this.content?.close();
    if (this.raw) await this.skipStored();
    if (!this.header.descriptor) return this.header.crc;
    const descriptor = readDescriptor(await this.input.peek(DESCRIPTOR_LOOK_BYTES), this.input.consumed - this.start);
    if (descriptor) this.input.drop(descriptor.bytes);
    return descriptor?.crc;
  }

  private async skipStored(): Promise<void> {
    const left = this.header.storedBytes - (this.input.consumed - this.start);
    if (left > 0 && (await this.input.skip(left)) < left) throw new InputError('the zip archive is cut off');
  }

  async skipRest(): Promise<void> {
    if (this.ended) return;
    if (!this.raw) while ((await this.content?.next()) !== undefined);
    await this.finish();
  }

  async close(): Promise<void> {
    if (this.raw) await this.content?.close();
  }
}

/** Stored data of unknown size: it ends where a data descriptor names exactly as many bytes as came before it. */
class StoredScan implements ByteSource {
  private passed = 0;
  private ended = false;

  constructor(private readonly input: ByteReader) {}

  async next(): Promise<Uint8Array | undefined> {
    if (this.ended) return undefined;
    const head = await this.input.peek(64 * 1024);
    const text = Buffer.from(head.buffer, head.byteOffset, head.length);
    const mark = Buffer.from(DESCRIPTOR_MARK);
    let at = text.indexOf(mark);
    for (; at !== -1 && at + 16 <= head.length; at = text.indexOf(mark, at + 1)) {
      const view = viewOf(head);
      const size = this.passed + at;
      const narrow = view.getUint32(at + 8, true) === size % 2 ** 32 && view.getUint32(at + 12, true) === size % 2 ** 32;
      const wide = at + 24 <= head.length && Number(view.getBigUint64(at + 8, true)) === size;
      if (narrow || wide) {
        this.ended = true;
        break;
      }
    }
    const atEnd = head.length < 64 * 1024;
    if (!this.ended && atEnd) {
      if (head.length === 0) throw new InputError('the zip archive is cut off');
      at = head.length;
    }
    // Without a hit the last bytes stay: a descriptor may begin in them.
    const length = this.ended || atEnd ? at : head.length - 24;
    if (length === 0) return undefined;
    const piece = await this.input.take(length);
    this.passed += piece?.length ?? 0;
    if (piece && piece.length < length) this.ended = false;
    return piece;
  }

  async close(): Promise<void> {
    this.ended = true;
  }
}
