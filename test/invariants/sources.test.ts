import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';
import { collect, inPieces } from '../source/collect.js';
import { type Case, everyNth, FIXTURES, type Files, loadCases, withFolder } from './cases.js';
import { differences, findingsOf } from './findings.js';
import { packGzip, packTar, packTarGz, packZip } from './packing.js';
import { Randomness } from './randomness.js';

const LONG_MS = 120_000;
const cases = loadCases();
const references = new Map<Case, unknown>();

const ofFolder = (files: Files) => withFolder(files, (folder) => analyze([folder]));
const ofPipe = (bytes: Uint8Array, pieceBytes = 65_536) => analyze(['-'], { stdin: inPieces(bytes, pieceBytes) });

async function* inRandomPieces(bytes: Uint8Array, seed: string): AsyncGenerator<Uint8Array> {
  const random = new Randomness(seed);
  for (let at = 0; at < bytes.length; ) {
    // Sizes of all magnitudes: many of a few bytes, some of many thousands.
    const size = 1 + random.below(2 ** (1 + random.below(17)));
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** The differences from the report of the plain folder, over all the cases. */
async function compared(subjects: readonly Case[], report: (subject: Case) => Promise<Report>): Promise<string[]> {
  const found: string[] = [];
  for (const subject of subjects) {
    const findings = findingsOf(await report(subject), subject.files);
    found.push(...differences(references.get(subject), findings).map((difference) => `${subject.name}${difference}`));
  }
  return found;
}

describe('the same bytes give the same findings', () => {
  beforeAll(async () => {
    for (const subject of cases) references.set(subject, findingsOf(await ofFolder(subject.files), subject.files));
  }, LONG_MS);

  it('has cases with findings', () => {
    expect(cases.length).toBeGreaterThan(50);
    const withFindings = [...references.values()].filter((found) => JSON.stringify(found).includes('"observed"'));
    expect(withFindings.length).toBeGreaterThan(40);
  });

  it('file by file, in any order', { timeout: LONG_MS }, async () => {
    const shuffled = (subject: Case) => new Randomness(subject.name).shuffled([...subject.files.keys()]);
    const given = (subject: Case) => withFolder(subject.files, (folder) => analyze(shuffled(subject).map((name) => join(folder, name))));
    expect(await compared(everyNth(cases, 2, 0), given)).toEqual([]);
  });

  it('as a tar on standard input, in pieces of a random size', { timeout: LONG_MS }, async () => {
    const given = (subject: Case) => analyze(['-'], { stdin: inRandomPieces(packTar(subject.files), subject.name) });
    expect(await compared(everyNth(cases, 2, 1), given)).toEqual([]);
  });

  it('as a tar.gz', { timeout: LONG_MS }, async () => {
    const given = ({ files }: Case) => ofFolder(new Map([['case.tar.gz', packTarGz(files)]]));
    expect(await compared(everyNth(cases, 8, 0), given)).toEqual([]);
  });

  it('as a zip', { timeout: LONG_MS }, async () => {
    const given = ({ files }: Case) => ofFolder(new Map([['case.zip', packZip(files)]]));
    expect(await compared(everyNth(cases, 8, 1), given)).toEqual([]);
  });

  it('as compressed files', { timeout: LONG_MS }, async () => {
    expect(await compared(everyNth(cases, 8, 2), ({ files }) => ofFolder(packGzip(files)))).toEqual([]);
  });

  it('with the members of the archive in another order', { timeout: LONG_MS }, async () => {
    const given = ({ files }: Case) => ofPipe(packTar(new Map([...files].reverse())));
    expect(await compared(everyNth(cases, 8, 3), given)).toEqual([]);
  });

  it('byte by byte, and in pieces of seven', { timeout: LONG_MS }, async () => {
    const small = cases.filter(({ files }) => packTar(files).length < 60_000);
    expect(await compared(everyNth(small, 16, 1), ({ files }) => ofPipe(packTar(files), 1))).toEqual([]);
    expect(await compared(everyNth(small, 16, 2), ({ files }) => ofPipe(packTar(files), 7))).toEqual([]);
  });
});

describe('a support package', () => {
  it('gives what its unpacked files give', async () => {
    const path = join(FIXTURES, 'incident/debuginfo.tar.gz');
    const { texts } = await collect([path]);
    const files: Files = new Map([...texts].map(([name, text]) => [memberPath(name), Buffer.from(text, 'latin1')]));
    expect(files.size).toBeGreaterThan(2);
    const found = findingsOf(await analyze([path]), files);
    expect(differences(findingsOf(await ofFolder(files), files), found)).toEqual([]);
  });
});

/** `debuginfo.tar.gz!/node_1.tar.gz!/logs/a.log` lies in `node_1.tar.gz/logs/a.log` when the archives are unpacked to folders. */
function memberPath(entry: string): string {
  return entry.split('!/').slice(1).join('/').replace(/\.gz$/, '');
}

describe('a single log on standard input', () => {
  it('gives what a file of that name gives', { timeout: LONG_MS }, async () => {
    for (const subject of everyNth(
      cases.filter(({ files }) => files.size === 1),
      2,
      1,
    )) {
      const [bytes] = [...subject.files.values()] as [Uint8Array];
      const named: Files = new Map([['stdin', bytes]]);
      const wanted = findingsOf(await ofFolder(named), named);
      expect(differences(wanted, findingsOf(await ofPipe(bytes), named)), subject.name).toEqual([]);
    }
  });
});

describe('lines that end in CR LF', () => {
  it('give the same findings', { timeout: LONG_MS }, async () => {
    const converted = ({ files }: Case): Files => new Map([...files].map(([name, bytes]) => [name, withCrLf(bytes)]));
    expect(await compared(everyNth(cases, 4, 0), (subject) => ofFolder(converted(subject)))).toEqual([]);
  });
});

/** Not for UTF-16, whose newlines are two bytes. */
function withCrLf(bytes: Uint8Array): Uint8Array {
  if (bytes.subarray(0, 64).includes(0)) return bytes;
  return Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}
