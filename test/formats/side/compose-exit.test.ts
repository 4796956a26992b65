import { describe, expect, it } from 'vitest';
import { analyze } from '../../../src/analyze.js';

async function* bytesOf(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text);
}

const verdictOf = async (text: string) => {
  const report = await analyze(['-'], { stdin: bytesOf(text) });
  return report.verdict.kind ?? report.verdict.status;
};

describe('the exit code that docker compose tells', () => {
  it.each([
    ['an illegal instruction', 'Attaching to awx_redis\nawx_redis exited with code 132\n', 'crash/fault'],
    ['a fault', 'redis-1 exited with code 139 (restarting)\n', 'crash/fault'],
    ['a clean end', 'redis-1 exited with code 0\n', 'inconclusive'],
    ['another service', 'worker-1 exited with code 139\n', 'inconclusive'],
    ['somebody who speaks of it', 'we saw that redis-1 exited with code 139\n', 'inconclusive'],
  ])('%s', async (_, text, kind) => expect(await verdictOf(text)).toBe(kind));
});
