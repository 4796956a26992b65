import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import semver from 'semver';
import { beforeAll, describe, expect, it } from 'vitest';
import { CORE_PATTERNS } from '../../src/formats/log/core-patterns.js';
import { KINDS } from '../../src/model/kinds.js';
import type { DocumentedSignature } from '../../src/model/signatures.js';
import { parseSignatureYaml } from '../../src/signatures/parse.js';
import { eventOf, listSignatureAsks } from '../../src/signatures/references.js';
import { literalHead } from '../../src/signatures/schema.js';

const FOLDER = join(import.meta.dirname, '../../src/signatures');
const KNOWN_EVENTS = new Set(CORE_PATTERNS.map((pattern) => pattern.id));
const KEY_OF: ReadonlyMap<string, ReadonlySet<string>> = CORE_PATTERNS.reduce((fields, pattern) => {
  const names = fields.get(pattern.id) ?? new Set<string>();
  for (const hole of pattern.text.matchAll(/\{([A-Za-z][A-Za-z0-9_-]*)/g)) names.add(hole[1]!);
  return fields.set(pattern.id, names);
}, new Map<string, Set<string>>());

function listFiles(): { family: string; name: string; text: string }[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((family) =>
      readdirSync(join(FOLDER, family.name)).map((name) => ({
        family: family.name,
        name,
        text: readFileSync(join(FOLDER, family.name, name), 'utf8'),
      })),
    );
}

const files = listFiles();
const signatures: DocumentedSignature[] = [];

beforeAll(() => {
  for (const file of files) {
    const parsed = parseSignatureYaml(file.text, file.name);
    if ('signature' in parsed) signatures.push(parsed.signature);
  }
});

/** A line that says it all, and nothing in a log takes back. */
const NOTHING_AGAINST = ['client-output-buffer', 'cross-protocol'];

describe('the catalogue', () => {
  it.each(files.map((file) => [`${file.family}/${file.name}`, file] as const))('%s is valid', (_name, file) => {
    const parsed = parseSignatureYaml(file.text, file.name, { knownEvents: KNOWN_EVENTS });
    expect('errors' in parsed ? parsed.errors : []).toEqual([]);
    expect('signature' in parsed && parsed.signature.kind.split('/')[0]).toBe(file.family);
  });

  it('has every id once', () => {
    const ids = signatures.map((signature) => signature.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('covers every kind', () => {
    const covered = new Set(signatures.map((signature) => signature.kind));
    expect(Object.keys(KINDS).filter((kind) => !covered.has(kind as never))).toEqual([]);
  });

  it('asks only for fields that the events have', () => {
    const wrong: string[] = [];
    for (const signature of signatures) {
      for (const { ask } of listSignatureAsks(signature)) {
        const event = eventOf(ask);
        if (event?.where === undefined) continue;
        for (const field of Object.keys(event.where)) {
          const texts = (event.texts ?? []).some((text) => text.includes(`{${field}`));
          const ids = (event.ids ?? []).some((id) => KEY_OF.get(id)?.has(field));
          if (!texts && !ids) wrong.push(`${signature.id}: ${field} of ${event.ids?.join()}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('names only fixes that lie outside the affected versions, and a fix for every end of them', () => {
    const wrong: string[] = [];
    for (const { id, affects, fixed } of signatures) {
      if (affects === undefined) continue;
      for (const fix of (fixed ?? []).filter((one) => one.verified !== false))
        if (semver.satisfies(semver.coerce(fix.version) ?? '0.0.0', affects.versions))
          wrong.push(`${id}: fixed in ${fix.version}, which is affected`);
      const versions = new Set((fixed ?? []).map((fix) => fix.version));
      // a line without a fix ends where the next one begins
      for (const [, end] of affects.versions.matchAll(/<(\d+\.\d+\.[1-9]\d*)/g))
        if (!versions.has(end) && !id.startsWith('end-of-life')) wrong.push(`${id}: ends at ${end}, which nothing fixes`);
    }
    expect(wrong).toEqual([]);
  });

  it('says of each what to do, when it is wrong, and how to find out more', () => {
    const lacks = (what: string, test: (signature: DocumentedSignature) => boolean) =>
      signatures.filter((one) => !test(one)).map((one) => `${one.id}: ${what}`);
    expect([
      ...lacks('when it is wrong', (one) => one.whenWrong !== undefined),
      ...lacks(
        'something that speaks against it',
        (one) => one.advisory === true || (one.refutes ?? []).length > 0 || NOTHING_AGAINST.includes(one.id),
      ),
      ...lacks('something to collect', (one) => one.advisory === true || (one.collect ?? []).length > 0),
    ]).toEqual([]);
  });

  it('begins its texts with a literal that lines are dispatched by', () => {
    const slow = signatures.flatMap((signature) =>
      listSignatureAsks(signature).flatMap(({ ask }) =>
        (eventOf(ask)?.texts ?? []).filter((text) => literalHead(text).length < 4 && !/^\{\w*:[dx]\}/.test(text)),
      ),
    );
    // each of these is searched for in every line: they have to be few
    expect([...new Set(slow)]).toEqual(['{}cannot operate on a JSON index as RedisJSON is not loaded']);
  });

  it('repeats no title and no summary', () => {
    for (const field of ['title', 'summary'] as const) {
      const texts = signatures.map((signature) => signature[field]);
      expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    }
  });

  it('keeps advisories out of the lead', () => {
    for (const signature of signatures) expect(signature.advisory === true, signature.id).toBe(signature.kind.startsWith('advisory/'));
  });

  it('quotes captures that exist', () => {
    const corpus = '/work/shared/corpus';
    if (!existsSync(corpus)) return;
    const missing: string[] = [];
    for (const signature of signatures) {
      for (const example of [...signature.examples.hit, ...signature.examples.clear]) {
        const name = /^corpus (.+)$/.exec(example.from)?.[1];
        if (name === undefined ? example.from !== 'written by hand' : !existsSync(join(corpus, name))) {
          missing.push(`${signature.id}: ${example.from}`);
        }
      }
    }
    expect(missing).toEqual([]);
  });
});
