import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { renderHtml } from '../../src/render/html/index.js';
import type { Report } from '../../src/report/schema.js';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const executablePath = [process.env.CHROMIUM, ...PLACES].find((path) => path !== undefined && existsSync(path));
const required = process.env.REDIS_FORENSICS_REQUIRE_BROWSER === '1';

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A page that is watched: what it says, asks for or is refused. */
export interface Watched {
  page: Page;
  /** Errors and warnings of the console, uncaught errors, dialogs, requests, refusals of the policy. */
  complaints: string[];
}

let browser: Browser | undefined;
let folder = '';
let files = 0;

/** Tests in Chromium. Without one they are skipped, and said to be; where CI demands them, that is a failure. */
export function describeInBrowser(name: string, body: () => void): void {
  if (executablePath === undefined && required) {
    describe(name, () => {
      it('finds Chromium', () => {
        throw new Error(`no Chromium at ${PLACES.join(', ')} or in CHROMIUM`);
      });
    });
    return;
  }
  if (executablePath === undefined) console.warn(`skipped, no Chromium found: all browser tests of "${name}"`);
  describe.skipIf(executablePath === undefined)(name, { timeout: 60_000 }, () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'redis-forensics-browser-'));
      browser = await chromium.launch({ executablePath, args: ARGS });
    }, 60_000);
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);
    body();
  });
}

const WATCH = `
  window.__refused = [];
  addEventListener('securitypolicyviolation', (event) => window.__refused.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample), true);
`;

export async function openReport(report: Report, options: BrowserContextOptions = {}): Promise<Watched> {
  const file = join(folder, `report-${files++}.html`);
  writeFileSync(file, renderHtml(report));
  return openFile(file, options);
}

/** A page that exists already; `hash` is the place in it that is opened. */
export async function openFile(file: string, options: BrowserContextOptions = {}, hash = ''): Promise<Watched> {
  if (browser === undefined) throw new Error('the browser did not start');
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const own = pathToFileURL(file).href;
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== own && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(WATCH);
  await page.goto(`${own}${hash}`);
  return { page, complaints };
}

/** All that went wrong on a page since it was opened; closes it. */
export async function finish({ page, complaints }: Watched): Promise<string[]> {
  const refused = await page.evaluate<string[]>('window.__refused');
  const all = [...complaints, ...refused.map((text) => `refused: ${text}`)];
  await page.context().close();
  return all;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** What axe finds, one line each. Run by the debugger, so that the policy of the page stays as it is. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(`${AXE}; undefined`);
  const violations = await page.evaluate<Violation[]>('axe.run(document).then((result) => result.violations)');
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 160)} ${(node.failureSummary ?? '').replace(/\s+/g, ' ').slice(0, 200)}`),
  );
}
