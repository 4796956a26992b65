import type { ClientInfo, CrashReport, KeyValues } from '../../model/records.js';
import type { LineContext } from '../../model/text.js';
import { citeOf, keep, newValues } from '../side/cite.js';
import { parseClientLine } from '../side/client-list.js';
import { parseNodeLine } from '../side/cluster-nodes.js';

const MAX_CLIENTS = 200;
const MAX_NODES = 1000;
const MAX_VALUES = 5000;
const MAX_ARGV = 200;

/** Section of a crash report whose lines are `# Header` and `key:value`: INFO OUTPUT, MODULES INFO OUTPUT. */
export class KeyValueSections {
  readonly sections: KeyValues[] = [];
  private count = 0;

  line(text: string, context: LineContext): boolean {
    if (text === '') return true;
    if (text.startsWith('# ')) {
      this.closeLast();
      this.sections.push({ section: keep(text.slice(2).trim(), 100), values: newValues(), complete: false });
      return true;
    }
    const colon = text.indexOf(':');
    if (colon <= 0 || colon > 300) return false;
    if (this.sections.length === 0) this.sections.push({ section: '', values: newValues(), complete: false });
    if (this.count++ < MAX_VALUES) {
      const value = keep(text.slice(colon + 1));
      this.sections[this.sections.length - 1].values[text.slice(0, colon)] = { value, line: context.line, offset: context.offset };
    }
    return true;
  }

  closeLast(): void {
    const last = this.sections[this.sections.length - 1];
    if (last !== undefined) last.complete = true;
  }
}

/** `io-threads 1`, one parameter a line (CONFIG DEBUG OUTPUT, 7.0+). */
export function readConfigLine(text: string, context: LineContext, config: KeyValues): void {
  const blank = text.indexOf(' ');
  const name = blank < 0 ? text : text.slice(0, blank);
  if (!/^[a-z0-9][a-z0-9_.-]{0,60}$/.test(name)) return;
  config.values[name] = { value: blank < 0 ? '' : keep(text.slice(blank + 1)), line: context.line, offset: context.offset };
}

export function readClusterNode(text: string, context: LineContext, report: CrashReport): void {
  report.clusterNodes ??= [];
  const nodes = report.clusterNodes;
  if (nodes.length >= MAX_NODES) return;
  const node = parseNodeLine(text, context);
  if (node !== undefined) nodes.push(node);
}

export function readListedClient(text: string, context: LineContext, report: CrashReport): void {
  if (!/^(?:id=\d+ )?addr=/.test(text)) return;
  report.clientCount++;
  if (report.clients.length < MAX_CLIENTS) report.clients.push(parseClientLine(text, context));
}

/** CURRENT CLIENT INFO and EXECUTING CLIENT INFO (debug.c logCurrentClient): a client line and its arguments, in four spellings:
 * `argv[1]: 'raw'` (to 6.2), `argv[1]: '"escaped"'` (7.0 to 8.0), `argv[1]: "escaped"` or `argv[1]: 8 bytes` (Valkey), and `*redacted*`. */
export class ClientSection {
  client: ClientInfo | undefined;
  private lastRaw = false;

  line(text: string, context: LineContext): void {
    const line = text.startsWith('client: ') ? text.slice(8) : text;
    if (/^(?:id=\d+ )?addr=/.test(line)) {
      this.client = { ...parseClientLine(line, context), cite: citeOf(text, context) };
      return;
    }
    if (text.startsWith('argv[')) {
      this.readArguments(text, context);
      return;
    }
    // A raw argument with a newline goes on here (to 6.2).
    const argv = this.client?.argv;
    if (this.lastRaw && argv !== undefined && argv.length > 0 && !text.startsWith('argc')) {
      const last = argv.length - 1;
      argv[last] = keep(`${argv[last]}\n${text.endsWith("'") ? text.slice(0, -1) : text}`);
      this.lastRaw = !text.endsWith("'");
    }
  }

  /** An argument cut at 1024 bytes loses its newline, and the next one is glued to it. */
  private readArguments(text: string, context: LineContext): void {
    this.client ??= { cite: citeOf(text, context) };
    this.client.argv ??= [];
    this.client.argvCite ??= citeOf(text, context);
    const starts = [0];
    if (text.length > 900) for (const match of text.slice(1).matchAll(/argv\[\d{1,6}\]: /g)) starts.push(match.index + 1);
    starts.forEach((from, i) => {
      this.addArgument(text.slice(from, starts[i + 1] ?? text.length));
    });
  }

  private addArgument(text: string): void {
    const argv = this.client?.argv;
    const value = text.slice(text.indexOf(']: ') + 3);
    this.lastRaw = false;
    if (argv === undefined || argv.length >= MAX_ARGV || /^\*redacted\*/.test(value) || /^\d+ bytes$/.test(value)) return;
    this.lastRaw = value.startsWith("'") && !value.startsWith('\'"') && !value.endsWith("'");
    argv.push(keep(unquote(value)));
  }
}

/** `'"SET"'`, `"SET"`, `'SET'` -> `SET`. */
export function unquote(value: string): string {
  let text = value;
  if (text.startsWith("'")) text = text.slice(1, text.length > 1 && text.endsWith("'") ? -1 : undefined);
  if (!text.startsWith('"')) return text;
  text = text.slice(1, text.length > 1 && text.endsWith('"') ? -1 : undefined);
  return text.replace(/\\(x[0-9a-fA-F]{2}|.)/g, (_, code: string) => {
    if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return ESCAPES[code] ?? code;
  });
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b' };
