import { z } from 'zod';
import { describeUnknownKind, isKind, type Kind } from '../model/kinds.js';
import type { Ask, DocumentedSignature, EventAsk, Evidence, Example } from '../model/signatures.js';
import { checkReferences } from './references.js';
import {
  ACTIVITIES,
  CLIENT_ERRORS,
  CONTAINER_EVENTS,
  FATAL_STARTS,
  MANAGER_EVENTS,
  PROCESS_STATES,
  RESOURCES,
  TOPOLOGIES,
  WITNESSES,
  wordsOf,
} from './vocabulary.js';

/** The shape of a signature file. Strict: a misspelt key is an error, never ignored. The built-in catalogue is checked
 * with it when it is built, a user's folder when it is read; nothing here runs in an analysis with built-in signatures only. */

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const COMPARATOR = /^(>=|<=|>|<|=)?\d{1,6}(\.\d{1,6}){0,2}$/;

/** `>=2.10.4 <2.10.25 || >=8.0.0 <8.2.7`, or `*`. */
export function isVersionRange(text: string): boolean {
  if (text.trim() === '*') return true;
  return text.split('||').every((part) => {
    const comparators = part.trim().split(/\s+/);
    return comparators.length <= 4 && comparators.every((comparator) => COMPARATOR.test(comparator));
  });
}

/** Literal text before the first hole: what the matcher dispatches on. */
export function literalHead(text: string): string {
  const hole = text.indexOf('{');
  return hole < 0 ? text : text.slice(0, hole);
}

const MIN_LITERAL = 4;
const HOLE_FORM = 'a hole is written {name}, {name:d} (digits), {name:x} (hexadecimal), {} (dropped) or {$} (end of the message)';

/** A text either begins with a literal of at least four characters, or with a hole: then it says itself that it takes the
 * slow, unanchored path, and needs a literal somewhere else. */
export function describeTextFault(text: string): string | undefined {
  if (text.split('{').length !== text.split('}').length) return HOLE_FORM;
  if (!/^(?:[^{}]|\{(?:\$|(?:[A-Za-z][A-Za-z0-9]*)?(?::[dx])?)\})*$/.test(text)) return HOLE_FORM;
  const head = literalHead(text);
  if (head.length >= MIN_LITERAL) return undefined;
  if (head.length > 0) return `begins with "${head}" before its first hole: at least ${MIN_LITERAL} literal characters are needed there`;
  const longest = Math.max(...text.split(/\{[^}]*\}/).map((literal) => literal.length));
  return longest >= MIN_LITERAL ? undefined : `has no literal of at least ${MIN_LITERAL} characters`;
}

