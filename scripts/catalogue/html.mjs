import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf } from './rows.mjs';
import { root } from './sources.mjs';

/** The catalogue as one page without any request: style and script are inside and allowed by their hashes, nothing else is. */
export function cataloguePage(families, rows) {
  const style = [join(root, 'src/render/html/client/styles/theme.css'), join(root, 'scripts/catalogue/page.css')].map(readText).join('\n');
  const script = readText(join(root, 'scripts/catalogue/page.js'));
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(style)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const count = families.reduce((sum, { articles }) => sum + articles.length, 0);
  return `<!doctype html>
<!-- Written by scripts/catalogue.mjs from src/signatures. Do not edit: npm run catalogue -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeText(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Catalogue of known issues – redis-forensics</title>
<style>${style}</style>
</head>
<body>
<a class="skip-link" href="#list">Skip to the list</a>
<header>
<h1>Catalogue of known issues</h1>
<p>${count} explanations that redis-forensics weighs, each with what speaks for and against it, what it looks like, what to do, and when it is wrong.</p>
<form id="filters" role="search" hidden>
<label>Search <input id="words" type="search" autocomplete="off" spellcheck="false" placeholder="barrier_wait, fork, MISCONF …"></label>
<label>Family <select id="family"><option value="">all</option>${families.map(({ family }) => `<option>${family}</option>`).join('')}</select></label>
<label>Severity <select id="severity"><option value="">all</option><option>critical</option><option>warning</option><option>info</option><option>advisory</option></select></label>
<label>About <select id="about"><option value="">all</option><option value="search">RediSearch</option><option value="server">the server and others</option></select></label>
<p id="count" aria-live="polite"></p>
</form>
</header>
<main id="list">
${families.map(familyHtml).join('\n')}
<section id="rows">
<h2>Known faults, row by row</h2>
<details>
<summary>${rows.length} rows, each with the signatures that describe it, or why there is none</summary>
${rowsHtml(rows)}
</details>
</section>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function familyHtml({ family, articles }) {
  return `<section class="family" data-family="${escapeText(family)}">
<h2>${escapeText(family)}</h2>
${articles.map(articleHtml).join('\n')}
</section>`;
}

function articleHtml(article) {
  const about = article.modules.length > 0 || article.id.startsWith('search-') ? 'search' : 'server';
  return `<details class="signature" id="${escapeText(article.id)}" data-severity="${escapeText(article.severity)}" data-about="${about}">
<summary><span class="id">${escapeText(article.id)}</span> <span class="title">${escapeText(article.title)}</span> <span class="badge ${escapeText(article.severity)}">${escapeText(article.severity)}</span></summary>
<p class="facts"><code>${escapeText(article.kind)}</code> ${escapeText(article.kindMeans)}${article.affects === undefined ? '' : ` · affects ${escapeText(article.affects)}`} · <a href="#${escapeText(article.id)}">link</a></p>
${article.sections.map((section) => `<h3>${escapeText(section.title)}</h3>\n${section.blocks.map(blockHtml).join('\n')}`).join('\n')}
</details>`;
}

function blockHtml(block) {
  switch (block.type) {
    case 'text':
      return `<p>${inline(block.text)}</p>`;
    case 'list': {
      const tag = block.ordered === true ? 'ol' : 'ul';
      return `<${tag}>${block.items.map((item) => `<li>${inline(item)}</li>`).join('')}</${tag}>`;
    }
    case 'code':
      return `<pre tabindex="0">${escapeText(block.lines.join('\n'))}</pre>`;
    case 'table':
      return `<div class="wide" tabindex="0"><table><thead><tr>${block.head.map((cell) => `<th scope="col">${inline(cell)}</th>`).join('')}</tr></thead><tbody>${block.rows
        .map((row) => `<tr>${row.map((cell) => `<td>${inline(cell)}</td>`).join('')}</tr>`)
        .join('')}</tbody></table></div>`;
    default:
      return `<ul>${block.urls.map((url) => `<li><a href="${escapeText(url)}" rel="noreferrer">${escapeText(url)}</a></li>`).join('')}</ul>`;
  }
}

function rowsHtml(rows) {
  const body = rows
    .map(({ row, signatures, remark }) => {
      const links = signatures.map((id) => `<a href="#${escapeText(id)}">${escapeText(id)}</a>`).join('<br>');
      return `<tr><td>${escapeText(row)}</td><td>${escapeText(groupOf(row))}</td><td>${links || '–'}</td><td>${inline(remark)}</td></tr>`;
    })
    .join('');
  return `<div class="wide" tabindex="0"><table><thead><tr><th scope="col">row</th><th scope="col">about</th><th scope="col">signature</th><th scope="col">remark</th></tr></thead><tbody>${body}</tbody></table></div>`;
}

/** Text with literal parts between backticks. */
function inline(text) {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return escapeText(text);
  return parts.map((part, index) => (index % 2 === 1 ? `<code>${escapeText(part)}</code>` : escapeText(part))).join('');
}

function escapeText(text) {
  return String(text).replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}`;
}

function readText(path) {
  return readFileSync(path, 'utf8').replaceAll('\r', '').trim();
}
