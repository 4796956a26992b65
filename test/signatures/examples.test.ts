import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import { staged } from '../../src/commands/score/cases.js';
import { type ExampleResult, outcomeIn, runExamples } from '../../src/commands/signatures/run-examples.js';
import type { Example } from '../../src/model/signatures.js';
import type { Report } from '../../src/report/schema.js';
import { documentedCatalogue } from '../../src/signatures/catalogue.js';
import { exampleEntries } from '../../src/signatures/example.js';

const ROOT = join(import.meta.dirname, '../..');
const FIXTURES = join(ROOT, 'fixtures/cases');
const CORPUS = join(ROOT, '../shared/corpus');

/** Many examples name the same capture. */
const reports = new Map<string, Promise<Report>>();
function reportOf(folder: string): Promise<Report> {
  const known = reports.get(folder) ?? staged(folder, (stage) => analyze([stage], { weighAll: true }));
  reports.set(folder, known);
  return known;
}

/** Folder of the capture that an example names: the project's own, else the corpus where there is one. */
function captureOf(example: Example): string | undefined {
  const name = /^corpus (.+)$/.exec(example.from)?.[1];
  if (name === undefined) return undefined;
  return [join(FIXTURES, name), join(CORPUS, name)].find((folder) => existsSync(folder));
}

const CERTAIN = ['confirmed', 'likely', 'advisory'];
const CONSIDERED = ['confirmed', 'likely', 'possible', 'unlikely', 'advisory'];

describe.each(documentedCatalogue().map((signature) => [signature.id, signature] as const))('%s', (_id, signature) => {
  let results: ExampleResult[] | undefined;
  const run = async (): Promise<ExampleResult[]> => {
    results ??= await runExamples(signature, []);
    return results;
  };

  it('examples with their own text show what they should', async () => {
    expect((await run()).filter((one) => one.fault !== undefined)).toEqual([]);
  });

  it.each(['hit', 'clear'] as const)('has a %s that the project can run by itself', async (which) => {
    const own = (await run()).some((one) => one.which === which);
    const capture = signature.examples[which].some((one) => captureOf(one)?.startsWith(FIXTURES));
    expect(own || capture).toBe(true);
  });

  const captures = (['hit', 'clear'] as const).flatMap((which) =>
    signature.examples[which]
      // lines quoted from a capture are run as they are quoted
      .filter((one) => exampleEntries(signature, one) === undefined && captureOf(one) !== undefined)
      .map((one) => [which, one.from, captureOf(one) as string] as const),
  );
  it.each(captures)('%s: %s', async (which, _from, folder) => {
    const outcome = outcomeIn(await reportOf(folder), signature.id);
    if (which === 'hit') expect(CONSIDERED).toContain(outcome);
    else expect(CERTAIN).not.toContain(outcome);
  });
});
