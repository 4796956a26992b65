import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInputs } from '../../src/source/open.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rf-order-'));
  for (const name of ['one', 'two/deep', 'b.log.d']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['one/a.log', 'two/a.log', 'two/deep/a.log', 'b.log', 'a.log', 'b.log.d/x.log'])
    writeFileSync(join(folder, name), `${name}\n`);
  symlinkSync('one/a.log', join(folder, 'soft.log'));
  symlinkSync('two', join(folder, 'soft'));
  linkSync(join(folder, 'b.log'), join(folder, 'hard.log'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function namesOf(args: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for await (const entry of openInputs(
    args.map((arg) => (arg.startsWith('./') ? `${folder}/./${arg.slice(2)}` : join(folder, arg))),
    {},
  )) {
    let text = '';
    if ('chunks' in entry) for await (const chunk of entry.chunks) text += Buffer.from(chunk).toString();
    names.push(`${entry.name} ${'outcome' in entry ? entry.outcome : text.trim()}`);
  }
  return names;
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => permutations([...items.slice(0, at), ...items.slice(at + 1)]).map((rest) => [item, ...rest]));
}

describe('the order of the arguments changes no name', () => {
  it.each([
    [['one/a.log', 'b.log', 'a.log']],
    [['one', 'b.log', 'a.log']],
    [['one', 'one/a.log', 'b.log']],
    [['one/a.log', 'soft.log', 'b.log']],
    [['two', 'soft', 'two/deep/a.log']],
    [['two/deep', 'two', 'b.log.d', 'b.log']],
    [['hard.log', 'b.log', 'one/a.log']],
    [['./b.log', 'b.log', 'one']],
    [['no-such.log', 'one/a.log', 'two']],
  ])('%j', async (args) => {
    const wanted = await namesOf(args);
    for (const order of permutations(args)) expect(await namesOf(order), order.join(' ')).toEqual(wanted);
  });
});
