import type { Report } from '../report/schema.js';
import { ArgvReader, classOfOption } from './argv.js';
import type { PrivateClass } from './classes.js';
import { LineState } from './line-state.js';
import { Redactor, type RedactorOptions } from './redactor.js';
import { isNumber, isVocabulary } from './vocabulary.js';

/** What a string of a report is, by the name of its field. Fields that are not listed are text, so what a later version adds is looked at. */
type Part = 'keep' | 'words' | 'text' | 'own' | 'entry' | 'server' | 'command' | { value: PrivateClass } | 'option-value';

/** Closed lists, ids of this report, times, versions, functions and threads: the shape of the incident, and nobody's data. */
const KEPT = new Set(
  `schema status kind signature incident id process processes outcome format wrapping role product version mode end severity type strength state
  bearing group word relation time ref cycles rootBlocker dump decides risk verdict failover endedBy event source endWhyCode stack topFrames
  address zone references level extent affected attestedBy kindOf tool name threads parent next previous modules start replicationOffset`.split(
    /\s+/,
  ),
);
/** Of these, what names only this report's own things, or what everybody has. */
const OUR_OWN = new Set('schema references zone time start'.split(' '));
/** Sentences of signatures. */
const OWN = new Set('title mechanism remedy whenWrong fixed change line deciding affectedWhy'.split(' '));
/** Times and edges of graphs; of a configuration change they are values. */
const ENDS = new Set(['from', 'to']);
const PART_BY_FIELD: Record<string, Part> = {
  entry: 'entry',
  entries: 'entry',
  server: 'server',
  command: 'command',
  nodeId: { value: 'node' },
  clusterId: { value: 'id' },
  database: { value: 'db' },
};

function partOf(field: string, path: readonly string[]): Part {
  // The index's own words; of the input only versions, and functions that the index names.
  if (path.includes('knownFixes')) return field === 'matched' || field === 'version' ? 'words' : 'keep';
  if (path[0] === 'configChanges' && ENDS.has(field)) return 'option-value';
  if (OWN.has(field) || path[0] === 'nextSteps' || (field === 'summary' && path.includes('explanations')) || path.includes('judgedFixes'))
    return KEPT.has(field) ? keptPart(field) : 'own';
  if (ENDS.has(field) || KEPT.has(field)) return keptPart(field);
  return Object.hasOwn(PART_BY_FIELD, field) ? PART_BY_FIELD[field] : 'text';
}

function keptPart(field: string): Part {
  return OUR_OWN.has(field) ? 'keep' : 'words';
}

type Visitor = (value: string, part: Part, owner: Record<string, unknown>) => string;

/** A copy of a JSON value with every string changed. */
function mapStrings(value: unknown, field: string, path: readonly string[], owner: Record<string, unknown>, visit: Visitor): unknown {
  if (typeof value === 'string') return visit(value, partOf(field, path), owner);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, field, path, owner, visit));
  if (value === null || typeof value !== 'object') return value;
  const object = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(object)) copy[key] = mapStrings(item, key, field === '' ? [key] : [...path, key], object, visit);
  return copy;
}

const SENTENCE_CAP = 160;

export class RedactionError extends Error {
  constructor(readonly left: PrivateClass) {
    super(`a value of class ${left} was left after redaction`);
    this.name = 'RedactionError';
  }
}

/** Redacts reports with one set of tokens: a host of one of them is the same host in the other. */
export class ReportRedactor {
  private readonly redactor: Redactor;
  /** Commands as the report writes them, arguments joined by blanks, longest first. */
  private readonly commands = new Map<string, string>();

  constructor(options: RedactorOptions) {
    this.redactor = new Redactor(options);
  }

  get tokenizer() {
    return this.redactor.tokenizer;
  }

  /** Throws a RedactionError when a private value is left. */
  redact<T>(reports: readonly T[]): T[] {
    for (const report of reports) mapStrings(report, '', [], {}, (value, part, owner) => this.collect(value, part, owner));
    this.redactCommands();
    const redacted = reports.map((report) => mapStrings(report, '', [], {}, (value, part, owner) => this.replace(value, part, owner)) as T);
    for (const report of redacted) mapStrings(report, '', [], {}, (value, part) => this.check(value, part));
    return redacted;
  }

  redactName(name: string): string {
    this.redactor.collectName(name);
    return this.redactor.redactName(name);
  }

  redactSentence(text: string): string {
    this.collectText(text);
    return this.redactText(text);
  }

