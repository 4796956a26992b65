import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCases } from './cases.js';

/** A rule that knows a name or number of one capture is tuned to the file and not to the mechanism. What the sources may not know is taken from
 * the fixtures themselves, so that a new fixture is covered when it is added. */

/** ISO 8601, the ports of Redis and Sentinel, the null pointer; names of events and signatures after which a case is named. */
const PUBLIC = new Set(['8601', '6379', '26379', '0x0000000000000000', 'aof-fsync-slow', 'security-attack', 'crash-loop']);

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

const SOURCES = listFiles(SRC).filter((path) => path.endsWith('.ts'));
const cases = loadCases();

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

/** Code without comments, which show real lines, and without the samples that formats carry as tests. */
function codeOf(path: string): string {
  return readFileSync(path, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    .replace(/\bsamples: \[[\s\S]*?\],\n/g, ' ');
}

/** Signatures without their examples and comments. */
function rulesOf(path: string): string {
  const text = readFileSync(path, 'utf8').replace(/(^|\s)#.*$|https?:\S+|#\d+|\bMOD-\d+/gm, '$1');
  return text.slice(0, text.search(/^examples:/m));
}

const SIGNATURES = listFiles(join(SRC, 'signatures')).filter((path) => path.endsWith('.yaml'));
const code = [...SOURCES.map((path) => [path, codeOf(path)] as const), ...SIGNATURES.map((path) => [path, rulesOf(path)] as const)];

/** All first groups of a pattern in the texts of the cases. */
function inFixtures(pattern: RegExp): Set<string> {
  const found = new Set<string>();
  for (const { files } of cases)
    for (const bytes of files.values())
      for (const match of Buffer.from(bytes).toString('latin1').matchAll(pattern)) found.add(match[1] as string);
  return found;
}

function usesOf(words: ReadonlySet<string>, token: RegExp): string[] {
  return code.flatMap(([path, text]) =>
    [...text.matchAll(token)].filter(([word]) => words.has(word) && !PUBLIC.has(word)).map(([word]) => `${basename(path)}: ${word}`),
  );
}

describe('the sources know nothing of the captures', () => {
  it('reads sources, signatures and cases', () => {
    expect(SOURCES.length).toBeGreaterThan(100);
    expect(SIGNATURES.length).toBeGreaterThan(50);
    expect(cases.length).toBeGreaterThan(50);
  });

  it('no process id', () => {
    const pids = inFixtures(/^(\d{4,7}):[MSCX] /gm);
    expect(pids.size).toBeGreaterThan(100);
    expect(usesOf(pids, /\b\d{4,7}\b/g)).toEqual([]);
  });

  it('no port', () => {
    const ports = inFixtures(/\bport=(\d{4,5})\b/g);
    expect(ports.size).toBeGreaterThan(5);
    expect(usesOf(ports, /\b\d{4,5}\b/g)).toEqual([]);
  });

  it('no node id, run id or address', () => {
    const ids = inFixtures(/\b([0-9a-f]{40})\b/g);
    expect(ids.size).toBeGreaterThan(5);
    expect(usesOf(ids, /\b[0-9a-f]{40}\b/g)).toEqual([]);
    const addresses = inFixtures(/\b(0x[0-9a-f]{9,16})\b/g);
    expect(addresses.size).toBeGreaterThan(100);
    expect(usesOf(addresses, /\b0x[0-9a-f]{9,16}\b/g)).toEqual([]);
  });

  it('no path of the laboratory', () => {
    const folders = inFixtures(/(\/(?:tmp|opt|home|srv|root|run\/lab)\/[\w.-]+)/g);
    expect(folders.size).toBeGreaterThan(3);
    expect(usesOf(folders, /\/(?:tmp|opt|home|srv|root|run\/lab)\/[\w.-]+/g)).toEqual([]);
  });

  it('no name of a case and no date of the captures', () => {
    const names = new Set(cases.map(({ name }) => basename(name).replace(/@.*/, '')).filter((name) => name.includes('-')));
    expect(usesOf(names, /\b[a-z][\w]*(?:-[\w]+)+\b/g)).toEqual([]);
    const deciding = code.filter(([path]) => /\.yaml$|\/src\/(?:text|formats|facts|diagnosis|report)\//.test(path));
    expect(deciding.filter(([, text]) => /\b23 Nov(?:ember)? 2026|2026-11-2\d/.test(text)).map(([path]) => basename(path))).toEqual([]);
  });

  it('no module that was made for the captures, no thread of theirs', () => {
    const words = new Set([...inFixtures(/\b((?:rl|lab|forensics|testmod)_[a-z_]{3,})\b/g)]);
    expect(usesOf(words, /\b[a-z]+_[a-z_]+\b/g)).toEqual([]);
  });
});
