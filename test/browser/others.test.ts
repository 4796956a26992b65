import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report, TimelineEntry } from '../../src/report/schema.js';
import { loadReport, NAMES } from '../render/reports.js';
import { accessibilityFaults, describeInBrowser, finish, openReport } from './chromium.js';

const LARGEST = ['../shared/corpus/valkey-9.1.2/big-verbose-log', 'fixtures/cases/redisearch/hang-notice-long-segv'].find((folder) =>
  existsSync(folder),
);

const TYPES = ['log', 'config', 'witness', 'start', 'stop', 'crash', 'restart', 'child'];

/** The hand-built incident with as many entries and lines as the page may get. */
function crowded(): Report {
  const base = loadReport('deadlock');
  const [incident] = base.incidents;
  const startMs = Date.parse(incident.from);
  const processes = base.processes.filter((process) => process.parent === undefined);
  const timeline = Array.from({ length: 100_000 }, (_, index): TimelineEntry => {
    const type = TYPES[((index * 7919) % 97) % TYPES.length];
    const severity = type === 'crash' ? 'critical' : 'info';
    return {
      time: new Date(startMs + index * 3).toISOString(),
      process: processes[index % processes.length].id,
      what: `event ${index}`,
      severity,
      type,
    };
  });
  const entry = base.inputs[0].entry;
  const records = Array.from({ length: 20_000 }, (_, index) => ({
    time: new Date(startMs + index * 15).toISOString(),
    process: processes[0].id,
    level: index % 50 === 0 ? 'warning' : 'notice',
    text: `4059:M 23 Nov 2026 06:27:01.018 * Background saving started by pid ${index}`,
    entry,
    line: index + 1,
  }));
  return { ...base, incidents: [{ ...incident, timeline }], records };
}

/** Milliseconds from a change to the next picture. */
const timed = (change: string) =>
  `new Promise((resolve) => { const before = performance.now(); ${change}; requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - before))); })`;

describeInBrowser('page of any report', () => {
  it.each(NAMES)('works and is accessible: %s', async (name) => {
    const opened = await openReport(loadReport(name));
    expect(await opened.page.locator('h1').count()).toBe(1);
    expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(1440);
    expect(await accessibilityFaults(opened.page)).toEqual([]);
    expect(await finish(opened)).toEqual([]);
  });

  it('shows the largest case', async () => {
    const report = await analyze([LARGEST!], {});
    const opened = await openReport(report);
    const { page } = opened;
    expect(await page.locator('h1').innerText()).not.toBe('');
    await page.getByRole('button', { name: 'Zoom in' }).click();
    expect(await page.locator('output.range').innerText()).not.toBe('');
    await page.evaluate('document.querySelector(".records .body").scrollTop = 1e9');
    await expect.poll(() => page.locator('.records .body .row').count()).toBeGreaterThan(0);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await finish(opened)).toEqual([]);
  });

  it('stays quick with a hundred thousand events and twenty thousand lines', async () => {
    const opened = await openReport(crowded());
    const { page } = opened;
    // Generous, for a loaded machine: on an idle one 1 s, and 0.1 s a step.
    expect(await page.evaluate<number>('performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd')).toBeLessThan(15_000);
    expect(await page.evaluate<number>('document.querySelectorAll("*").length')).toBeLessThan(6000);
    for (const label of ['Zoom in', 'Later', 'Zoom out']) {
      expect(await page.evaluate<number>(timed(`document.querySelector('button[aria-label="${label}"]').click()`)), label).toBeLessThan(
        2000,
      );
    }
    await page.getByRole('button', { name: 'All', exact: true }).click();
    expect(await page.locator('#timeline .result').innerText()).toMatch(/^100\D\d{3} events/);
    await page.getByRole('searchbox').fill('pid 1999');
    expect(await page.locator('#records .result').innerText()).toMatch(/^12 of 20\D000 lines/);
    await page.getByRole('searchbox').fill('');
    await page.evaluate('document.querySelector(".records .body").scrollTop = 1e9');
    await expect.poll(() => page.locator('.records .body .row').last().innerText()).toContain('pid 19999');
    expect(await finish(opened)).toEqual([]);
  });

  it('shows hostile text as text', async () => {
    const opened = await openReport(loadReport('hostile'));
    const { page } = opened;
    for (const summary of await page.locator('details > summary').all()) if (await summary.isVisible()) await summary.click();
    const text = await page.evaluate<string>('document.body.innerText');
    expect(text).toContain('<script>alert(1)</script>');
    expect(text).toContain('\\u202e');
    expect(text).toContain('\\x1b[31m');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/);
    // One line of a megabyte does not fill the page.
    expect(text.length).toBeLessThan(300_000);
    expect(await page.evaluate('document.scripts.length')).toBe(2);
    expect(
      await page
        .locator('#app')
        .locator('script, img, iframe, object, embed, form, style, link, [onclick], [onerror], [style*="url"]')
        .count(),
    ).toBe(0);
    const targets = await page.evaluate<string[]>('[...document.querySelectorAll("#app a")].map((link) => link.getAttribute("href"))');
    expect(targets.filter((target) => !/^(#|https?:\/\/)/.test(target))).toEqual([]);
    expect(await finish(opened)).toEqual([]);
  });

  it('says that it needs its script when that is off', async () => {
    const opened = await openReport(loadReport('deadlock'), { javaScriptEnabled: false });
    expect(await opened.page.locator('body').innerText()).toContain('switched off');
    await opened.page.context().close();
  });
});