  /** Class of a value that is left in a rendered report. Only values that no word of a view can be taken for are looked for. */
  findLeftIn(rendered: string): PrivateClass | undefined {
    for (const hit of this.tokenizer.known.find(rendered))
      if (hit.value.length >= 6 && /[^A-Za-z]/.test(hit.value) && !isVocabulary(hit.value)) return hit.cls;
    return undefined;
  }

  private collect(value: string, part: Part, owner: Record<string, unknown>): string {
    if (part === 'keep' || part === 'words' || value === '') return value;
    if (part === 'entry') this.redactor.collectName(value);
    else if (part === 'own') this.redactor.collectOwn(value);
    else if (part === 'server') this.redactor.collectName(value.replace(/^file:/, ''));
    else if (part === 'command') {
      this.eachArgument(value, (cls, word) => {
        this.redactor.tokenizer.note(cls, word);
        return undefined;
      });
      this.commands.set(value, '');
    } else if (part === 'option-value') {
      const cls = optionClass(owner, value);
      if (cls) this.redactor.collectValue(cls, value);
      else this.collectText(value);
    } else if (typeof part === 'object') this.redactor.collectValue(part.value, value);
    else this.collectText(value);
    return value;
  }

  private collectText(value: string): void {
    const state = new LineState();
    for (const line of value.split('\n')) this.redactor.collect(line, state);
  }

  private replace(value: string, part: Part, owner: Record<string, unknown>): string {
    if (part === 'keep' || value === '') return value;
    if (part === 'words') return this.redactor.redactWords(value);
    if (part === 'entry') return this.redactor.redactName(value);
    if (part === 'own') return this.redactor.redactOwn(value);
    if (part === 'server')
      return value.replace(/^(file:)?(.*)$/s, (_, kind: string | undefined, name: string) => (kind ?? '') + this.redactor.redactName(name));
    if (part === 'command') return this.redactCommand(value);
    if (part === 'option-value') {
      const cls = optionClass(owner, value);
      return cls ? this.redactor.redactValue(cls, value) : this.redactText(value);
    }
    return typeof part === 'object' ? this.redactor.redactValue(part.value, value) : this.redactText(value);
  }

  private redactText(value: string): string {
    const state = new LineState();
    let text = value;
    for (const [command, redacted] of this.commands) if (text.includes(command)) text = text.replaceAll(command, () => redacted);
    return text
      .split('\n')
      .map((line) => this.redactor.redact(line, state))
      .join('\n');
  }

  private check(value: string, part: Part): string {
    if (part === 'keep') return value;
    if (part === 'words' || part === 'command') {
      const unknown = this.redactor.findLeftInWords(value);
      if (unknown) throw new RedactionError(unknown);
      return value;
    }
    const isName = part === 'entry' || part === 'server';
    if (part === 'own') {
      const left = this.redactor.findLeftInOwn(value);
      if (left) throw new RedactionError(left);
      return value;
    }
    const state = new LineState();
    const left = isName
      ? this.redactor.findLeftInName(value)
      : value.split('\n').reduce<PrivateClass | undefined>((found, line) => found ?? this.redactor.findLeft(line, state), undefined);
    if (left) throw new RedactionError(left);
    return value;
  }

  /** Sentences quote a command whole or cut at 160 characters (story.ts). */
  private redactCommands(): void {
    const texts = [...this.commands.keys()].flatMap((text) => (text.length > SENTENCE_CAP ? [text, text.slice(0, SENTENCE_CAP)] : [text]));
    this.commands.clear();
    for (const text of texts.filter((text) => text.includes(' ')).sort((a, b) => b.length - a.length)) {
      this.commands.set(text, this.redactCommand(text));
    }
  }

  private redactCommand(value: string): string {
    return this.redactor.redactWords(this.eachArgument(value, (cls, word) => this.redactor.tokenizer.token(cls, word)));
  }

  private eachArgument(command: string, replace: (cls: PrivateClass, word: string) => string | undefined): string {
    const reader = new ArgvReader();
    return command
      .split(' ')
      .map((word, index) => {
        const cls = reader.take(index, word);
        return cls ? (replace(cls, word) ?? word) : word;
      })
      .join(' ');
  }
}

function optionClass(owner: Record<string, unknown>, value: string): PrivateClass | undefined {
  const option = typeof owner.option === 'string' ? classOfOption(owner.option) : undefined;
  if (option) return option;
  return isVocabulary(value) || isNumber(value) ? undefined : 'arg';
}

/** The report with tokens for every private value; verdict, kinds, ids, times and the wait-for graph are those of the original. */
export function redactReport(report: Report, options: RedactorOptions = { style: 'readable' }): Report {
  return new ReportRedactor(options).redact([report])[0];
}
