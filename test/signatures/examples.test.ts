import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Signature } from '../../src/model/signatures.js';
import { parseSignatureYaml } from '../../src/signatures/parse.js';

const FOLDER = join(import.meta.dirname, '../../src/signatures');

/** Examples that quote a part of a larger picture (stacks, two files, a hang with its end): the captures they name are tested as cases. */
const NEED_MORE = new Set([
  'process-paused',
  'search-workers-resize-deadlock',
  'search-pool-init-deadlock',
  'search-rdb-load-yield-deadlock',
  'search-cluster-uninitialised',
  'enterprise-shard-unresponsive',
  'cluster-alert',
  'memory-hardware-error',
]);

const LOG_LINE = /^\d+:(?:[MCSX] \d|signal-handler)/;
const BARE_MESSAGE = /^([*#.-]) (.*)$/;
const OUTSIDE =
  /^(?:\*\*\* FATAL|Reading the conf|>>> '|Bad directive|\d{4}-\d\d-\d\d |thread '|!!! MEMORY|--- WATCHDOG|=== ASSERTION|==> )/;

function readSignatures(): Signature[] {
  const found: Signature[] = [];
  for (const family of readdirSync(FOLDER, { withFileTypes: true })) {
    if (!family.isDirectory()) continue;
    for (const name of readdirSync(join(FOLDER, family.name))) {
      const parsed = parseSignatureYaml(readFileSync(join(FOLDER, family.name, name), 'utf8'), name);
      if ('signature' in parsed) found.push(parsed.signature);
    }
  }
  return found;
}

function isLog(text: string | undefined): text is string {
  return text?.split('\n').every((line) => LOG_LINE.test(line) || BARE_MESSAGE.test(line) || OUTSIDE.test(line)) === true;
}

/** A version inside the affected range: its first lower bound, or the patch release before its first upper bound. */
function affectedVersion(signature: Signature): string {
  const range = signature.affects?.versions ?? '';
  const lower = />=(\d+\.\d+\.\d+)/.exec(range)?.[1];
  const upper = /^<(\d+)\.(\d+)\.(\d+)/.exec(range);
  if (upper !== null) return `${upper[1]}.${upper[2]}.${Math.max(0, Number(upper[3]) - 1)}`;
  return lower ?? '2.10.20';
}

/** The quoted lines in a log of their own: a start, the version, and the lines with a header where they lack one. */
function logOf(signature: Signature, text: string): string {
  const lines = text.split('\n');
  const pid = lines.map((line) => /^(\d+):/.exec(line)?.[1]).find((found) => found !== undefined) ?? '77';
  const minute = lines.map((line) => /^\d+:[A-Z] (\d+ \w+ \d{4} \d\d:\d\d):/.exec(line)?.[1]).find((found) => found !== undefined);
  const at = (second: number, level: string, message: string): string =>
    `${pid}:M ${minute ?? '23 Nov 2026 06:00'}:${String(second).padStart(2, '0')}.000 ${level} ${message}`;
  const out: string[] = [];
  if (!text.includes('version=')) {
    const version = signature.affects?.product === 'redis' ? affectedVersion(signature) : '7.4.1';
    out.push(at(0, '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo'));
    out.push(at(0, '*', `Redis version=${version}, bits=64, commit=00000000, modified=0, pid=${pid}, just started`));
    out.push(at(0, '*', 'Running mode=standalone, port=6379.'));
  }
  if (signature.affects?.module === 'search' && !text.includes('RediSearch version')) {
    out.push(at(0, '*', `<search> RediSearch version ${affectedVersion(signature)} (Git=v${affectedVersion(signature)})`));
  }
  if (!signature.kind.startsWith('startup/')) out.push(at(0, '*', 'Ready to accept connections tcp'));
  lines.forEach((line, index) => {
    const bare = BARE_MESSAGE.exec(line);
    if (bare !== null) out.push(at(20 + index, bare[1]!, bare[2]!));
    else if (/^[=-]{3} |^==> |^thread '/.test(line)) out.push(at(20 + index, '#', line));
    else out.push(line);
  });
  return `${out.join('\n')}\n`;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'examples-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function statusOf(signature: Signature, text: string): Promise<string> {
  const stage = mkdtempSync(join(folder, 'case-'));
  writeFileSync(join(stage, 'redis-6379.log'), logOf(signature, text));
  const report = await analyze([stage]);
  const advisory = (report.advisories ?? []).some((item) => item.signature === signature.id);
  const explanation = report.incidents.flatMap((incident) => incident.explanations).find((item) => item.signature === signature.id);
  return advisory ? 'advisory' : (explanation?.status ?? 'not considered');
}

const signatures = readSignatures();
const hits = signatures
  .filter((item) => !NEED_MORE.has(item.id))
  .flatMap((item) => item.examples.hit.filter((example) => isLog(example.text)).map((example) => ({ item, text: example.text! })));
const clears = signatures.flatMap((item) =>
  item.examples.clear.filter((example) => isLog(example.text)).map((example) => ({ item, text: example.text! })),
);

describe('examples are executed', () => {
  it('finds enough of them to be worth it', () => {
    expect(hits.length).toBeGreaterThan(60);
    expect(clears.length).toBeGreaterThan(25);
  });

  it.each(hits.map(({ item, text }) => [item.id, text.split('\n')[0]!.slice(0, 70), item, text] as const))(
    '%s: %s',
    async (_id, _line, item, text) => {
      expect(['confirmed', 'likely', 'possible', 'advisory']).toContain(await statusOf(item, text));
    },
  );

  it.each(clears.map(({ item, text }) => [item.id, text.split('\n')[0]!.slice(0, 70), item, text] as const))(
    '%s is not: %s',
    async (_id, _line, item, text) => {
      expect(['unlikely', 'refuted', 'not-testable', 'not considered', 'possible']).toContain(await statusOf(item, text));
    },
  );
});
