import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findCases, readTruth, type Truth } from '../../src/commands/score/cases.js';

export const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
/** More folders of labelled cases, for a run by hand. */
const MORE = process.env.REDIS_FORENSICS_CASES?.split(':') ?? [];
const LABELLED = [...['cases', 'lab', 'invariants'].map((name) => join(FIXTURES, name)), ...MORE];

/** Bytes of a case by their name in its folder, sorted. */
export type Files = ReadonlyMap<string, Uint8Array>;

export interface Case {
  /** `redis-7.4.1/crash-loop` */
  name: string;
  truth: Truth;
  files: Files;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

function readCase(root: string, folder: string): Case {
  const paths = listFiles(folder).filter((path) => path !== join(folder, 'truth.json'));
  const files = new Map(
    paths.map((path) => [relative(folder, path), new Uint8Array(readFileSync(path))] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { name: relative(root, folder), truth: readTruth(folder), files };
}

/** All labelled cases of the fixtures. */
export function loadCases(): Case[] {
  return LABELLED.filter(existsSync).flatMap((root) => findCases(root).map((folder) => readCase(root, folder)));
}

/** Writes files to a folder whose name tells nothing; it is removed afterwards. */
export async function withFolder<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'in-'));
  try {
    for (const [name, bytes] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), bytes);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Set for a run by hand that takes minutes. */
const EVERYTHING = process.env.REDIS_FORENSICS_EVERYTHING !== undefined;

/** Every `of`-th item, from `turn` on: an expensive check visits another part of the cases than its neighbours, the same one on each run. */
export function everyNth<T>(items: readonly T[], of: number, turn: number): T[] {
  return EVERYTHING ? [...items] : items.filter((_, index) => index % of === turn % of);
}
