import type { Trace } from '../diagnosis/traces.js';
import { type FixMatch, matchFix, type NameCounts } from './match.js';
import { fixLabel, fixUrl } from './names.js';
import type { Software, Subject, Subjects } from './subjects.js';
import type { Fix, FixProduct, FixTable, ReleaseTable } from './types.js';
import { compareVersions, readVersion } from './version-order.js';
import { type Exposure, exposureOf, fixedAt, lineOf, type Placed } from './window.js';

export interface KnownFix extends FixMatch {
  fix: Fix;
  version: string;
  fixedIn?: string;
  sameLine: boolean;
  /** Why this version is exposed, and what lowers the word. */
  why: string;
}

export interface Related {
  command: string;
  product: FixProduct;
  from: string;
  to?: string;
  total: number;
  fixes: { fix: Fix; fixedIn?: string }[];
}

export interface Answer {
  matches: KnownFix[];
  related?: Related;
  holes: string[];
}

/** What the leading explanation says of fixes: those it names as its own, and those it judged not to help. */
export interface Opinion {
  signature: string;
  /** Addresses of changes. */
  fixes: ReadonlySet<string>;
  /** Numbers of changes, `#7410`. */
  useless: ReadonlySet<string>;
}

const KEPT_MATCHES = 6;
const KEPT_RELATED = 5;

/** The tables, and how often each function is named. */
export interface FixIndex {
  table: FixTable;
  releases: ReleaseTable;
  counts: NameCounts;
}

/** Fixes that the traces of an incident have something in common with, in the versions that the input tells. */
export function askFixes(traces: readonly Trace[], subjects: Subjects, index: FixIndex, opinion?: Opinion): Answer {
  const { table, releases, counts } = index;
  const matches: KnownFix[] = [];
  for (const fix of table.fixes) {
    const subject = subjectFor(fix, subjects);
    if (subject === undefined) {
      matches.push(...withoutVersion(fix, traces, subjects, counts));
      continue;
    }
    const exposure = exposureOf(fix, subject, releases);
    if (!exposure.affected || isBackported(fix, subject, subjects.software)) continue;
    if (opinion?.useless.has(fixLabel(fix))) continue;
    const best = bestOf([...namedBy(opinion, fix), ...traces.flatMap((trace) => matchFix(fix, trace, counts) ?? [])]);
    // a changed function on a line that the fix does not name is two doubts in one
    if (best === undefined || (best.by === 'function' && !exposure.sameLine && exposure.fixedIn !== undefined)) continue;
    matches.push({ ...worded(best, exposure, subject, subjects.software), fix, version: subject.version, ...place(exposure) });
  }
  matches.sort(
    (a, b) => Number(b.word === 'known') - Number(a.word === 'known') || b.what.length - a.what.length || (a.fix.id < b.fix.id ? -1 : 1),
  );
  const kept = withoutWeaker(matches).slice(0, KEPT_MATCHES);
  const related = relatedTo(traces, subjects, table, releases, new Set(kept.map((one) => one.fix.id)));
  return { matches: kept, ...(related === undefined ? {} : { related }), holes: holesOf(subjects, table) };
}

/** Only what a public report of the bug shows counts where no version can confirm it. */
function withoutVersion(fix: Fix, traces: readonly Trace[], subjects: Subjects, counts: NameCounts): KnownFix[] {
  if (!subjects.unknown.includes(fix.product) || subjects.list.some((one) => one.product === fix.product)) return [];
  const best = bestOf(traces.flatMap((trace) => matchFix(fix, trace, counts) ?? []));
  if (best === undefined || (best.by !== 'assertion' && best.by !== 'frames')) return [];
  const fixedIn = fixedAt(fix.fixedIn).map((one) => one.version);
  const place = fixedIn.length === 0 ? {} : { fixedIn: fixedIn.join(', ') };
  return [
    {
      ...best,
      word: 'possibly',
      fix,
      version: 'unknown',
      ...place,
      sameLine: false,
      why: 'the version is not in the input, or is of no release',
    },
  ];
}

function namedBy(opinion: Opinion | undefined, fix: Fix): FixMatch[] {
  return opinion?.fixes.has(fixUrl(fix)) ? [{ word: 'known', by: 'explanation', what: [opinion.signature] }] : [];
}

const place = ({ fixedIn, sameLine }: Exposure) => ({ ...(fixedIn === undefined ? {} : { fixedIn }), sameLine });

/** A module's fix is asked with the module's version; with the server's only where the release notes of the server name it. */
function subjectFor(fix: Fix, { list }: Subjects): Subject | undefined {
  const own = list.find((one) => one.product === fix.product);
  if (own !== undefined && (fix.fixedIn !== undefined || fix.pending !== undefined)) return own;
  if (fix.product === 'redis') return fix.valkey === undefined ? undefined : list.find((one) => one.product === 'valkey');
  if (fix.bundledIn === undefined) return undefined;
  const server = list.find((one) => one.product === 'redis');
  // before Redis 8 modules were no part of it
  return server !== undefined && server.key[0] >= 8 ? server : undefined;
}

