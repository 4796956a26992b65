/** Bytes that can be asked for by position. Answers fewer than `length` only at the end of what there is; never throws. */
export interface RandomBytes {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
}

/** One file of the input, or one member of an archive (nested to a limit). */
export interface SourceEntry {
  /** `case.tgz!/node_1/logs/redis-3.log`; forward slashes, no absolute path, control characters escaped. */
  name: string;
  /** Bytes as they come; every entry must be consumed (or skipped by `return()`) before the next one is asked for. */
  chunks: AsyncIterable<Uint8Array>;
  /** What is odd about the container and no error; complete once the chunks have ended. */
  notes?: string[];
  /** No text: a core file, or a program, library or file of debug information. */
  elf?: 'core' | 'program';
  /** The same bytes by position, also later, where the entry is a file of its own. */
  file?: RandomBytes;
}

/** Something of the input that is not handed on, and why. */
export interface SkippedEntry {
  name: string;
  outcome: 'ignored' | 'failed';
  why: string;
  bytes: number;
  /** 'directory-link', 'device', 'elf-core', 'binary', 'duplicate'… */
  format: string;
}

export interface SourceLimits {
  /** Decompressed bytes in all. */
  totalBytes: number;
  entries: number;
  /** Archives inside archives. */
  nesting: number;
  /** Compression ratio, only for archives inside archives. */
  ratio: number;
  lineBytes: number;
}

export const DEFAULT_LIMITS: SourceLimits = { totalBytes: 64 * 2 ** 30, entries: 200_000, nesting: 6, ratio: 1000, lineBytes: 1 << 20 };

/** Bytes that are given where a path would stand. They are read, never written to. */
export interface GivenInput {
  /** As it would stand in the report: `redis-3.log`, `package.tar.gz`. */
  name: string;
  bytes: Uint8Array | Blob | AsyncIterable<Uint8Array>;
}

/** It comes by once, and how long it is nobody knows. */
export function isStream({ bytes }: GivenInput): boolean {
  return !(bytes instanceof Uint8Array || bytes instanceof Blob);
}

/** A path (`-`: standard input), or bytes with a name. */
export type Input = string | GivenInput;

export interface SourceOptions {
  /** What is still to come is not waited for. */
  signal?: AbortSignal;
  limits?: Partial<SourceLimits>;
  stdin?: AsyncIterable<Uint8Array>;
  /** The consumer is done with a chunk before it asks for the next one, so that its memory may be used again. */
  recycle?: boolean;
  /** Memory that chunks may be read into when they are recycled, so that whoever wants them there need not copy them. */
  blocks?: readonly Uint8Array[];
  /** ELF files are handed on; otherwise they are listed as what they are. */
  elf?: boolean;
  /** Progress: bytes read from disk or stdin so far, and the total where it is known. */
  onProgress?: (readBytes: number, totalBytes: number | undefined) => void;
}
