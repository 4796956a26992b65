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
import { findUnknown, type Judge } from './unknown-words.js';
import { isVocabulary } from './vocabulary.js';

/** Fields of wrappers that hold the line itself, and their stamps. */
const MESSAGE_FIELD = /^(?:log|line|text|body|event|msg|message|textpayload|short_message|full_message|content|what|line_text)$/i;
const TIME_FIELD = /time|stamp|_ts$|^ts$|usec|monotonic|epoch/i;

/** One token stands for both where an unknown word touches what another detector found: two tokens without anything between are none. */
function withoutTouching(spans: Span[], unknown: readonly Span[]): Span[] {
  const isUnknown = new Set(unknown);
  for (let at = 1; at < spans.length; at++) {
    const [a, b] = [spans[at - 1], spans[at]];
    if (a.end !== b.start || a.cls === undefined || b.cls === undefined) continue;
    if (isUnknown.has(b)) b.mask ??= '';
    else if (isUnknown.has(a)) a.mask ??= '';
  }
  return spans;
}

/** `strict`: what is not known to be safe is private. `known`: what is known to be private is; the rest of a text stays readable. */
export type RedactMode = 'strict' | 'known';

export interface RedactorOptions extends TokenizerOptions {
  /** `strict` where it is absent. */
  mode?: RedactMode;
  /** Words that stay: names of products and indexes that are nobody's secret. */
  keep?: readonly string[];
  /** Words that only their owner knows to be private: names of customers, projects, products. */
  words?: readonly string[];
}

/** A name is written in several cases. */
function spellingsOf(word: string): Set<string> {
  const small = word.toLowerCase();
  return new Set([word, small, word.toUpperCase(), small.charAt(0).toUpperCase() + small.slice(1)]);
}

/**
 * Replaces private values by tokens, in two passes over the same texts: `collect` finds every value, `redact` replaces each of them wherever it
 * stands. `findLeft` is the proof: it looks at what was written with the same knowledge.
 */
export class Redactor {
  readonly tokenizer: Tokenizer;
  private readonly judge: Judge | undefined;
  private readonly isSafe: ((text: string) => boolean) | undefined;

  constructor(options: RedactorOptions) {
    this.tokenizer = new Tokenizer(options);
    for (const word of options.words ?? []) for (const spelling of spellingsOf(word)) this.tokenizer.note('name', spelling, word, true);
    if (options.mode === 'known') return;
    const kept = new Set(options.keep?.map((word) => word.toLowerCase()));
    const judge = { kept, isToken: (text: string) => this.tokenizer.isToken(text) };
    this.judge = judge;
    this.isSafe = (text) => findUnknown(text, [], judge).length === 0;
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
        if (span.cls && !this.isRedacted(span.value) && !this.isRedacted(raw) && !this.isHarmless(span.cls, raw)) left ??= span.cls;
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
    return this.assemble(text, this.withUnknown(text, findInOwnText(text, this.tokenizer.known).inOrder()));
  }

  findLeftInOwn(text: string): PrivateClass | undefined {
    const spans = this.withUnknown(text, findInOwnText(text, this.tokenizer.known).inOrder());
    return spans.find((span) => span.cls && !this.isRedacted(span.value))?.cls;
  }

  /** Names of functions, threads, states and versions: only what is unknown goes. */
  redactWords(text: string): string {
    return this.assemble(text, this.withUnknown(text, []));
  }

  findLeftInWords(text: string): PrivateClass | undefined {
    return this.withUnknown(text, []).find((span) => span.cls && !this.isRedacted(span.value))?.cls;
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
    if (!isSecondPass) return set.inOrder();
    for (const hit of this.tokenizer.known.find(name)) set.replace(hit.start, hit.end, hit.cls, hit.value);
    return this.withUnknown(name, set.inOrder());
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
    const set = findSpans(text, state, withKnown ? this.tokenizer.known : undefined, this.isSafe);
    for (const span of withKnown ? this.withUnknown(text, set.inOrder()) : set.spans) take(span, text.slice(span.start, span.end));
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
    return this.assemble(text, this.withUnknown(text, findSpans(text, state, this.tokenizer.known, this.isSafe).inOrder()));
  }

  /** In a strict redaction nothing stays only because a detector wanted to keep it. */
  private withUnknown(text: string, spans: Span[]): Span[] {
    if (!this.judge) return spans;
    const settled = spans.filter((span) => span.cls !== undefined || span.isKnownSafe);
    const unknown = findUnknown(text, settled, this.judge);
    return unknown.length === 0
      ? settled
      : withoutTouching(
          [...settled, ...unknown].sort((a, b) => a.start - b.start),
          unknown,
        );
  }

  private assemble(text: string, spans: Span[]): string {
    let out = '';
    let at = 0;
    for (const { start, end, cls, value, mask } of spans) {
      if (cls === undefined) continue;
      const raw = text.slice(start, end);
      out += text.slice(at, start) + (mask ?? (this.tokenizer.isToken(raw) ? raw : this.tokenizer.token(cls, value)));
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

  /** A token may make a path or a quotation of what was none before; of known words it is harmless. */
  private isHarmless(cls: PrivateClass, raw: string): boolean {
    return (cls === 'path' || cls === 'text' || cls === 'arg' || cls === 'key') && this.isSafe?.(raw) === true;
  }

  /** A token, or tokens between words of Redis. */
  private isRedacted(text: string): boolean {
    if (this.tokenizer.isToken(text)) return true;
    const rest = text.replace(/[A-Za-z0-9.:-]+/g, (word) =>
      this.tokenizer.isToken(word) || this.tokenizer.isToken(word.replace(/[.:]+$/, '')) ? ' ' : word,
    );
    const plain = rest.replace(/\b[a-z]{2,6}-(?:\d{1,7}|[0-9a-f]{10}|more)\b/g, (word) => (this.tokenizer.isToken(word) ? ' ' : word));
    return plain !== text && isVocabulary(plain);
  }
}
