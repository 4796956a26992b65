import { type Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_LIMITS, type SourceLimits } from '../model/source.js';

/** Options against inputs that are larger than anybody wants to read. A limit that is reached is a note in the report, and the rest is analysed. */
export interface LimitOptions {
  maxBytes?: number;
  maxEntries?: number;
  maxNesting?: number;
  maxRatio?: number;
  maxLine?: number;
}

const UNITS: Record<string, number> = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** `500M`, `1.5 GiB`, `64g`, `4096`: bytes, in powers of 1024. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?) ?([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const bytes = Math.round(Number(match[1]) * UNITS[match[2].toUpperCase()]);
  return bytes >= 1 && bytes <= Number.MAX_SAFE_INTEGER ? bytes : undefined;
}

export function renderSize(bytes: number): string {
  for (const unit of ['T', 'G', 'M', 'K']) if (bytes % UNITS[unit] === 0) return `${bytes / UNITS[unit]}${unit}`;
  return String(bytes);
}

export function addLimitOptions(command: Command): Command {
  const size = (flags: string, what: string, bytes: number) =>
    new Option(flags, `${what} (default: ${renderSize(bytes)})`).argParser(readSize);
  const count = (flags: string, what: string, number: number) => new Option(flags, `${what} (default: ${number})`).argParser(readCount);
  return command
    .addOption(size('--max-bytes <size>', 'read at most so many unpacked bytes in all', DEFAULT_LIMITS.totalBytes))
    .addOption(count('--max-entries <n>', 'list at most so many files and archive members', DEFAULT_LIMITS.entries))
    .addOption(count('--max-nesting <n>', 'open archives inside archives so deep', DEFAULT_LIMITS.nesting))
    .addOption(
      count('--max-ratio <n>', 'give up an archive inside an archive that unpacks to more than n times its size', DEFAULT_LIMITS.ratio),
    )
    .addOption(size('--max-line <size>', 'cut longer lines', DEFAULT_LIMITS.lineBytes));
}

export function toLimits(options: LimitOptions): Partial<SourceLimits> {
  const { maxBytes, maxEntries, maxNesting, maxRatio, maxLine } = options;
  const limits = { totalBytes: maxBytes, entries: maxEntries, nesting: maxNesting, ratio: maxRatio, lineBytes: maxLine };
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}

function readSize(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('A size is a number with K, M, G or T: 500M, 64G.');
  return bytes;
}

function readCount(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('This is a whole number, at least 1.');
  return Number(text);
}
