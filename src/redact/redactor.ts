import { classOfAddress, SHORT_ID } from './addresses.js';
import type { PrivateClass } from './classes.js';
import { classOfField, isPrivateValue } from './fields.js';
import { findInOwnText, findSpans, isPrivateText } from './find.js';
import { isJsonLine, mapJsonStrings } from './json-line.js';
import { LineState } from './line-state.js';
import { partsOfHost } from './names.js';
import { addPath } from './paths.js';
import { type Span, SpanSet } from './spans.js';
import { Tokenizer, type TokenizerOptions } from './tokenizer.js';
import { isVocabulary } from './vocabulary.js';

/** Fields of wrappers that hold the line itself, and their stamps. */
const MESSAGE_FIELD = /^(?:log|line|text|body|event|msg|message|textpayload|short_message|full_message|content|what|line_text)$/i;
const TIME_FIELD = /time|stamp|_ts$|^ts$|usec|monotonic|epoch/i;

/**
 * Replaces private values by tokens, in two passes over the same texts: `collect` finds every value, `redact` replaces each of them wherever it
 * stands. `findLeft` is the proof: it looks at what was written with the same knowledge.
 */
export class Redactor {
  readonly tokenizer: Tokenizer;

  constructor(options: TokenizerOptions) {
    this.tokenizer = new Tokenizer(options);
  }

  /** One line; `state` remembers what earlier lines of the same entry said. */
  collect(text: string, state = new LineState()): void {
    this.tokenizer.reserve(text);
    this.visit(text, state, (span, raw) => this.note(span, raw), false);
  }

  redact(text: string, state = new LineState()): string {
    return this.rewrite(text, state);
  }

  /** Class of a value that is left in a text that was redacted. */
  findLeft(text: string, state = new LineState()): PrivateClass | undefined {
    let left: PrivateClass | undefined;
    this.visit(
      text,
      state,
      (span, raw) => {
        if (span.cls && !this.isRedacted(span.value) && !this.isRedacted(raw)) left ??= span.cls;
      },
      true,
    );
    return left;
  }

  collectOwn(text: string): void {
    this.tokenizer.reserve(text);
    for (const span of findInOwnText(text).spans) this.note(span, text.slice(span.start, span.end));
  }

  redactOwn(text: string): string {
    return this.assemble(text, findInOwnText(text, this.tokenizer.known).inOrder());
  }

  findLeftInOwn(text: string): PrivateClass | undefined {
    return findInOwnText(text, this.tokenizer.known).spans.find((span) => span.cls && !this.isRedacted(span.value))?.cls;
  }

  /** Names of entries: every part of them is a file or a folder. */
  collectName(name: string): void {
    this.tokenizer.reserve(name);
    for (const span of this.spansOfName(name, false)) {
      this.note(span, span.value);
      // labels of servers are made from file names, short ones too
      if (span.cls === 'path') this.tokenizer.note('path', span.value, span.value, true);
    }
  }

  redactName(name: string): string {
    return this.assemble(name, this.spansOfName(name, true));
  }

  findLeftInName(name: string): PrivateClass | undefined {
    return this.spansOfName(name, true).find((span) => span.cls && !this.isRedacted(span.value))?.cls;
  }

  /** A value whose place in a structure says what it is. */
  collectValue(cls: PrivateClass, value: string): void {
    if (isPrivateValue(cls, value)) this.note({ start: 0, end: value.length, cls: classOfAddress(value) ?? cls, value }, value);
  }

  redactValue(cls: PrivateClass, value: string): string {
    return isPrivateValue(cls, value) ? this.tokenizer.token(classOfAddress(value) ?? cls, value) : value;
  }

  private spansOfName(name: string, isSecondPass: boolean): Span[] {
    const set = new SpanSet(name);
    addPath(set, 0, name, isSecondPass ? this.tokenizer.known : undefined);
    if (isSecondPass) for (const hit of this.tokenizer.known.find(name)) set.replace(hit.start, hit.end, hit.cls, hit.value);
    return set.inOrder();
  }

  private visit(text: string, state: LineState, take: (span: Span, raw: string) => void, withKnown: boolean): void {
    if (isJsonLine(text)) {
      mapJsonStrings(text, (value, name) => {
        const span = this.spanOfField(value, name);
        if (span) take(span, value);
        else for (const line of value.split('\n')) this.visitLine(line, state, take, withKnown);
        return value;
      });
    } else this.visitLine(text, state, take, withKnown);
  }

  private visitLine(text: string, state: LineState, take: (span: Span, raw: string) => void, withKnown: boolean): void {
    const set = findSpans(text, state, withKnown ? this.tokenizer.known : undefined);
    for (const span of set.spans) take(span, text.slice(span.start, span.end));
  }

