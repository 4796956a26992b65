import { findAddresses, findIdentifiers } from './addresses.js';
import { findBackticked, findCommands } from './commands.js';
import { findConfLine } from './conf-lines.js';
import { findFields } from './fields.js';
import { isKnownObject } from './known-objects.js';
import type { KnownValues } from './known-values.js';
import type { LineState } from './line-state.js';
import { findNames } from './names.js';
import { findPaths } from './paths.js';
import { findPhrases, findQuoted } from './phrases.js';
import { SpanSet } from './spans.js';
import { findCells } from './tables.js';
import { isVocabulary } from './vocabulary.js';
import { findWrappers } from './wrappers.js';

/** Values are looked for in the order of certainty: what the place says, then what the shape says, then what was found elsewhere. `isSafe` knows
 * more words than the detectors do, where every unknown word goes anyway. */
export function findSpans(text: string, state: LineState, known?: KnownValues, isSafe?: (text: string) => boolean): SpanSet {
  const set = new SpanSet(text);
  if (text === '') return set;
  const from = findWrappers(set);
  if (keepFrame(set, from)) findPaths(set, known);
  else {
    keepThreadName(set, from);
    findCells(set, from, state);
    findCommands(set, from, state);
    findBackticked(set);
    findConfLine(set, from);
    findFields(set);
    findPhrases(set);
  }
  findQuoted(set, (inside) => !isSafe?.(inside) && isPrivateText(inside, known), isSafe !== undefined);
  findShapes(set, known);
  for (const hit of known?.find(text) ?? []) set.replace(hit.start, hit.end, hit.cls, hit.value);
  return set;
}

/** Sentences of the catalogue: nothing in them is private but what an input put there. */
export function findInOwnText(text: string, known?: KnownValues): SpanSet {
  const set = new SpanSet(text);
  findNames(set);
  findIdentifiers(set, known);
  findAddresses(set);
  for (const hit of known?.find(text) ?? []) set.replace(hit.start, hit.end, hit.cls, hit.value);
  return set;
}

function findShapes(set: SpanSet, known: KnownValues | undefined): void {
  findPaths(set, known);
  findNames(set);
  findIdentifiers(set, known);
  findAddresses(set);
}

/** Something is left that is neither of a known shape nor a word of Redis. */
export function isPrivateText(text: string, known: KnownValues | undefined): boolean {
  if (isVocabulary(text)) return false;
  const set = new SpanSet(text);
  findFields(set);
  findPhrases(set);
  findShapes(set, known);
  let rest = '';
  let at = 0;
  for (const { start, end } of set.inOrder()) {
    rest += `${text.slice(at, start)} `;
    at = end;
  }
  return !isVocabulary(rest + text.slice(at));
}

/** `OBJECT(symbol+0x1f)[0x55…]` (backtrace_symbols_fd): what stands behind the object. */
const REDIS_FRAME = /\([^()\s]{0,1000}\)\s?\[0x[0-9a-f]+\]\s*$/;
/** `#3  0x00007f… in fn (args) at file.c:7` (gdb), `#1 0x00007f… fn` (eu-stack). */
const DEBUGGER_FRAME = /^\s*#\d{1,5}\s+(?:0x[0-9a-f]{1,16}\s+(?:in\s+)?)?([^\s(]{1,1000})/d;

const FROM_OBJECT = / from (\S+)\s*$/;

/** Functions keep their names: they are the mechanism. Their arguments and the path of their object do not. */
function keepFrame(set: SpanSet, from: number): boolean {
  const line = set.text.slice(from);
  const place = DEBUGGER_FRAME.exec(line)?.indices?.[1];
  if (place) {
    const object = FROM_OBJECT.exec(line.slice(-300))?.[1];
    set.keep(from + place[0], from + place[1], object !== undefined && isKnownObject(object));
    return true;
  }
  const open = line.includes('[0x') ? line.lastIndexOf('(') : -1;
  if (open < 0 || !REDIS_FRAME.test(line.slice(open))) return false;
  set.keep(from + open, set.text.length, isKnownObject(line.slice(0, open)));
  return true;
}

/** `15159 workers-0894 *` (crash report), `Thread 6 (Thread 0x7f… (LWP 15814) "bio_aof"):` (gdb), `TID 7 "bio_aof":` (eu-stack), `Name:\tbio_aof` (/proc). */
const THREAD =
  /^(?:\d{1,10} (\S{1,15})(?: \*)?$|[*\s]{0,4}(?:\d{1,6} +)?Thread .{0,80}\(LWP \d{1,10}\)\)? "([^"]{1,64})"|TID \d{1,10} "([^"]{1,64})"|Name:\t(\S{1,64})$)/d;

function keepThreadName(set: SpanSet, from: number): void {
  const line = set.text.slice(from, from + 256);
  for (const place of THREAD.exec(line)?.indices?.slice(1) ?? []) if (place) set.keep(from + place[0], from + place[1]);
}
