import type { Ask, EventAsk, Evidence, Signature } from '../model/signatures.js';

/** Something that refers to nothing, and where in the file it stands. */
export interface Fault {
  path: (string | number)[];
  message: string;
}

const MAX_DEPTH = 4;
const MAX_QUESTIONS = 400;

/** Every question inside a question, itself first. */
export function listAsks(ask: Ask, path: (string | number)[] = []): { ask: Ask; path: (string | number)[] }[] {
  const found: { ask: Ask; path: (string | number)[] }[] = [{ ask, path }];
  for (const key of ['all', 'any'] as const) {
    const parts = (ask as { all?: Ask[]; any?: Ask[] })[key];
    parts?.forEach((part, index) => {
      found.push(...listAsks(part, [...path, key, index]));
    });
  }
  return found;
}

/** Questions of a whole signature with their place. */
export function listSignatureAsks(signature: Signature): { ask: Ask; path: (string | number)[] }[] {
  const found: { ask: Ask; path: (string | number)[] }[] = [];
  signature.evidence.forEach((item, index) => {
    found.push(...listAsks(item.ask, ['evidence', index, 'ask']));
  });
  signature.refutes?.forEach((item, index) => {
    found.push(...listAsks(item.ask, ['refutes', index, 'ask']));
  });
  signature.path?.forEach((step, index) => {
    if (step.seen) found.push(...listAsks(step.seen, ['path', index, 'seen']));
  });
  return found;
}

export function eventOf(ask: Ask): EventAsk | undefined {
  return 'event' in ask ? ask.event : undefined;
}

/** Names that are used but not defined, defined twice, or that depend on themselves. */
export function checkReferences(signature: Signature): Fault[] {
  const faults: Fault[] = [];
  const known = new Map<string, Evidence>();
  const items = [
    ...signature.evidence.map((item, index) => ({ item, path: ['evidence', index] as (string | number)[] })),
    ...(signature.refutes ?? []).map((item, index) => ({ item, path: ['refutes', index] as (string | number)[] })),
  ];
  for (const { item, path } of items) {
    if (known.has(item.id)) faults.push({ path: [...path, 'id'], message: `item "${item.id}" is defined twice` });
    known.set(item.id, item);
  }
  const evidenceIds = new Set(signature.evidence.map((item) => item.id));
  signature.anchors.forEach((anchor, index) => {
    if (!evidenceIds.has(anchor)) faults.push({ path: ['anchors', index], message: `anchor "${anchor}" is no item of evidence` });
  });
  for (const { item, path } of items) checkItem(item, path, known, faults);
  signature.remedy.forEach((remedy, index) => {
    if (typeof remedy === 'string') return;
    for (const key of ['seen', 'unseen'] as const) {
      const name = remedy[key];
      if (name !== undefined && !known.has(name))
        faults.push({ path: ['remedy', index, key], message: `${key} "${name}", which is no item of this signature` });
    }
  });
  const asks = listSignatureAsks(signature);
  if (asks.length > MAX_QUESTIONS)
    faults.push({ path: ['evidence'], message: `asks ${asks.length} questions, more than ${MAX_QUESTIONS}` });
  for (const { ask, path } of asks) checkAsk(ask, path, known, faults);
  return faults;
}

function checkItem(item: Evidence, path: (string | number)[], known: Map<string, Evidence>, faults: Fault[]): void {
  if (item.needs !== undefined && !known.has(item.needs)) {
    faults.push({ path: [...path, 'needs'], message: `needs "${item.needs}", which is no item of this signature` });
  }
  if (dependsOnItself(item.id, known)) faults.push({ path: [...path, 'id'], message: `item "${item.id}" depends on itself` });
}

function checkAsk(ask: Ask, path: (string | number)[], known: Map<string, Evidence>, faults: Fault[]): void {
  if (path.length > 3 + 2 * MAX_DEPTH) faults.push({ path, message: `all / any are nested deeper than ${MAX_DEPTH}` });
  const event = eventOf(ask);
  for (const key of ['after', 'afterLast', 'before'] as const) {
    const name = event?.[key];
    if (name !== undefined && !known.has(name)) {
      faults.push({ path: [...path, 'event', key], message: `${key} "${name}", which is no item of this signature` });
    }
  }
}

function dependenciesOf(item: Evidence): string[] {
  const names = item.needs === undefined ? [] : [item.needs];
  for (const { ask } of listAsks(item.ask)) {
    const event = eventOf(ask);
    if (event?.after !== undefined) names.push(event.after);
    if (event?.afterLast !== undefined) names.push(event.afterLast);
    if (event?.before !== undefined) names.push(event.before);
  }
  return names;
}

function dependsOnItself(start: string, known: Map<string, Evidence>): boolean {
  const seen = new Set<string>();
  const open = [start];
  while (open.length > 0) {
    const item = known.get(open.pop()!);
    if (!item) continue;
    for (const name of dependenciesOf(item)) {
      if (name === start) return true;
      if (!seen.has(name)) {
        seen.add(name);
        open.push(name);
      }
    }
  }
  return false;
}
