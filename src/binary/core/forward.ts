/** Bytes that come by once. */
export class Forward {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private piece: Uint8Array = new Uint8Array(0);
  position = 0;
  /** Why the stream broke, if it did. */
  broken: string | undefined;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.iterator = chunks[Symbol.asyncIterator]();
  }

  private async fill(): Promise<boolean> {
    while (this.piece.length === 0) {
      if (this.broken !== undefined) return false;
      try {
        const next = await this.iterator.next();
        if (next.done) return false;
        this.piece = next.value;
      } catch (error) {
        this.broken = error instanceof Error ? error.message : String(error);
        return false;
      }
    }
    return true;
  }

  /** Memory of its own: the next piece is written over the last one. Grows with what comes, not with what was asked for. */
  async read(bytes: number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    let left = bytes;
    while (left > 0 && (await this.fill())) {
      const part = this.piece.subarray(0, left);
      parts.push(new Uint8Array(part));
      this.step(part.length);
      left -= part.length;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  /** False when the bytes end before the position, or are beyond it. */
  async skipTo(position: number): Promise<boolean> {
    while (this.position < position && (await this.fill())) this.step(Math.min(this.piece.length, position - this.position));
    return this.position === position;
  }

  private step(bytes: number): void {
    this.piece = this.piece.subarray(bytes);
    this.position += bytes;
  }

  async close(): Promise<void> {
    try {
      await this.iterator.return?.();
    } catch {
      // Given up either way.
    }
  }
}
