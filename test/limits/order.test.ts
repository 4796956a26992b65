import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';

/* One file in a folder and others beside it once got other names, and with them other servers, when the arguments were shuffled. */
const CASES = new URL('../../fixtures/cases/redis-7.4.1/', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'rf-order-'));
afterAll(() => rmSync(folder, { recursive: true }));

mkdirSync(join(folder, 'node-1'));
cpSync(join(CASES, 'hang-busy-lua/redis-6379.log'), join(folder, 'node-1', 'redis.log'));
cpSync(join(CASES, 'hang-busy-lua/redis-6379.log'), join(folder, 'copy.log'));
cpSync(join(CASES, '../../logs/redis-7.4-kill-segv.log'), join(folder, 'redis.log'));
cpSync(join(CASES, '../../dumps/workers-resize.gdb.txt'), join(folder, 'stacks.txt'));

function orders<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, at) => orders(items.filter((_, i) => i !== at)).map((rest) => [item, ...rest]));
}

it.each([
  [['node-1/redis.log', 'redis.log', 'stacks.txt']],
  [['node-1', 'redis.log', 'stacks.txt']],
  [['node-1', 'node-1/redis.log', 'copy.log']],
  [['copy.log', 'redis.log', 'node-1', 'stacks.txt']],
])('the order of %j changes nothing of a report', { timeout: 60_000 }, async (args) => {
  const wanted = JSON.stringify(await analyze(args.map((arg) => join(folder, arg))));
  for (const order of orders(args))
    expect(JSON.stringify(await analyze(order.map((arg) => join(folder, arg)))), order.join(' ')).toBe(wanted);
});
