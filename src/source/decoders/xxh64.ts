/* XXH64 with seed 0 (github.com/Cyan4973/xxHash, doc/xxhash_spec.md), whose low half is the checksum of a zstd frame. fzstd does not check it.
 * The stripes run on 32-bit halves because BigInt takes fifty times as long; only the end uses it. */

const P1 = 0x9e3779b185ebca87n;
const P2 = 0xc2b2ae3d27d4eb4fn;
const P3 = 0x165667b19e3779f9n;
const P4 = 0x85ebca77c2b2ae63n;
const P5 = 0x27d4eb2f165667c5n;
const P1_HIGH = 0x9e3779b1;
const P1_LOW = 0x85ebca87;
const P2_HIGH = 0xc2b2ae3d;
const P2_LOW = 0x27d4eb4f;
const STRIPE_BYTES = 32;

const wrap = (value: bigint) => BigInt.asUintN(64, value);
const rotate = (value: bigint, bits: bigint) => wrap(value << bits) | (value >> (64n - bits));
const round = (lane: bigint, input: bigint) => wrap(rotate(wrap(lane + input * P2), 31n) * P1);

/** The upper 32 bits of a product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const low = (middle & 0xffff) + a0 * b1;
  return a1 * b1 + (middle >>> 16) + (low >>> 16);
}

export class Xxh64 {
  /** Four lanes: high and low half in turn. */
  private readonly lanes = new Uint32Array(8);
  private readonly rest = new Uint8Array(STRIPE_BYTES);
  private restBytes = 0;
  private totalBytes = 0;

  constructor() {
    [P1 + P2, P2, 0n, -P1].forEach((start, lane) => {
      this.lanes[2 * lane] = Number(wrap(start) >> 32n);
      this.lanes[2 * lane + 1] = Number(wrap(start) & 0xffffffffn);
    });
  }

  update(bytes: Uint8Array): void {
    this.totalBytes += bytes.length;
    let at = 0;
    if (this.restBytes > 0) {
      at = Math.min(STRIPE_BYTES - this.restBytes, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.restBytes);
      this.restBytes += at;
      if (this.restBytes < STRIPE_BYTES) return;
      this.stripes(this.rest, 0, STRIPE_BYTES);
    }
    const end = at + Math.floor((bytes.length - at) / STRIPE_BYTES) * STRIPE_BYTES;
    this.stripes(bytes, at, end);
    this.rest.set(bytes.subarray(end));
    this.restBytes = bytes.length - end;
  }

  private stripes(bytes: Uint8Array, start: number, end: number): void {
    const { lanes } = this;
    for (let at = start; at < end; ) {
      for (let lane = 0; lane < 8; lane += 2, at += 8) {
        const inLow = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
        const inHigh = bytes[at + 4] | (bytes[at + 5] << 8) | (bytes[at + 6] << 16) | (bytes[at + 7] << 24);
        const productHigh = multiplyHigh(inLow, P2_LOW) + Math.imul(inHigh, P2_LOW) + Math.imul(inLow, P2_HIGH);
        const sumLow = lanes[lane + 1] + (Math.imul(inLow, P2_LOW) >>> 0);
        const high = (lanes[lane] + productHigh + (sumLow > 0xffffffff ? 1 : 0)) | 0;
        const low = sumLow | 0;
        const turnedHigh = (high << 31) | (low >>> 1);
        const turnedLow = (low << 31) | (high >>> 1);
        lanes[lane] = multiplyHigh(turnedLow, P1_LOW) + Math.imul(turnedHigh, P1_LOW) + Math.imul(turnedLow, P1_HIGH);
        lanes[lane + 1] = Math.imul(turnedLow, P1_LOW);
      }
    }
  }

  /** The low 32 bits. */
  digest(): number {
    let hash = this.totalBytes < STRIPE_BYTES ? P5 : this.mergeLanes();
    hash = wrap(hash + BigInt(this.totalBytes));
    const view = new DataView(this.rest.buffer);
    let at = 0;
    for (; at + 8 <= this.restBytes; at += 8) {
      hash = wrap(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4);
    }
    if (at + 4 <= this.restBytes) {
      hash = wrap(rotate(hash ^ wrap(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
      at += 4;
    }
    for (; at < this.restBytes; at++) hash = wrap(rotate(hash ^ wrap(BigInt(this.rest[at]) * P5), 11n) * P1);
    hash = wrap((hash ^ (hash >> 33n)) * P2);
    hash = wrap((hash ^ (hash >> 29n)) * P3);
    return Number((hash ^ (hash >> 32n)) & 0xffffffffn);
  }

  private mergeLanes(): bigint {
    const lanes = [0, 2, 4, 6].map((i) => (BigInt(this.lanes[i]) << 32n) | BigInt(this.lanes[i + 1]));
    const turns = [1n, 7n, 12n, 18n];
    let hash = wrap(lanes.reduce((sum, lane, i) => sum + rotate(lane, turns[i]), 0n));
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * P1 + P4);
    return hash;
  }
}
