import type { ByteReader } from '../bytes.js';

/** One member of an archive, or something that the archive holds and cannot be handed on. */
export interface ArchiveMember {
  /** As the archive spells it, decoded to text; '' for the archive itself. */
  name: string;
  /** Bytes as stored in the archive. */
  bytes: number;
  data?: ByteReader;
  refusal?: { outcome: 'ignored' | 'failed'; why: string; format: string };
}

export interface ArchiveReader {
  /** The next member; what is left of the one before is skipped. Throws where the archive ends too early or cannot be read on. */
  next(): Promise<ArchiveMember | undefined>;
}
