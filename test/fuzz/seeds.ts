import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { FIXTURES } from '../invariants/cases.js';

export interface Seed {
  name: string;
  bytes: Uint8Array;
}

const FOLDERS = ['archives', 'cases', 'collect', 'dumps', 'enterprise', 'incident', 'lab', 'logs', 'side', 'wrapped'];

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** Every fixture up to a size, the same file once. */
export function loadSeeds(maxBytes: number): Seed[] {
  const present = new Set(readdirSync(FIXTURES));
  const paths = FOLDERS.filter((folder) => present.has(folder)).flatMap((folder) => listFiles(join(FIXTURES, folder)));
  const seen = new Set<string>();
  const seeds: Seed[] = [];
  for (const path of paths) {
    if (/(?:truth|golden)\.json$|\.md$/.test(path)) continue;
    const bytes = new Uint8Array(readFileSync(path));
    const key = Buffer.from(bytes).toString('latin1');
    if (bytes.length > maxBytes || seen.has(key)) continue;
    seen.add(key);
    seeds.push({ name: relative(FIXTURES, path), bytes });
  }
  return seeds;
}
