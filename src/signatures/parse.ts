import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { namesLike } from '../model/nearest.js';
import type { DocumentedSignature } from '../model/signatures.js';
import { eventOf, listSignatureAsks } from './references.js';
import { signatureSchema } from './schema.js';

/** One fault of a signature file. `line` is 1-based. */
export interface SignatureError {
  line: number;
  message: string;
}

/** `lineOf` gives the 1-based line of a place in the file, or of the nearest place around it that exists. */
export type ParsedSignature = { signature: DocumentedSignature; lineOf: (path: Path) => number } | { errors: SignatureError[] };

export interface ParseOptions {
  /** Ids of the event catalogue; without it `ids:` are not checked. */
  knownEvents?: ReadonlySet<string>;
}

/** A signature is a page of text. Anything larger is refused before it is parsed. */
const MAX_TEXT = 256 * 1024;
const MAX_ERRORS = 20;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

type Path = readonly PropertyKey[];

/** Reads one signature file. `fileName` may be a path; its base name must be `<id>.yaml`. Never throws. */
export function parseSignatureYaml(text: string, fileName: string, options: ParseOptions = {}): ParsedSignature {
  if (text.length > MAX_TEXT) return { errors: [{ line: 1, message: `larger than ${MAX_TEXT} characters` }] };
  try {
    return readSignature(text, fileName, options);
  } catch (error) {
    // Only reached by hostile text, e.g. brackets nested so deeply that the YAML parser runs out of stack.
    return { errors: [{ line: 1, message: `cannot be read: ${error instanceof Error ? error.message : 'unknown fault'}` }] };
  }
}

function readSignature(text: string, fileName: string, options: ParseOptions): ParsedSignature {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, schema: 'core', merge: false, prettyErrors: false });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line));
  const faults = [...document.errors, ...document.warnings].map((fault) => ({ line: lineAt(fault.pos[0]), message: fault.message }));
  if (faults.length > 0) return { errors: sortErrors(faults) };
  const unsafe = findUnsafeNodes(document.contents, lineAt);
  if (unsafe.length > 0) return { errors: sortErrors(unsafe) };
  const result = signatureSchema.safeParse(document.toJS({ maxAliasCount: 0 }));
  const errors: SignatureError[] = [];
  const root = document.contents;
  if (!result.success) {
    for (const issue of result.error.issues) errors.push(...describeIssue(issue, [], root, lineAt));
  } else {
    const faultsOfUse = checkUse(result.data, fileName, options);
    for (const fault of faultsOfUse) errors.push({ line: lineAt(offsetOf(root, fault.path)), message: fault.message });
  }
  if (errors.length > 0) return { errors: sortErrors(errors) };
  return { signature: result.data as DocumentedSignature, lineOf: (path) => lineAt(offsetOf(root, path)) };
}

/** Aliases can blow a small file up to gigabytes, and keys such as `__proto__` have no business here. */
function findUnsafeNodes(root: Node | null, lineAt: (offset: number | undefined) => number): SignatureError[] {
  const errors: SignatureError[] = [];
  if (root === null) return [{ line: 1, message: 'the file is empty' }];
  visit(root, {
    Alias(_key, node) {
      errors.push({ line: lineAt(node.range?.[0]), message: 'aliases (*name) are not allowed' });
    },
    Pair(_key, pair) {
      const key = pair.key;
      const offset = isNode(key) ? key.range?.[0] : undefined;
      if (!isScalar(key) || typeof key.value === 'object') {
        errors.push({ line: lineAt(offset), message: 'a key must be a plain word' });
      } else if (FORBIDDEN_KEYS.has(String(key.value))) {
        errors.push({ line: lineAt(offset), message: `the key "${String(key.value)}" is not allowed` });
      }
    },
  });
  return errors;
}

function checkUse(signature: DocumentedSignature, fileName: string, options: ParseOptions): { path: Path; message: string }[] {
  const faults: { path: Path; message: string }[] = [];
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1).replace(/\.ya?ml$/, '');
  if (signature.id !== base) faults.push({ path: ['id'], message: `id "${signature.id}" differs from the file name "${base}"` });
  if (options.knownEvents !== undefined) {
    for (const { ask, path } of listSignatureAsks(signature)) {
      eventOf(ask)?.ids?.forEach((eventId, index) => {
        if (!options.knownEvents?.has(eventId)) {
          const near = namesLike(eventId, [...(options.knownEvents ?? [])], 3);
          const hint = near.length > 0 ? `: did you mean ${near.join(', ')}?` : '';
          faults.push({ path: [...path, 'event', 'ids', index], message: `unknown event "${eventId}"${hint}` });
        }
      });
    }
  }
  return faults;
}

function describeIssue(
  issue: z.core.$ZodIssue,
  prefix: Path,
  root: Node | null,
  lineAt: (offset: number | undefined) => number,
): SignatureError[] {
  const path = [...prefix, ...issue.path];
  const where = path.length === 0 ? '' : `${path.map(String).join('.')}: `;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ line: lineAt(offsetOf(root, [...path, key], true)), message: `${where}unknown key "${key}"` }));
  }
  if (issue.code === 'invalid_union') {
    const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
    if (closest !== undefined && closest.length > 0) return closest.flatMap((inner) => describeIssue(inner, path, root, lineAt));
  }
  return [{ line: lineAt(offsetOf(root, path)), message: `${where}${issue.message}` }];
}

/** Byte offset of the node at a path, or of the nearest parent that exists (a missing key has no place of its own). */
function offsetOf(root: Node | null, path: Path, keyItself = false): number | undefined {
  let node: unknown = root;
  let offset = root?.range?.[0];
  for (const [depth, step] of path.entries()) {
    let next: unknown;
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) break;
      const key = pair.key as Node;
      offset = key.range?.[0] ?? offset;
      if (keyItself && depth === path.length - 1) return offset;
      next = pair.value;
    } else if (isSeq(node)) {
      next = node.items[Number(step)];
    }
    if (!isNode(next) || isAlias(next)) break;
    // A block value begins on a later line than its key; scalars are better shown where they stand.
    if (isScalar(next) || isSeq(node)) offset = next.range?.[0] ?? offset;
    node = next;
  }
  return offset;
}

function sortErrors(errors: SignatureError[]): SignatureError[] {
  const unique = new Map(errors.map((error) => [`${error.line} ${error.message}`, error]));
  return [...unique.values()].sort((a, b) => a.line - b.line || (a.message < b.message ? -1 : 1)).slice(0, MAX_ERRORS);
}
