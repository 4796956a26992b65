import { frameName, hasHiddenFrames } from '../diagnosis/frames.js';
import type { Trace } from '../diagnosis/traces.js';
import { isCommonName, isEmptyName } from './stop-list.js';
import type { Fix } from './types.js';

export type Word = 'known' | 'possibly';

export interface FixMatch {
  word: Word;
  by: 'explanation' | 'assertion' | 'frames' | 'vulnerability' | 'function';
  /** Assertion or frames in which the two agree; the signature of an explanation that names the fix. */
  what: string[];
}

/** How many fixes a function may be named by and still say something. */
const SHARED_BY = 3;
/** Frames below the first own ones belong to the caller's caller. */
const NEAR = 8;
const TOP = 3;
const MIN_FRAMES = 2;

/** How often each function is named by the fixes of a product. */
export class NameCounts {
  private readonly counts = new Map<string, number>();

  constructor(fixes: readonly Fix[]) {
    for (const fix of fixes)
      for (const name of namesOf(fix)) {
        const key = `${fix.product}\0${name}`;
        this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
      }
  }

  isTelling(fix: Fix, name: string): boolean {
    return !isCommonName(name) && (this.counts.get(`${fix.product}\0${name}`) ?? 0) <= SHARED_BY;
  }
}

function namesOf(fix: Fix): Set<string> {
  return new Set([...(fix.functions ?? []), ...(fix.stack ?? [])].map(frameName));
}

const STUCK_CLASSES = new Set(['hang', 'deadlock', 'security']);
const ONLY_STUCK = new Set(['hang', 'deadlock']);

/** The own frames of a stack, without those that every stack has. `blind` when frames without a name lie above the first of them. */
export function ownFrames(frames: readonly string[]): { names: string[]; blind: boolean } {
  const names: string[] = [];
  let blind = false;
  for (const text of frames) {
    const name = frameName(text);
    if (isEmptyName(name)) {
      if (names.length === 0 && name === '' && (hasHiddenFrames([text]) || /^(?:redis|valkey|keydb)[\w.-]*\+/.test(text))) blind = true;
    } else if (names.at(-1) !== name) names.push(name);
  }
  return { names, blind };
}

/** What a trace and a fix have in common, the best of it; the version is the caller's to judge. */
export function matchFix(fix: Fix, trace: Trace, counts: NameCounts): FixMatch | undefined {
  if (trace.what === 'stuck' ? !STUCK_CLASSES.has(fix.class) : ONLY_STUCK.has(fix.class) && trace.assertion === undefined) return undefined;
  const own = ownFrames(trace.frames);
  return (
    byAssertion(fix, trace, own.names) ??
    byObservedFrames(fix, own.names, counts) ??
    byVulnerability(fix, trace, own.names) ??
    byFunction(fix, own, counts)
  );
}

/** Redis split cluster.c and renamed redis.c; compilers print paths. */
function sourceName(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1);
  if (base === 'redis.c') return 'server.c';
  return base.replace(/^cluster_legacy\./, 'cluster.');
}

const squeeze = (text: string) => text.replace(/\s+/g, '');
/** `de != NULL` stands in many places of one file. */
const PLAIN_ASSERTION = /^!?\w{1,12}(?:[!=]=(?:NULL|0|1|C_OK))?$/;

function byAssertion(fix: Fix, trace: Trace, names: readonly string[]): FixMatch | undefined {
  const { assertion } = trace;
  if (assertion === undefined || fix.assertions === undefined) return undefined;
  const expr = squeeze(assertion.expr);
  const found = fix.assertions.find((known) => {
    const colon = known.indexOf(':');
    const file = /^[\w./-]+\.[a-z]+$/.test(known.slice(0, colon)) ? known.slice(0, colon) : undefined;
    if (file !== undefined && sourceName(file) !== sourceName(assertion.file)) return false;
    return squeeze(file === undefined ? known : known.slice(colon + 1)) === expr;
  });
  if (found === undefined) return undefined;
  const near = names.slice(0, NEAR).filter((name) => namesOf(fix).has(name));
  if (PLAIN_ASSERTION.test(expr) && near.length === 0 && !fix.commands?.includes(trace.command ?? '')) return undefined;
  return { word: 'known', by: 'assertion', what: [found, ...near.slice(0, 3)] };
}

function byObservedFrames(fix: Fix, names: readonly string[], counts: NameCounts): FixMatch | undefined {
  if (fix.stack === undefined) return undefined;
  const observed = new Set(fix.stack.map(frameName).filter((name) => !isEmptyName(name)));
  const found = names.slice(0, NEAR).filter((name) => observed.has(name));
  const distinct = [...new Set(found)];
  // the deaths must begin alike: two callers in common are the way to many bugs
  if (distinct.length < MIN_FRAMES || !names.slice(0, TOP - 1).includes(distinct[0])) return undefined;
  if (!distinct.some((name) => counts.isTelling(fix, name))) return undefined;
  return { word: 'known', by: 'frames', what: distinct };
}

/** A command alone never names a fix: of what the fix changed something must be on the stack. */
function byVulnerability(fix: Fix, trace: Trace, names: readonly string[]): FixMatch | undefined {
  if (fix.cve === undefined || trace.command === undefined || !fix.commands?.includes(trace.command)) return undefined;
  const changed = new Set((fix.functions ?? []).map(frameName));
  const found = names.slice(0, TOP).filter((name) => changed.has(name) && !isCommonName(name));
  if (found.length === 0) return undefined;
  return { word: 'known', by: 'vulnerability', what: [...new Set([trace.command, ...found])] };
}

function byFunction(fix: Fix, own: { names: readonly string[]; blind: boolean }, counts: NameCounts): FixMatch | undefined {
  const [inner] = own.names;
  if (own.blind || inner === undefined || !counts.isTelling(fix, inner)) return undefined;
  if (![...(fix.functions ?? []), ...(fix.stack ?? [])].some((name) => frameName(name) === inner)) return undefined;
  return { word: 'possibly', by: 'function', what: [inner] };
}