const id = z.string().max(80).regex(ID, 'must be lower-case words joined by "-"');
const line = z.string().trim().min(1).max(1000);
const range = z.string().max(300).refine(isVersionRange, 'is no version range, e.g. ">=2.10.4 <2.10.25 || >=8.0.0 <8.2.7" or "*"');
const level = z.enum(['debug', 'verbose', 'notice', 'warning']);
const strength = z.enum(['decisive', 'strong', 'moderate', 'weak']);
const url = z.string().regex(/^https:\/\/[^\s<>"]+$/, 'must be a link that begins with https://');
const product = z.strictObject({ product: line.optional(), module: line.optional(), range });
const count = z.number().int().min(1).max(1_000_000);
const seconds = z.number().min(0).max(31_536_000);
const depth = z.number().int().min(1).max(64).optional();
const words = z.array(line).min(1).max(60);

/** A list of words of the vocabulary; the message lists them, because nobody knows them by heart. */
function oneOf<T extends string>(words: Record<T, string>) {
  const known = wordsOf(words);
  return z.array(z.enum(known, { error: (issue) => `unknown word "${String(issue.input)}": one of ${known.join(', ')}` })).min(1);
}

/** A kind of resource, or one of them: `barrier:workers`. */
const resource = line.refine((text) => Object.hasOwn(RESOURCES, text.split(':')[0]), {
  error: (issue) =>
    `unknown resource "${String(issue.input)}": one of ${Object.keys(RESOURCES).join(', ')}, or one by name such as barrier:workers`,
});
const resources = z.array(resource).min(1).max(12);

const patternText = line.superRefine((text, context) => {
  const fault = describeTextFault(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

const event = z
  .strictObject({
    ids: z.array(id).min(1).max(100).optional(),
    texts: z.array(patternText).min(1).max(100).optional(),
    module: z.string().max(64).optional(),
    on: z.enum(['victim', 'peer', 'manager', 'child', 'any', 'server']).optional(),
    where: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)])).optional(),
    min: count.optional(),
    spanSec: seconds.optional(),
    same: z.string().optional(),
    after: id.optional(),
    afterLast: id.optional(),
    before: id.optional(),
    within: z.union([seconds, z.literal('run')]).optional(),
  })
  .refine((ask) => ask.ids !== undefined || ask.texts !== undefined, 'names no event: give ids or texts') satisfies z.ZodType<EventAsk>;

const questions = {
  event,
  waitCycle: z.strictObject({ through: resources, without: resources.optional() }),
  main: z.strictObject({
    activity: oneOf(ACTIVITIES),
    frames: words.optional(),
    samples: z.literal(2).optional(),
    moved: z.literal(true).optional(),
  }),
  frames: z.strictObject({
    names: words,
    thread: z.enum(['main', 'faulting', 'worker', 'any']),
    depth,
    dumps: z.number().int().min(1).max(20).optional(),
  }),
  openChild: z.strictObject({ minSec: seconds }),
  workers: z.strictObject({ wantModuleLock: count.optional(), arrived: count.optional() }),
  procState: z.strictObject({ state: oneOf(PROCESS_STATES), of: z.literal('child').optional() }),
  crash: z.strictObject({
    signal: z.array(z.number().int().min(1).max(64)).optional(),
    origin: z.array(z.enum(['sent', 'fault', 'self', 'unknown'])).optional(),
    what: z.array(z.enum(['signal', 'assertion', 'panic', 'out-of-memory'])).optional(),
    inChild: z.boolean().optional(),
    survived: z.boolean().optional(),
    complete: z.boolean().optional(),
    frames: words.optional(),
    depth,
    memoryTest: z.enum(['passed', 'failed']).optional(),
    file: line.optional(),
    text: line.optional(),
    repeated: count.optional(),
    distinct: count.optional(),
    impossibleSize: z.boolean().optional(),
    hardware: z.boolean().optional(),
    loading: z.boolean().optional(),
    bits: z.number().int().optional(),
    lastWords: z
      .array(z.enum(['assertion', 'panic', 'out-of-memory', 'heap-corruption', 'stack-smashing', 'abort', 'page-size', 'signal']))
      .min(1)
      .optional(),
    asked: z.boolean().optional(),
    section: line.optional(),
    faultingThread: line.optional(),
  }),
  silence: z.strictObject({
    minSec: seconds.optional(),
    heartbeatLost: z.boolean().optional(),
    endedBy: z.array(z.enum(['crash', 'restart', 'resumed', 'end-of-log'])).optional(),
    mainOnly: z.boolean().optional(),
    minSurprise: z.number().min(0).optional(),
  }),
  frozenClock: z.strictObject({ minSec: seconds }),
  runningClock: z.strictObject({ maxSec: seconds }),
  configChange: z.strictObject({
    option: line,
    direction: z.enum(['increase', 'decrease', 'any']).optional(),
    outcome: z.array(z.enum(['applied', 'rejected', 'requested', 'in-progress', 'unknown'])).optional(),
    to: z.string().optional(),
  }),
  executing: z.strictObject({ commands: words }),
  end: z.strictObject({
    how: z.array(z.enum(['clean-shutdown', 'crash', 'killed', 'still-running', 'unknown'])).min(1),
    restarted: z.boolean().optional(),
  }),
  witness: z.strictObject({ what: oneOf(WITNESSES), min: count.optional(), inSilence: z.boolean().optional() }),
  client: z.strictObject({ error: oneOf(CLIENT_ERRORS), contains: line.optional(), min: count.optional() }),
  topology: z.strictObject({ what: oneOf(TOPOLOGIES) }),
  info: z.strictObject({
    field: line,
    op: z.enum(['<', '<=', '>', '>=', '==', '!=', 'contains', 'exists']),
    value: z.union([z.string(), z.number()]).optional(),
    per: line.optional(),
  }),
  kernel: z.strictObject({
    event: z.array(z.enum(['oom-kill', 'segfault', 'hung-task', 'trap', 'hardware'])).min(1),
    ofVictim: z.boolean().optional(),
  }),
  container: z.strictObject({
    event: oneOf(CONTAINER_EVENTS),
    exitCode: z.array(z.number().int()).optional(),
    contains: line.optional(),
    min: count.optional(),
  }),
  manager: z.strictObject({
    event: oneOf(MANAGER_EVENTS),
    component: words.optional(),
    contains: line.optional(),
    min: count.optional(),
  }),
  change: z.strictObject({ state: z.array(z.enum(['succeeded', 'recovered', 'stuck', 'running'])).min(1), machine: line.optional() }),
  fatalStart: z.strictObject({ what: oneOf(FATAL_STARTS).optional(), contains: words.optional() }),
  check: z.strictObject({ tool: z.array(z.enum(['check-aof', 'check-rdb'])).min(1), ok: z.boolean() }),
  sanitizer: z.strictObject({ error: words.optional() }),
  slowlog: z.strictObject({ minMs: z.number().min(0) }),
  latency: z.strictObject({ minMs: z.number().min(0), events: words.optional() }),
  clockStep: z.strictObject({ minSec: seconds, direction: z.enum(['forward', 'backward', 'any']).optional() }),
  neverReady: z.strictObject({ saying: words.optional() }),
  version: product,
  conf: z.strictObject({ directive: line, args: z.array(z.string()).optional() }),
  restarts: z.strictObject({ min: count, within: seconds.optional() }),
};

type AnyAsk = { [K in keyof typeof questions]?: z.infer<(typeof questions)[K]> } & { all?: AnyAsk[]; any?: AnyAsk[] };

const anyAsk: z.ZodType<AnyAsk> = z.lazy(() =>
  z
    .strictObject({
      ...(Object.fromEntries(Object.entries(questions).map(([name, shape]) => [name, shape.optional()])) as {
        [K in keyof typeof questions]: z.ZodOptional<(typeof questions)[K]>;
      }),
      all: z.array(anyAsk).min(1).max(20).optional(),
      any: z.array(anyAsk).min(1).max(20).optional(),
    })
    .refine((value) => Object.keys(value).length === 1, 'asks exactly one question: one key'),
);
const ask = anyAsk as unknown as z.ZodType<Ask>;

/** Names of the questions, for the docs and for tests that every one is used. */
export const QUESTIONS: readonly string[] = [...Object.keys(questions), 'all', 'any'];

const evidence: z.ZodType<Evidence> = z.strictObject({
  id,
  ask,
  strength,
  group: z
    .enum([
      'threads',
      'silence',
      'trigger',
      'witness',
      'report',
      'log',
      'end',
      'kernel',
      'version',
      'counters',
      'probe',
      'clock',
      'command',
    ])
    .optional(),
  claim: line,
  unseen: line.optional(),
  expect: z.enum(['present', 'absent']).optional(),
  printedAt: level.optional(),
  printedBy: product.optional(),
  needs: id.optional(),
  onlyIf: product.optional(),
  absenceAgainst: strength.optional(),
});

const entryName = z
  .string()
  .max(120)
  .regex(/^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)*$/, 'must be a plain file name, such as redis-1.log');
