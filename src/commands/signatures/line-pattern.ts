/** A line of a log taken apart for a signature: `12:M 23 Nov 2026 06:10:03.120 # <tiering> Cannot upload segment 41`. */
export interface LineSample {
  /** The line as an example shows it. */
  example: string;
  /** '' for a line of the server itself. */
  module: string;
  message: string;
}

const MAX_LINE = 1000;
const MIN_HEAD = 4;
const HEADER = /^(?:\[?\d{1,10}\]?(?::[MCSXI])? )?\d{1,2} [A-Z][a-z]{2} (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,3})? ([*#.-]) /;
const BARE = /^([*#.-]) /;
const TAG = /^<([\w./-]{1,64})> /;

/** With or without its header; what stands in front of the header (a container's prefix) is left out. */
export function sampleOfLine(line: string): LineSample {
  const text = line
    .split(/[\r\n]/)[0]
    .slice(0, MAX_LINE)
    .replace(/[\x00-\x1f\x7f]/g, ' ')
    .trim();
  const start = text.search(/\d{1,10}:[MCSXI] \d{1,2} [A-Z][a-z]{2} /);
  const own = start > 0 ? text.slice(start) : text;
  const header = HEADER.exec(own) ?? BARE.exec(own);
  const behind = header === null ? own : own.slice(header[0].length);
  const tag = TAG.exec(behind);
  const message = tag === null ? behind : behind.slice(tag[0].length);
  return { example: header === null ? `# ${own}` : own, module: tag?.[1] ?? '', message };
}

/** What differs from one line to the next, most telling first. */
const PARTS: readonly { name: string; hole: (name: string) => string; pattern: RegExp }[] = [
  { name: 'name', hole: (name) => `'{${name}}'`, pattern: /^'[^']{1,200}'/ },
  { name: 'name', hole: (name) => `"{${name}}"`, pattern: /^"[^"]{1,200}"/ },
  { name: 'name', hole: (name) => `\`{${name}}\``, pattern: /^`[^`]{1,200}`/ },
  { name: 'address', hole: (name) => `{${name}}`, pattern: /^(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5})?(?![\w.])/ },
  { name: 'address', hole: (name) => `0x{${name}:x}`, pattern: /^0x[0-9a-f]+\b/i },
  { name: 'id', hole: (name) => `{${name}:x}`, pattern: /^(?=[0-9a-f]*\d)[0-9a-f]{12,}\b/ },
  { name: 'path', hole: (name) => `{${name}}`, pattern: /^\/[\w.-]+(?:\/[\w.@-]+)+/ },
  { name: 'number', hole: (name) => `{${name}:d}`, pattern: /^\d+/ },
];

function holeOf(part: (typeof PARTS)[number], used: Map<string, number>): string {
  const count = (used.get(part.name) ?? 0) + 1;
  used.set(part.name, count);
  return part.hole(count === 1 ? part.name : `${part.name}${count}`);
}

/** The message with holes for numbers, addresses, ids, paths and quoted names. */
export function patternOfLine(message: string): string {
  const used = new Map<string, number>();
  let out = '';
  for (let at = 0; at < message.length; ) {
    const rest = message.slice(at);
    const part = PARTS.find(({ pattern }) => pattern.test(rest));
    if (part !== undefined) {
      const [whole] = part.pattern.exec(rest) as RegExpExecArray;
      at += whole.length;
      // a head of a few letters would be too short to be looked for
      const tooShort = out.length > 0 && out.length < MIN_HEAD && !out.includes('{');
      out += tooShort ? whole.replace(/[{}]/g, '{}') : holeOf(part, used);
      continue;
    }
    // a brace has a meaning of its own in a pattern
    out += message[at] === '{' || message[at] === '}' ? '{}' : message[at];
    at++;
  }
  return out.replace(/(?:\{\}\s*)+\{\}/g, '{}').trim();
}
