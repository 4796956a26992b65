import type { Report } from '../../report/schema.js';
import { visible } from '../escape.js';
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from './bundle.js';
import { embeddedJson } from './embed.js';

/** Nothing is fetched and nothing runs but the one script and the one style sheet that were built with this version; what a log could smuggle
 * in has no hash. `default-src 'none'` also forbids every connection. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src '${SCRIPT_HASH}'`,
  `style-src '${STYLE_HASH}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const TITLE_CAP = 160;

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function htmlText(text: string): string {
  return visible(text, TITLE_CAP).replace(/[&<>"]/g, (char) => ENTITIES[char]);
}

/** The report as one file that works from disk and offline. The page is drawn by its script from the embedded report, as text nodes only. */
export function renderHtml(report: Report): string {
  const headline = htmlText(report.verdict.headline);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="generator" content="${htmlText(`${report.tool.name} ${report.tool.version}`)}">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${headline}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<noscript><h1>${headline}</h1><p>This page is drawn by its own script, which is switched off here. The same report without any script: --format markdown.</p></noscript>
<div id="app"></div>
<script type="application/json" id="report">${embeddedJson(report)}</script>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
