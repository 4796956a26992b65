import type { Files } from './cases.js';

/** A case with some of its evidence taken away; undefined where there is nothing to take. */
export type Reduction = (files: Files) => Files | undefined;

const HEADER = /^(\d+:(?:[MSCX]|signal-handler)|\[?\d+\]? \d+ \w{3}|pid=\d+ |\{"pid")/;
const DUMP = /gdb|eu-stack|eustack|bt\.txt|pstack|proc(-\w+)?\.txt|core/;

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function bytesOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.join('\n'), 'latin1');
}

/** Files of log lines in the notation of Redis, as they are: not wrapped, not packed, not UTF-16. */
function isLog(bytes: Uint8Array): boolean {
  const lines = textOf(bytes.subarray(0, 16_384)).split('\n');
  return lines.filter((line) => HEADER.test(line)).length >= 2;
}

/** Changes the logs among the files; undefined when none changes. */
function overLogs(files: Files, change: (lines: string[]) => string[] | undefined): Files | undefined {
  let changed = false;
  const next = [...files].map(([name, bytes]): [string, Uint8Array] => {
    const lines = isLog(bytes) && !DUMP.test(name) ? change(textOf(bytes).split('\n')) : undefined;
    if (lines === undefined) return [name, bytes];
    changed = true;
    return [name, bytesOf(lines)];
  });
  return changed ? new Map(next) : undefined;
}

/** From the START line to the END line, or to the next line of the log where the END is missing. */
export const withoutCrashReports: Reduction = (files) =>
  overLogs(files, (lines) => {
    const start = lines.findIndex((line) => /BUG REPORT START/.test(line));
    if (start < 0) return undefined;
    const kept: string[] = [];
    let inside = false;
    for (const line of lines) {
      if (/BUG REPORT START/.test(line)) inside = true;
      if (!inside) kept.push(line);
      if (/BUG REPORT END/.test(line)) inside = false;
    }
    return kept;
  });

/** The report breaks off after its first lines: the disk was full, or the handler died too. */
export const withCutReports =
  (keptLines: number): Reduction =>
  (files) =>
    overLogs(files, (lines) => {
      const start = lines.findLastIndex((line) => /BUG REPORT START/.test(line));
      return start < 0 || start + keptLines >= lines.length ? undefined : lines.slice(0, start + keptLines);
    });

export const lastLines =
  (count: number): Reduction =>
  (files) =>
    overLogs(files, (lines) => (lines.length > count + 1 ? lines.slice(-count) : undefined));

/** The second half is missing: the bundle was collected earlier, or the log was cut. */
export const firstPart =
  (share: number): Reduction =>
  (files) =>
    overLogs(files, (lines) => (lines.length > 8 ? lines.slice(0, Math.ceil(lines.length * share)) : undefined));

/** `grep -v` of everything below a warning; what has no header stays. */
export const onlyWarnings: Reduction = (files) =>
  overLogs(files, (lines) => {
    const kept = lines.filter((line) => !HEADER.test(line) || / # |"level":"warning"|level=warning/.test(line.slice(0, 120)));
    return kept.length < lines.length ? kept : undefined;
  });

/** `grep` of the log lines alone: everything that has no header is gone. */
export const onlyHeaders: Reduction = (files) =>
  overLogs(files, (lines) => {
    const kept = lines.filter((line) => HEADER.test(line));
    return kept.length < lines.length - 1 ? kept : undefined;
  });

/** A line in so many is lost, as by a lossy collector. */
export const withLostLines =
  (every: number, offset: number): Reduction =>
  (files) =>
    overLogs(files, (lines) => (lines.length > every ? lines.filter((_, index) => index % every !== offset) : undefined));

function onlyFiles(files: Files, keep: (name: string) => boolean): Files | undefined {
  const kept = new Map([...files].filter(([name]) => keep(name)));
  return kept.size === 0 || kept.size === files.size ? undefined : kept;
}

export const withoutDumps: Reduction = (files) => onlyFiles(files, (name) => !DUMP.test(name));
export const onlyDumps: Reduction = (files) => onlyFiles(files, (name) => DUMP.test(name));
export const onlyLogs: Reduction = (files) => onlyFiles(files, (name) => isLog(files.get(name) as Uint8Array) && !DUMP.test(name));
export const withoutLogs: Reduction = (files) => onlyFiles(files, (name) => !isLog(files.get(name) as Uint8Array) || DUMP.test(name));

/** `culprit` is the glob of truth.json. */
export function onlyVictim(culprit: string): Reduction {
  return (files) => onlyFiles(files, (name) => isOf(culprit, name));
}
export function onlyWitnesses(culprit: string): Reduction {
  return (files) => onlyFiles(files, (name) => !isOf(culprit, name));
}

function isOf(culprit: string, name: string): boolean {
  const stem = culprit.replace(/^\*+/, '').replace(/\*.*$/, '');
  return stem !== '' && name.includes(stem.replace(/\.(log|txt)$/, ''));
}
