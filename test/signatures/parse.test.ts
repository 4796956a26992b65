import { describe, expect, it } from 'vitest';
import { parseSignatureYaml } from '../../src/signatures/parse.js';
import { describeTextFault, isVersionRange } from '../../src/signatures/schema.js';

const GOOD = `id: sample
kind: hang/slow-command
title: A sample
severity: warning
anchors: [slow]
summary: Something is slow.
evidence:
  - id: slow
    ask: { slowlog: { minMs: 100 } }
    strength: strong
    claim: slow
  - id: line
    ask: { event: { texts: ["Some line {n:d} of {name}"], after: slow } }
    strength: weak
    claim: a line
remedy: [wait]
examples:
  hit: [{ from: written by hand, text: x }]
  clear: [{ from: written by hand, text: y }]
`;

function errorsOf(text: string, file = 'sample.yaml', known?: Set<string>): { line: number; message: string }[] {
  const parsed = parseSignatureYaml(text, file, known === undefined ? {} : { knownEvents: known });
  return 'errors' in parsed ? parsed.errors : [];
}

/** Replaces one line of the good file and gives its 1-based number with the errors. */
function withLine(search: string, replacement: string) {
  const lines = GOOD.split('\n');
  const index = lines.findIndex((line) => line.includes(search));
  expect(index).toBeGreaterThanOrEqual(0);
  lines[index] = replacement;
  return { line: index + 1, errors: errorsOf(lines.join('\n')) };
}

describe('parseSignatureYaml', () => {
  it('reads a good file', () => {
    const parsed = parseSignatureYaml(GOOD, 'folder/sample.yaml');
    expect(parsed).toHaveProperty('signature.id', 'sample');
    expect(errorsOf(GOOD)).toEqual([]);
  });

  it.each([
    ['kind:', 'kind: hang/slow-cmd', /unknown kind "hang\/slow-cmd"/],
    ['severity:', 'severity: fatal', /severity/],
    ['anchors:', 'anchors: [slow, other]', /anchor "other" is no item/],
    ['ask: { slowlog', '    ask: { slowlog: { minMs: 100 }, neverReady: {} }', /exactly one question/],
    ['ask: { slowlog', '    ask: { slowlogs: { minMs: 100 } }', /unknown key "slowlogs"/],
    ['ask: { slowlog', '    ask: { slowlog: { minMs: soon } }', /minMs/],
    ['strength: weak', '    strength: huge', /strength/],
    ['strength: weak', '    strenght: weak', /unknown key "strenght"/],
    ['ask: { event', '    ask: { event: { texts: ["Some line"], after: nothing } }', /after "nothing", which is no item/],
    ['ask: { event', '    ask: { event: { texts: ["Some line"], after: line } }', /depends on itself/],
    ['ask: { event', '    ask: { event: { texts: ["ab{n} x"] } }', /at least 4 literal characters/],
    ['ask: { event', '    ask: { event: { on: victim } }', /names no event/],
    ['ask: { event', '    ask: { version: { range: "newer than 7" } }', /version range/],
    ['remedy:', 'remedy: []', /remedy/],
    ['id: sample', 'id: other', /differs from the file name "sample"/],
    ['remedy:', 'remedy: [wait]\nreferences: ["http://example.org"]', /https/],
  ])('%s -> %s names the line', (search, replacement, message) => {
    const { line, errors } = withLine(search, replacement);
    expect(errors.length).toBeGreaterThan(0);
    const found = errors.find((error) => message.test(error.message));
    expect(found, JSON.stringify(errors)).toBeDefined();
    // The item of a whole mapping may be shown at its first line; a faulty value on its own.
    expect(Math.abs((found?.line ?? 0) - line)).toBeLessThanOrEqual(2);
  });

  it('shows a faulty scalar exactly where it stands', () => {
    const { line, errors } = withLine('strength: weak', '    strength: huge');
    expect(errors[0]?.line).toBe(line);
    expect(withLine('kind:', 'kind: nope').errors[0]?.line).toBe(2);
  });

  it('names a missing key', () => {
    const text = GOOD.replace(/^summary.*\n/m, '');
    expect(
      errorsOf(text)
        .map((error) => error.message)
        .join(),
    ).toMatch(/summary/);
  });

  it('knows events only when it is told them', () => {
    const text = GOOD.replace('texts: ["Some line {n:d} of {name}"]', 'ids: [no-such-event]');
    expect(errorsOf(text)).toEqual([]);
    expect(errorsOf(text, 'sample.yaml', new Set(['ready']))[0]?.message).toMatch(/unknown event "no-such-event"/);
  });

  it('reports broken YAML with its line', () => {
    expect(errorsOf('id: a\nkind: [\n')[0]?.line).toBeGreaterThanOrEqual(2);
    expect(errorsOf('id: a\nid: b\n')[0]).toMatchObject({ line: 2 });
    expect(errorsOf('')).toHaveLength(1);
    expect(errorsOf('- a\n- b\n').length).toBeGreaterThan(0);
  });

  it('refuses aliases, prototype keys, custom tags, depth and size without harm', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b]\n`;
    expect(errorsOf(bomb)[0]?.message).toMatch(/aliases/);
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      expect(
        errorsOf(`${GOOD}${key}: { polluted: yes }\n`)
          .map((error) => error.message)
          .join(),
      ).toMatch(/not allowed/);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(errorsOf(`${GOOD}extra: !!js/function "x"\n`).length).toBeGreaterThan(0);
    expect(errorsOf('['.repeat(100_000)).length).toBeGreaterThan(0);
    expect(errorsOf(`a: ${'x'.repeat(300_000)}`)[0]?.message).toMatch(/larger than/);
  });

  it('survives every cut of a good file', () => {
    for (let end = 0; end < GOOD.length; end += 7) expect(() => parseSignatureYaml(GOOD.slice(0, end), 'sample.yaml')).not.toThrow();
  });
});

describe('version ranges and texts', () => {
  it.each(['*', '>=2.10.4 <2.10.25 || >=8.0.0 <8.2.7', '=7.4.1', '<8', '7.4'])('%s is a range', (range) => {
    expect(isVersionRange(range)).toBe(true);
  });
  it.each(['', 'latest', '>= 7', '8.x', '>=1 <2 <3 <4 <5'])('"%s" is none', (range) => {
    expect(isVersionRange(range)).toBe(false);
  });
  it('a text begins with a literal or says that it does not', () => {
    expect(describeTextFault('Ready to accept')).toBeUndefined();
    expect(describeTextFault('{addr} said something')).toBeUndefined();
    expect(describeTextFault('{}ab{}')).toMatch(/no literal/);
    expect(describeTextFault('abc{n}')).toMatch(/before its first hole/);
    expect(describeTextFault('Broken {hole')).toMatch(/hole/);
    expect(describeTextFault('Broken {ho le} here')).toMatch(/hole/);
  });
});