  private rewrite(text: string, state: LineState): string {
    if (!isJsonLine(text)) return this.rewriteLine(text, state);
    return mapJsonStrings(text, (value, name) => {
      const span = this.spanOfField(value, name);
      if (span?.cls) return this.tokenizer.token(span.cls, value);
      return value
        .split('\n')
        .map((line) => this.rewriteLine(line, state))
        .join('\n');
    });
  }

  private rewriteLine(text: string, state: LineState): string {
    return this.assemble(text, findSpans(text, state, this.tokenizer.known).inOrder());
  }

  private assemble(text: string, spans: Span[]): string {
    let out = '';
    let at = 0;
    for (const { start, end, cls, value } of spans) {
      if (cls === undefined) continue;
      const raw = text.slice(start, end);
      out += text.slice(at, start) + (this.tokenizer.isToken(raw) ? raw : this.tokenizer.token(cls, value));
      at = end;
    }
    return at === 0 ? text : out + text.slice(at);
  }

  /** A string of a JSON line that is private as a whole: by the name of its field, or as one word of nobody's vocabulary. */
  private spanOfField(value: string, name: string | undefined): Span | undefined {
    const cls = name === undefined ? undefined : classOfField(name);
    const span = (found: PrivateClass): Span => ({ start: 0, end: value.length, cls: found, value });
    if (cls && isPrivateValue(cls, value) && (cls !== 'host' || /^[^:/\s]+$/.test(value))) return span(classOfAddress(value) ?? cls);
    if (name !== undefined && (MESSAGE_FIELD.test(name) || (TIME_FIELD.test(name) && /^[\d.]{1,24}$/.test(value)))) return undefined;
    if (name === undefined || value.length > 512 || /\s/.test(value) || isVocabulary(value)) return undefined;
    return isPrivateText(value, undefined) ? span(classOfAddress(value) ?? 'text') : undefined;
  }

  private note(span: Span, raw: string): void {
    const { cls, value } = span;
    if (cls === undefined || this.tokenizer.isToken(value)) return;
    this.tokenizer.note(cls, value);
    if (raw !== value) this.tokenizer.note(cls, raw, value);
    if (cls === 'host') this.noteHostParts(value);
    else if (cls === 'node') this.noteShortId(value);
    else if (cls === 'mail') this.noteMailParts(value);
    else if (cls === 'url') this.noteUrlParts(value);
  }

  /** `db-7.fra.acme.com`: `db-7` is the same host, `fra.acme.com` and `acme` are its owner's. */
  private noteHostParts(name: string): void {
    const { first, domain, labels } = partsOfHost(name);
    if (first) this.tokenizer.note('host', first, name);
    if (domain) this.tokenizer.note('domain', domain);
    for (const label of labels) this.tokenizer.note('domain', label);
  }

  /** Views print the first eight digits of a node's id. */
  private noteShortId(id: string): void {
    const short = id.slice(0, SHORT_ID);
    if (/[a-f]/i.test(short) && /\d/.test(short)) this.tokenizer.note('node', short, id);
  }

  private noteMailParts(mail: string): void {
    const [user, domain] = mail.split('@');
    this.tokenizer.note('user', user);
    this.tokenizer.note('domain', domain);
    for (const label of partsOfHost(`x.${domain}`).labels) this.tokenizer.note('domain', label);
  }

  private noteUrlParts(url: string): void {
    const parts = /^[^:]{1,16}:\/\/(?:([^@/?#]{0,512})@)?(\[[^\]]{0,64}\]|[^/:?#]{1,253})/.exec(url);
    if (!parts) return;
    for (const word of parts[1]?.split(':') ?? []) if (word !== '' && word !== 'default') this.tokenizer.note('secret', word);
    const host = parts[2].replace(/^\[|\]$/g, '');
    this.collectValue('host', host);
  }

  /** A token, or tokens between words of Redis. */
  private isRedacted(text: string): boolean {
    if (this.tokenizer.isToken(text)) return true;
    const rest = text.replace(/[A-Za-z0-9.:-]+/g, (word) =>
      this.tokenizer.isToken(word) || this.tokenizer.isToken(word.replace(/[.:]+$/, '')) ? ' ' : word,
    );
    return (
      rest !== text &&
      isVocabulary(rest.replace(/\b[a-z]{2,6}-(?:\d{1,7}|[0-9a-f]{10}|more)\b/g, (word) => (this.tokenizer.isToken(word) ? ' ' : word)))
    );
  }
}
