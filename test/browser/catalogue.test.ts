import { join } from 'node:path';
import { expect, it } from 'vitest';
import { accessibilityFaults, describeInBrowser, finish, openFile } from './chromium.js';

const PAGE = join(import.meta.dirname, '../../docs/catalogue.html');

describeInBrowser('page of the catalogue', () => {
  it('searches and filters, asks for nothing and is accessible', async () => {
    const opened = await openFile(PAGE);
    const { page } = opened;
    const shown = () => page.locator('details.signature:visible').count();
    const all = await shown();
    expect(all).toBeGreaterThan(100);
    await page.fill('#words', 'barrier_wait workers');
    expect(await shown()).toBeGreaterThan(0);
    expect(await shown()).toBeLessThan(all);
    expect(await page.textContent('#count')).toBe(`${await shown()} of ${all} signatures`);
    await page.fill('#words', 'nothing has these words');
    expect(await shown()).toBe(0);
    await page.fill('#words', '');
    await page.selectOption('#family', 'crash');
    await page.selectOption('#severity', 'critical');
    const crashes = await page
      .locator('details.signature:visible')
      .evaluateAll((found) => found.map((one) => (one as { dataset: { severity?: string } }).dataset.severity));
    expect(new Set(crashes)).toEqual(new Set(['critical']));
    await page.selectOption('#family', '');
    await page.selectOption('#severity', '');
    expect(await shown()).toBe(all);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await finish(opened)).toEqual([]);
  });

  it('opens the signature that a link names, in the dark too', async () => {
    const opened = await openFile(PAGE, { colorScheme: 'dark' }, '#search-queue-full');
    const { page } = opened;
    expect(await page.locator('details.signature[open]').getAttribute('id')).toBe('search-queue-full');
    await page.fill('#words', 'disk');
    await page.evaluate("location.hash = 'search-jobs-lost'");
    await page.waitForSelector('#search-jobs-lost[open]:not([hidden])');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await finish(opened)).toEqual([]);
  });

  it('is whole without a script', async () => {
    const opened = await openFile(PAGE, { javaScriptEnabled: false });
    expect(await opened.page.locator('details.signature').count()).toBeGreaterThan(100);
    expect(await opened.page.locator('#filters').isVisible()).toBe(false);
    await opened.page.context().close();
  });
});