/** Redis Software lists the CVEs that a build has mended; the version of its Redis says nothing of them. */
function isBackported(fix: Fix, subject: Subject, software: Software | undefined): boolean {
  if (software === undefined || subject.product !== 'redis' || fix.cve === undefined) return false;
  return software.cve === undefined || fix.cve.some((id) => software.cve?.has(id));
}

function worded(match: FixMatch, exposure: Exposure, subject: Subject, software: Software | undefined): FixMatch & { why: string } {
  if (software !== undefined && subject.product === 'redis')
    return {
      ...match,
      word: 'possibly',
      why: `${exposure.why}; Redis Software ${software.build} may carry the fix under the same Redis version`,
    };
  if (exposure.doubtful) return { ...match, word: 'possibly', why: exposure.why };
  const from = subject.bundled === undefined ? '' : ` (the version in ${subject.bundled})`;
  return { ...match, why: `${exposure.why}${from}` };
}

const ORDER: readonly FixMatch['by'][] = ['assertion', 'frames', 'explanation', 'vulnerability', 'function'];

function bestOf(found: FixMatch[]): FixMatch | undefined {
  return found.sort((a, b) => ORDER.indexOf(a.by) - ORDER.indexOf(b.by) || b.what.length - a.what.length)[0];
}

/** Where something is known, what only shares a function with it is noise. */
function withoutWeaker(matches: KnownFix[]): KnownFix[] {
  return matches.some((one) => one.word === 'known') ? matches.filter((one) => one.word === 'known') : matches;
}

/** Fixes after this version that touch the command that was executing: reading, never an answer. */
function relatedTo(
  traces: readonly Trace[],
  subjects: Subjects,
  table: FixTable,
  releases: ReleaseTable,
  told: ReadonlySet<string>,
): Related | undefined {
  const command = traces.map((trace) => trace.command).find((name) => name !== undefined);
  if (command === undefined) return undefined;
  for (const subject of subjects.list) {
    const found = table.fixes
      .filter((fix) => fix.commands?.includes(command) && !told.has(fix.id) && subjectFor(fix, subjects) === subject)
      .flatMap((fix) => {
        const exposure = exposureOf(fix, subject, releases);
        return exposure.affected && !isBackported(fix, subject, subjects.software) ? [{ fix, ...place(exposure) }] : [];
      });
    const onLine = found.filter((one) => one.sameLine);
    const shown = onLine.length > 0 ? onLine : found;
    if (shown.length === 0) continue;
    shown.sort((a, b) => compareFixedIn(a.fixedIn, b.fixedIn) || (a.fix.id < b.fix.id ? -1 : 1));
    const to = onLine.length > 0 ? lineOf(subject, releases)?.newest : shown.at(-1)?.fixedIn;
    const fixes =
      shown.length > KEPT_RELATED ? [] : shown.map(({ fix, fixedIn }) => ({ fix, ...(fixedIn === undefined ? {} : { fixedIn }) }));
    return { command, product: subject.product, from: subject.version, ...(to === undefined ? {} : { to }), total: shown.length, fixes };
  }
  return undefined;
}

export function compareFixedIn(a: string | undefined, b: string | undefined): number {
  const [left, right] = [a, b].map((text) => (text === undefined ? undefined : readVersion(text)));
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return compareVersions(left, right);
}

/** What the index does not hold for these versions. */
export function holesOf(subjects: Pick<Subjects, 'list' | 'software' | 'unplaced'>, table: FixTable): string[] {
  const found = subjects.list.flatMap((subject) => holesAt(subject, table));
  const software =
    subjects.software === undefined ? [] : table.holes.filter((hole) => hole.product === 'redis-software').map((hole) => hole.text);
  const unplaced = subjects.unplaced.map(
    (name) => `${name}: the version is not in the input or no release, so its fixes were not compared`,
  );
  return [...software, ...found, ...unplaced];
}

export function holesAt(at: Placed, table: FixTable): string[] {
  if (at.beyond) return [`${at.product} ${at.version} is newer than the index`];
  const bound = (text: string) => readVersion(`${text}.0`.split('.').slice(0, 3).join('.'));
  const within = (from: string, below: string) => {
    const [low, high] = [bound(from), bound(below)];
    // a bound like 100 means: no end
    return (low === undefined || compareVersions(at.key, low) >= 0) && (high === undefined || compareVersions(at.key, high) < 0);
  };
  return table.holes.filter((hole) => hole.product === at.product && within(hole.from, hole.below)).map((hole) => hole.text);
}
