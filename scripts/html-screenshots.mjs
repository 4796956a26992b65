// Pictures of the HTML report for docs/: the bundled incident at the widths of a desk and of a phone, light and dark.
// usage: node scripts/html-screenshots.mjs [REPORT.html] [FOLDER]   (after npm run build; Chromium from CHROMIUM or /usr/bin/chromium)
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const [given, folder = join(root, 'docs', 'screenshots')] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'screenshots-'));
const page = given ?? join(scratch, 'incident.html');
if (!given)
  execFileSync(process.execPath, [
    join(root, 'bin', 'redis-forensics.js'),
    join(root, 'fixtures', 'incident', 'debuginfo.tar.gz'),
    '--format',
    'html',
    '-o',
    page,
  ]);
mkdirSync(folder, { recursive: true });

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
try {
  for (const [name, viewport] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const tab = await browser.newPage({ viewport, colorScheme, deviceScaleFactor: 1 });
      await tab.goto(pathToFileURL(page).href);
      await shot(tab, `${name}-${colorScheme}`);
      for (const part of ['timeline', 'cause', 'evidence']) {
        if (colorScheme === 'dark' && part !== 'timeline') continue;
        await tab.evaluate((id) => document.getElementById(id)?.scrollIntoView(), part);
        await shot(tab, `${name}-${colorScheme}-${part}`);
      }
      await tab.close();
    }
  }
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true, force: true });
}

async function shot(tab, name) {
  const path = join(folder, `${name}.png`);
  await tab.waitForTimeout(150);
  await tab.screenshot({ path });
  console.log(`${name}.png ${Math.round(statSync(path).size / 1024)} KB`);
}
