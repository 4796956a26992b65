import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip } from 'node:zlib';
import { tarEnd, tarHeader, tarPadding } from '../../redact/tar-writer.js';
import { besideOf, targetOf } from '../private-file.js';

/**
 * A tar.gz that appears under its name when it is complete and proved, and not before. A tar header states the size in front of the bytes, so each
 * entry is first written to a file beside the target and then copied: memory stays flat whatever the size.
 */
export class BundleFile {
  readonly temporary: string;
  private readonly entryFile: string;
  private readonly target: string;
  private readonly gzip: Gzip;
  private readonly file: WriteStream;
  private readonly done: Promise<void>;

  constructor(output: string) {
    this.target = targetOf(output);
    this.temporary = besideOf(this.target, 'tmp');
    this.entryFile = besideOf(this.target, 'entry.tmp');
    // no name and no time in the header: the same entries give the same file
    this.gzip = createGzip({ level: 6, chunkSize: 256 * 1024 });
    this.file = createWriteStream(this.temporary, { mode: 0o600 });
    this.done = pipeline(this.gzip, this.file);
    // awaited in close(); an error before that must not end the process
    this.done.catch(() => {});
  }

  /** `stages` turn the entry's bytes into what is stored. */
  async add(name: string, chunks: AsyncIterable<Uint8Array>, stages: NodeJS.ReadWriteStream[]): Promise<void> {
    await pipeline([Readable.from(chunks, { objectMode: false }), ...stages, createWriteStream(this.entryFile, { mode: 0o600 })]);
    const { size } = await stat(this.entryFile);
    await this.write(tarHeader(name, size));
    for await (const chunk of createReadStream(this.entryFile, { highWaterMark: 256 * 1024 })) await this.write(chunk as Buffer);
    await this.write(tarPadding(size));
  }

  async close(): Promise<void> {
    await this.write(tarEnd());
    this.gzip.end();
    await this.done;
    await rm(this.entryFile, { force: true });
  }

  /** The one step that makes it visible; a bundle is for others to read. */
  async publish(): Promise<void> {
    const handle = await open(this.temporary, 'r+');
    try {
      await handle.chmod(0o644 & ~process.umask());
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(this.temporary, this.target);
  }

  async discard(): Promise<void> {
    this.gzip.destroy();
    this.file.destroy();
    await rm(this.entryFile, { force: true });
    await rm(this.temporary, { force: true });
  }

  private write(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.done.catch(reject);
      this.gzip.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }
}