const exampleText = z.string().max(6000);
const example: z.ZodType<Example> = z
  .strictObject({
    from: line,
    entry: entryName.optional(),
    text: exampleText.optional(),
    files: z
      .array(z.strictObject({ entry: entryName, text: exampleText }))
      .max(8)
      .optional(),
    note: line.optional(),
  })
  .refine(
    (value) => value.text !== undefined || value.note !== undefined || value.files !== undefined,
    'shows nothing: give text, files or note',
  );

const remedy = z.strictObject({
  do: line,
  when: z
    .array(z.enum(['going-on', 'down', 'over']))
    .min(1)
    .optional(),
  seen: id.optional(),
  unseen: id.optional(),
  onlyIf: product.optional(),
});

const shape = z.strictObject({
  id,
  kind: z.custom<Kind>((value) => typeof value === 'string' && isKind(value), {
    error: (issue) => describeUnknownKind(String(issue.input)),
  }),
  title: z.string().trim().min(1).max(120),
  severity: z.enum(['critical', 'warning', 'info']),
  prior: z.number().min(-8).max(4).optional(),
  affects: z.strictObject({ product: line.optional(), module: line.optional(), versions: range }).optional(),
  anchors: z.array(id).min(1),
  evidence: z.array(evidence).min(1).max(40),
  refutes: z.array(evidence).max(20).optional(),
  summary: line,
  mechanism: z.string().trim().max(3000).optional(),
  remedy: z
    .array(z.union([line, remedy]))
    .min(1)
    .max(12),
  workaround: z.array(line).max(12).optional(),
  collect: z
    .array(
      z.strictObject({
        ask: line,
        command: line.optional(),
        risk: z.enum(['none', 'low', 'kills']).optional(),
        why: line.optional(),
        onlyIf: product.optional(),
      }),
    )
    .max(12)
    .optional(),
  fixed: z.array(z.strictObject({ version: line, change: line, line: line.optional(), verified: z.boolean().optional() })).optional(),
  judgedFixes: z
    .array(z.strictObject({ fix: line, verdict: z.enum(['works', 'does-not-help', 'harmful', 'partial']), why: line }))
    .optional(),
  references: z.array(url).optional(),
  whenWrong: line.optional(),
  path: z
    .array(z.strictObject({ step: line, seen: ask.optional(), printedAt: level.optional(), printedBy: product.optional(), notSeen: line }))
    .optional(),
  advisory: z.boolean().optional(),
  saidBy: z.array(id).min(1).optional(),
  examples: z.strictObject({ hit: z.array(example).min(1), clear: z.array(example).min(1) }),
});

export const signatureSchema: z.ZodType<DocumentedSignature> = shape.superRefine((signature, context) => {
  for (const fault of checkReferences(signature)) context.addIssue({ code: 'custom', path: fault.path, message: fault.message });
});
