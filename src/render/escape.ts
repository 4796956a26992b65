/** Everything that came from a log is text and never markup. Each output has one escaper here; each begins with `visible`, so that no control
 * character, ANSI sequence, bidi override or megabyte line reaches a terminal, a ticket or a browser. */

/** Quoted log text: one line of a wide terminal or two of a ticket. */
export const QUOTE_CAP = 200;
/** Sentences of the report itself; longer ones can only come from a broken or hostile report. */
export const PROSE_CAP = 2000;

/** Controls (C0, DEL, C1), soft hyphen, bidi and zero-width characters, line separators, byte order mark, interlinear marks, tags, lone surrogates. */
const HIDDEN =
  /[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e007f}]|[\ud800-\udfff]/gu;
const PLAIN = /^[\x20-\x7e]*$/;
const NAMED: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function nameOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  if (NAMED[char] !== undefined) return NAMED[char];
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** The text on one line, with hidden characters spelled out and at most `cap` characters. */
export function visible(text: string, cap = QUOTE_CAP): string {
  if (text.length <= cap && PLAIN.test(text)) return text;
  // At most two units a character: enough for `cap` characters and one more, which tells that something follows.
  const chars = Array.from(text.slice(0, cap * 2 + 2));
  const kept = chars.length > cap ? chars.slice(0, cap) : chars;
  const shown = kept.join('').replace(HIDDEN, nameOf);
  return chars.length > cap ? `${shown}…` : shown;
}

/** Sentences of the catalogue are written over several lines; as one paragraph they flow. Linear, whatever the blanks. */
export function flowing(text: string): string {
  if (!text.includes('\n')) return text;
  return text
    .slice(0, 4 * PROSE_CAP)
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();
}

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;

/** An underscore inside a word is plain text in CommonMark; at its edge it opens or closes emphasis. */
function insideWord(text: string, at: number): boolean {
  let left = at - 1;
  let right = at + 1;
  while (text[left] === '_') left--;
  while (text[right] === '_') right++;
  return WORD.test(text[left] ?? ' ') && WORD.test(text[right] ?? ' ');
}

function needsBackslash(text: string, at: number): boolean {
  const char = text[at];
  const next = text[at + 1];
  if (char === '\\') return next === undefined || PUNCTUATION.test(next);
  if (char === '_') return !insideWord(text, at);
  if (char === '&') return next !== undefined && /[#A-Za-z]/.test(next);
  return '`*[]<|~$'.includes(char);
}

function escapeMarkdownToken(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at++) out += needsBackslash(text, at) ? `\\${text[at]}` : text[at];
  return out;
}

/** Words that a Markdown reader turns into links, mails or mentions although nothing marks them. */
const LINKED = /:\/\/|www\.|@|mailto:|xmpp:/i;

/** Plain text in Markdown. Words that would become links or mentions are shown as code, which no reader links. */
export function markdownText(text: string, cap = PROSE_CAP, inTable = false): string {
  const words = visible(text, cap)
    .split(/( +)/)
    .map((word) => (LINKED.test(word) ? markdownCode(word, cap, inTable) : escapeMarkdownToken(word)));
  return words
    .join('')
    .replace(/^(\s*)([#>+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2');
}

function codeSpan(text: string): string {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  const pad = text.startsWith('`') || text.endsWith('`') || (/^ .* $/.test(text) && text.trim() !== '') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Code in Markdown. Readers disagree about `\|` inside code in a table, so there the code is interrupted at pipes, which is valid everywhere. */
export function markdownCode(text: string, cap = QUOTE_CAP, inTable = false): string {
  const shown = visible(text, cap);
  const parts = inTable ? shown.split('|') : [shown];
  return parts.map((part) => (part === '' ? '' : codeSpan(part))).join('\\|');
}

/** Longest run of backticks or tildes decides the fence of a block. */
export function fenceFor(lines: readonly string[]): string {
  let longest = 2;
  for (const line of lines) for (const run of line.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
}

/** Mermaid labels stand in double quotes; whatever its lexer, its Markdown or its icon syntax could read becomes an entity code (`#35;`). */
export function mermaidLabel(text: string, cap = 80): string {
  const shown = visible(text, cap);
  let out = '';
  for (let at = 0; at < shown.length; at++) {
    const char = shown[at];
    const plain =
      /[A-Za-z0-9 ,()]/.test(char) || char > '\x7f' || (/[.=+/-]/.test(char) && at > 0) || (char === '_' && insideWord(shown, at));
    out += plain ? char : `#${char.charCodeAt(0)};`;
  }
  // A label that begins like a list (`1. x`) is refused by Mermaid's Markdown.
  return out.replace(/^(\d+)([.)])/, (_, digits: string, mark: string) => `${digits}#${mark.charCodeAt(0)};`);
}

const JIRA_MARKS = /[\\{}[\]|*_^~+\-?!#@]/g;

/** Plain text in Jira's wiki markup. Entities, because backslashes are not honoured in every place (cells, monospace). */
export function jiraText(text: string, cap = PROSE_CAP): string {
  return visible(text, cap)
    .replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(JIRA_MARKS, (char, at: number, whole: string) => (isHarmlessInJira(char, at, whole) ? char : `&#${char.charCodeAt(0)};`))
    .replace(/:\/\//g, ':&#47;&#47;')
    .replace(/\((?=[/xioyn]\))|:(?=[()DPp|])|;(?=\))/g, (char) => `&#${char.charCodeAt(0)};`)
    .replace(/^(h[1-6]|bq)\./, (_, word: string) => `${word}&#46;`);
}

/** Marks between two letters or digits (`redis-1`, `used_memory`) mark nothing; `&#38;` written above keeps its own `#`. */
function isHarmlessInJira(char: string, at: number, whole: string): boolean {
  if (char === '#') return whole[at - 1] === '&' && /^\d+;/.test(whole.slice(at + 1, at + 8));
  return '-_+'.includes(char) && WORD.test(whole[at - 1] ?? ' ') && WORD.test(whole[at + 1] ?? ' ');
}

/** Lines of a `{noformat}` block: the closing word must not occur inside. */
export function jiraPreformatted(text: string, cap = PROSE_CAP): string {
  return visible(text, cap).replace(/\{(?=noformat|code)/gi, '{ ');
}

const XML_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text or attribute value in XML 1.0. `visible` has already removed what XML cannot carry. */
export function xmlText(text: string, cap = PROSE_CAP): string {
  return visible(text, cap).replace(/[&<>"']/g, (char) => XML_ENTITIES[char]);
}

/** Entry name as a relative URI reference: each part encoded, never a scheme or a host. */
export function relativeUri(entry: string): string {
  const parts = visible(entry, 1000).split('/').map(encodeURIComponent);
  const uri = parts.join('/');
  return uri === '' || uri.startsWith('/') ? `.${uri === '' ? '/' : uri}` : uri;
}
