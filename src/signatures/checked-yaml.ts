import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { z } from 'zod';

/** YAML files that people write: strict, without aliases, with the line of every fault. */

/** One fault of a file. `line` is 1-based. */
export interface YamlError {
  line: number;
  message: string;
}

export type Path = readonly PropertyKey[];

/** `lineOf` gives the 1-based line of a place in the file, or of the nearest place around it that exists. */
export type CheckedYaml<T> = { value: T; lineOf: (path: Path) => number } | { errors: YamlError[] };

/** Such a file is a page of text. Anything larger is refused before it is parsed. */
const MAX_TEXT = 256 * 1024;
const MAX_ERRORS = 20;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

type LineAt = (offset: number | undefined) => number;

/** Never throws. */
export function checkYaml<T>(text: string, schema: z.ZodType<T>): CheckedYaml<T> {
  if (text.length > MAX_TEXT) return { errors: [{ line: 1, message: `larger than ${MAX_TEXT} characters` }] };
  try {
    return readChecked(text, schema);
  } catch (error) {
    // Only reached by hostile text, e.g. brackets nested so deeply that the YAML parser runs out of stack.
    return { errors: [{ line: 1, message: `cannot be read: ${error instanceof Error ? error.message : 'unknown fault'}` }] };
  }
}

function readChecked<T>(text: string, schema: z.ZodType<T>): CheckedYaml<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, schema: 'core', merge: false, prettyErrors: false });
  const lineAt: LineAt = (offset) => (offset === undefined ? 1 : Math.max(1, lines.linePos(offset).line));
  const faults = [...document.errors, ...document.warnings].map((fault) => ({ line: lineAt(fault.pos[0]), message: fault.message }));
  if (faults.length > 0) return { errors: sortErrors(faults) };
  const root = document.contents;
  const unsafe = findUnsafeNodes(root, lineAt);
  if (unsafe.length > 0) return { errors: sortErrors(unsafe) };
  const result = schema.safeParse(document.toJS({ maxAliasCount: 0 }));
  if (!result.success) return { errors: sortErrors(result.error.issues.flatMap((issue) => describeIssue(issue, [], root, lineAt))) };
  return { value: result.data, lineOf: (path) => lineAt(offsetOf(root, path)) };
}

/** Aliases can blow a small file up to gigabytes, and keys such as `__proto__` have no business here. */
function findUnsafeNodes(root: Node | null, lineAt: LineAt): YamlError[] {
  const errors: YamlError[] = [];
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

function describeIssue(issue: z.core.$ZodIssue, prefix: Path, root: Node | null, lineAt: LineAt): YamlError[] {
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

export function sortErrors(errors: YamlError[]): YamlError[] {
  const unique = new Map(errors.map((error) => [`${error.line} ${error.message}`, error]));
  return [...unique.values()].sort((a, b) => a.line - b.line || (a.message < b.message ? -1 : 1)).slice(0, MAX_ERRORS);
}
