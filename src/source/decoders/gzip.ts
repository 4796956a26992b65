import { crc32 } from 'node:zlib';
import { type BlockPool, type ByteReader, type ByteSource, NO_BYTES } from '../bytes.js';
import { InputError } from '../errors.js';
import { openInflate } from './inflate.js';

/* RFC 1952. The framing is read here and only the deflate data is left to zlib: node:zlib's own gunzip takes trailing
 * garbage for damage and drops the text before it. Several members in a row (log rotation that appends, bgzip) are one stream. */

const FLAG_HEADER_CRC = 2;
const FLAG_EXTRA = 4;
const FLAG_NAME = 8;
const FLAG_COMMENT = 16;

const CUT_OFF = 'the gzip data is cut off';

async function skipText(input: ByteReader): Promise<boolean> {
  for (;;) {
    const piece = await input.peek(256);
    if (piece.length === 0) return false;
    const end = piece.indexOf(0);
    input.drop(end === -1 ? piece.length : end + 1);
    if (end !== -1) return true;
  }
}

/** False when the input ends inside the header. */
async function skipHeader(input: ByteReader): Promise<boolean> {
  const fixed = await input.exactly(10);
  if (!fixed) return false;
  const flags = fixed[3];
  if (flags & FLAG_EXTRA) {
    const length = await input.exactly(2);
    if (!length) return false;
    const bytes = length[0] | (length[1] << 8);
    if ((await input.skip(bytes)) < bytes) return false;
  }
  if (flags & FLAG_NAME && !(await skipText(input))) return false;
  if (flags & FLAG_COMMENT && !(await skipText(input))) return false;
  return !(flags & FLAG_HEADER_CRC) || (await input.exactly(2)) !== undefined;
}

export class GzipSource implements ByteSource {
  private member: ByteSource | undefined;
  private pool: BlockPool | undefined;
  private crc = 0;
  private size = 0;
  private ended = false;

  constructor(
    private readonly input: ByteReader,
    private readonly notes: string[],
  ) {}

  async next(): Promise<Uint8Array | undefined> {
    while (!this.ended) {
      if (!this.member) {
        if (!(await skipHeader(this.input))) throw new InputError(CUT_OFF);
        this.member = openInflate(this.input, 'gzip');
        if (this.pool) this.member.recycle?.(this.pool);
        this.crc = 0;
        this.size = 0;
      }
      const piece = await this.member.next();
      if (piece) {
        this.crc = crc32(piece, this.crc);
        this.size = (this.size + piece.length) >>> 0;
        return piece;
      }
      await this.finishMember(this.member);
    }
    return undefined;
  }

  private async finishMember(member: ByteSource): Promise<void> {
    await member.close();
    this.member = undefined;
    const trailer = await this.input.exactly(8);
    if (!trailer) throw new InputError(CUT_OFF);
    const view = new DataView(trailer.buffer, trailer.byteOffset, 8);
    if (view.getUint32(0, true) !== this.crc || view.getUint32(4, true) !== this.size) {
      throw new InputError('the gzip data is damaged (its checksum does not match)');
    }
    await this.findNextMember();
  }

  /** Another member, padding with zeros, or something else that is not ours. */
  private async findNextMember(): Promise<void> {
    let zeros = 0;
    for (;;) {
      const head = await this.input.peek(4096).catch(() => NO_BYTES);
      let at = 0;
      while (at < head.length && head[at] === 0) at++;
      zeros += at;
      this.input.drop(at);
      if (at < head.length || head.length === 0) break;
    }
    const head = await this.input.peek(10).catch(() => NO_BYTES);
    if (zeros === 0 && head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 8) return;
    this.ended = true;
    if (head.length > 0) this.notes.push('bytes that are not gzip follow the end of the gzip data and were left out');
  }

  recycle(pool: BlockPool): void {
    this.pool = pool;
    this.member?.recycle?.(pool);
  }

  async close(): Promise<void> {
    this.ended = true;
    await this.member?.close();
  }
}
