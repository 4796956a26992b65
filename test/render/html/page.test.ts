import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from '../../../src/render/html/bundle.js';
import { renderHtml } from '../../../src/render/html/index.js';
import { render } from '../../../src/render/index.js';
import { loadReport, NAMES } from '../reports.js';

const sha256 = (text: string) => `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;

/** The content of the only element that begins so. */
function between(html: string, start: string, end: string): string {
  const parts = html.split(start);
  expect(parts.length, start).toBe(2);
  return parts[1].slice(0, parts[1].indexOf(end));
}

describe.each(NAMES)('page of %s', (name) => {
  const report = loadReport(name);
  const html = renderHtml(report);
  const policy = between(html, '<meta http-equiv="Content-Security-Policy" content="', '"');

  it('allows the script and the style that are in it, and nothing else', () => {
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(policy).toContain(`script-src '${sha256(between(html, '\n<script>', '</script>'))}'`);
    expect(policy).toContain(`style-src '${sha256(between(html, '<style>', '</style>'))}'`);
  });

  it('has three scripts of its own and no other markup from a log', () => {
    const markup = html.replace(SCRIPT, '').replace(STYLE, '');
    const data = between(html, '<script type="application/json" id="report">', '</script>');
    expect(data).not.toMatch(/[<>&\u2028\u2029]/);
    const shell = markup.replace(data, '');
    expect(shell.match(/<[a-z]+/g)?.filter((tag) => !['<script', '<style'].includes(tag))).toEqual([
      '<html',
      '<head',
      '<meta',
      '<meta',
      '<meta',
      '<meta',
      '<meta',
      '<meta',
      '<title',
      '<link',
      '<body',
      '<noscript',
      '<h',
      '<p',
      '<div',
    ]);
    expect(shell).not.toMatch(/\son\w+=|\sstyle=|javascript:|src=/i);
  });

  it('carries the report whole', () => {
    const data = JSON.parse(between(html, '<script type="application/json" id="report">', '</script>'));
    expect(data.left).toEqual([]);
    expect(data.report.verdict.status).toBe(report.verdict.status);
    expect(data.report.incidents.length).toBe(report.incidents.length);
    expect(data.report.records?.length).toBe(report.records?.length);
  });

  it('is the same each time', () => {
    expect(renderHtml(report)).toBe(html);
  });
});

describe('page', () => {
  it('is built with the hashes of its own code', () => {
    expect(SCRIPT_HASH).toBe(sha256(SCRIPT));
    expect(STYLE_HASH).toBe(sha256(STYLE));
    expect(SCRIPT).not.toMatch(/<\/script|<!--|\r|\beval\(|new Function\(/);
    expect(SCRIPT.length + STYLE.length).toBeLessThan(2 * 1024 * 1024);
  });

  it('names the licences of what it hands on', () => {
    for (const name of ['preact', 'd3-brush', '@dagrejs/dagre', '@tanstack/virtual-core']) expect(SCRIPT.slice(0, 30_000)).toContain(name);
  });

  it('is one of the formats', async () => {
    const report = loadReport('healthy');
    expect(await render(report, 'html')).toBe(renderHtml(report));
  });
});
