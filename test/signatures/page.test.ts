import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/signatures/catalogue.js';

const ROOT = join(import.meta.dirname, '../..');
const html = readFileSync(join(ROOT, 'docs/catalogue.html'), 'utf8');
const markdown = readFileSync(join(ROOT, 'docs/catalogue.md'), 'utf8');
const rows = readFileSync(join(ROOT, 'src/signatures/rows.txt'), 'utf8')
  .split('\n')
  .filter((line) => /^R/.test(line))
  .map((line) => line.split(/\s/)[0]);

describe('the pages of the catalogue', () => {
  it('are up to date', () => {
    const run = spawnSync(process.execPath, [join(ROOT, 'scripts/catalogue.mjs'), '--check'], { cwd: ROOT, encoding: 'utf8' });
    expect(run).toMatchObject({ stderr: '', status: 0 });
  }, 60_000);

  it.each(CATALOGUE.map((signature) => signature.id))('have an article of %s', (id) => {
    expect(markdown).toContain(`\n### ${id}\n`);
    expect(html).toContain(` id="${id}"`);
  });

  it('account for every known fault, once', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(new Set(rows).size).toBe(rows.length);
    for (const row of rows) {
      expect(markdown).toContain(`\n| ${row} | `);
      expect(html).toContain(`<td>${row}</td>`);
    }
  });

  it('link only to what is there', () => {
    const anchors = new Set(
      [...markdown.matchAll(/^#+ (.+)$/gm)].map((match) =>
        match[1]
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    expect([...markdown.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]).filter((anchor) => !anchors.has(anchor))).toEqual([]);
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
    expect([...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1]).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('ask the network for nothing and run only their own script', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1].replaceAll('&#39;', "'") ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    for (const [tag, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ]) {
      const text = [...html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))].map((match) => match[1]);
      expect(text).toHaveLength(1);
      expect(policy).toContain(`${directive} 'sha256-${createHash('sha256').update(text[0], 'utf8').digest('base64')}'`);
    }
    expect(html).not.toMatch(/ style=| on\w+=|<(?:img|iframe|link|object|embed)\b|@import|url\(/);
    expect(html).not.toMatch(/ src=/);
  });
});
