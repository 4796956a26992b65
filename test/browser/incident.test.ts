import { expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';
import type { Report } from '../../src/report/schema.js';
import { accessibilityFaults, describeInBrowser, finish, openReport } from './chromium.js';

let made: Promise<Report> | undefined;
/** The bundled incident, analysed once. */
function incident(): Promise<Report> {
  made ??= analyze(['fixtures/incident/debuginfo.tar.gz'], {});
  return made;
}

const PHONE = { viewport: { width: 390, height: 844 } };

describeInBrowser('page of the bundled incident', () => {
  it('answers on the first screen: what, when, how long, still going on, why, how sure, what now, what else', async () => {
    const report = await incident();
    const opened = await openReport(report);
    const { page } = opened;
    const inSight = async (selector: string) => {
      const box = await page.locator(selector).first().boundingBox();
      expect(box, selector).not.toBeNull();
      expect(box!.y + Math.min(box!.height, 60), selector).toBeLessThan(900);
    };
    for (const selector of ['h1', '.strip', '#what-title', '#sure-title', '.now', '.now pre']) await inSight(selector);
    const text = await page.locator('#content').innerText();
    expect(text).toContain('RediSearch worker pool resized while its workers need the module lock');
    expect(text).toMatch(/06:27:14 – 06:33:07/);
    expect(text).toMatch(/5 min 53 s/);
    expect(text).toMatch(/State\s+Down/);
    expect(text).toMatch(/0\.9\d confirmed/);
    expect(text).toMatch(/Which further file would decide/);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await finish(opened)).toEqual([]);
  });

  it('lets a stretch of time be chosen, and the lists follow', async () => {
    const opened = await openReport(await incident());
    const { page } = opened;
    const plot = page.locator('.plot');
    await plot.scrollIntoViewIfNeeded();
    const story = page.locator('#timeline .result');
    const lines = page.locator('#records .result');
    const whole = [await story.innerText(), await lines.innerText()];
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 70);
    await page.mouse.down();
    await page.mouse.move(box.x + 240, box.y + 80, { steps: 4 });
    await page.mouse.up();
    expect(await story.innerText()).toMatch(/^\d+ of \d+ events in the range shown/);
    expect(await lines.innerText()).toMatch(/^\d+ of \d+ lines in 2026-11-23 06:2/);
    const chosen = await page.locator('output.range').innerText();
    await plot.focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('output.range').innerText()).not.toBe(chosen);
    await page.keyboard.press('+');
    await page.keyboard.press('-');
    await page.mouse.move(box.x + 300, box.y + 30);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -120);
    await page.keyboard.up('Control');
    await plot.focus();
    await page.keyboard.press('0');
    expect([await story.innerText(), await lines.innerText()]).toEqual(whole);
    await page.getByRole('button', { name: 'Incident', exact: true }).click();
    // The strip below: a smaller frame by its right handle.
    const strip = (await page.locator('.overview').boundingBox())!;
    await page.mouse.move(strip.x + strip.width - 2, strip.y + 20);
    await page.mouse.down();
    await page.mouse.move(strip.x + strip.width / 2, strip.y + 20, { steps: 4 });
    await page.mouse.up();
    expect(await story.innerText()).toMatch(/ of /);
    expect(await finish(opened)).toEqual([]);
  });

  it('finds lines by their words, and shows one with those around it', async () => {
    const opened = await openReport(await incident());
    const { page } = opened;
    await page.getByRole('searchbox').fill('threadpool disabled');
    const rows = page.locator('.records .body .row');
    await expect.poll(() => rows.count()).toBeGreaterThan(0);
    for (const text of await rows.allInnerTexts()) expect(text.toLowerCase()).toMatch(/disabled.*threadpool/s);
    expect(await rows.first().locator('mark').count()).toBe(2);
    await rows.first().locator('button').click();
    const panel = page.getByRole('dialog');
    expect(await panel.innerText()).toMatch(/Kept line/);
    expect(await panel.locator('.here').innerText()).toMatch(/Disabled workers threadpool/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    await page.getByRole('searchbox').fill('no line says this');
    expect(await page.locator('#records .result').innerText()).toMatch(/^0 of/);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('combobox', { name: 'levels' }).selectOption('warning');
    await expect.poll(() => page.locator('.records .body .row .level.warning').count()).toBeGreaterThan(0);
    expect(await page.locator('.records .body .row .level:not(.warning)').count()).toBe(0);
    expect(await finish(opened)).toEqual([]);
  });

  it('draws the circle of waits and opens the stacks of a thread with the keyboard', async () => {
    const opened = await openReport(await incident());
    const { page } = opened;
    expect(await page.locator('.graph .edge.in-cycle').count()).toBe(4);
    expect(await page.locator('.graph .node.root').textContent()).toMatch(/root blocker/);
    const workers = page.getByRole('button', { name: /^6 workers/ });
    await workers.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    expect(await panel.innerText()).toMatch(/RM_ThreadSafeContextLock/);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.evaluate('document.activeElement?.textContent')).toMatch(/6 workers/);
    const group = page.locator('#threads summary').first();
    await group.click();
    expect(await page.locator('#threads details[open] .stack').first().isVisible()).toBe(true);
    expect(await finish(opened)).toEqual([]);
  });

  it('follows a citation to the line that it quotes', async () => {
    const report = await incident();
    const opened = await openReport(report);
    const { page } = opened;
    const quoted = report.incidents[0].explanations[0].ledger.flatMap((item) => item.citations);
    const cite = page.locator('#evidence .cite').first();
    const ref = await cite.innerText();
    const citation = quoted.find((one) => one.ref === ref)!;
    await cite.click();
    const panel = page.getByRole('dialog');
    expect(await panel.locator('.here').innerText()).toContain(citation.text.trim());
    expect(await panel.locator('.place').innerText()).toBe(`${citation.entry}:${citation.line}`);
    await panel.getByRole('button', { name: 'Show this moment' }).click();
    await expect.poll(() => page.locator('dialog[open]').count()).toBe(0);
    // Without the script's help, as a plain link, it leads to the list of quoted lines.
    expect(await cite.getAttribute('href')).toBe(`#${ref}`);
    expect(await page.locator(`#${ref}`).innerText()).toContain(citation.text.trim().slice(0, 40));
    expect(await finish(opened)).toEqual([]);
  });

  it('changes its colours, on the canvas too', async () => {
    const opened = await openReport(await incident(), { colorScheme: 'light' });
    const { page } = opened;
    const picture = () => page.evaluate<string>('document.querySelector(".plot canvas").toDataURL()');
    const light = await picture();
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await expect.poll(picture).not.toBe(light);
    await page.getByRole('button', { name: 'Light' }).click();
    await expect.poll(picture).toBe(light);
    expect(await finish(opened)).toEqual([]);
    const dark = await openReport(await incident(), { colorScheme: 'dark' });
    expect(await dark.page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(await finish(dark)).toEqual([]);
  });

  it('shifts nothing while it loads, and fits a phone', async () => {
    const shifts = `new Promise((resolve) => {
      new PerformanceObserver((list) => resolve(list.getEntries().map((entry) => entry.value))).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve([]), 500);
    })`;
    for (const viewport of [{ width: 1440, height: 900 }, PHONE.viewport, { width: 320, height: 640 }]) {
      const opened = await openReport(await incident(), { viewport });
      expect(await opened.page.evaluate(shifts), `${viewport.width}`).toEqual([]);
      expect(await opened.page.evaluate('document.documentElement.scrollWidth'), `${viewport.width}`).toBe(viewport.width);
      expect(await finish(opened)).toEqual([]);
    }
  });

  it('can be printed, with what is folded on the screen', async () => {
    const opened = await openReport(await incident());
    const { page } = opened;
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(50_000);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.top').isVisible()).toBe(false);
    expect(await page.locator('.print-only table').isVisible()).toBe(true);
    expect(await page.locator('#records').isVisible()).toBe(false);
    expect(await finish(opened)).toEqual([]);
  });

  it.each([
    ['light', { colorScheme: 'light' as const }],
    ['dark', { colorScheme: 'dark' as const }],
    ['on a phone', PHONE],
  ])('has no fault that axe finds: %s', async (_, options) => {
    const opened = await openReport(await incident(), options);
    const { page } = opened;
    for (const summary of await page.locator('details > summary').all()) if (await summary.isVisible()) await summary.click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.locator('#evidence .cite').first().click();
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await finish(opened)).toEqual([]);
  });
});
