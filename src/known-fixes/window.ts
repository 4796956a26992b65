import type { Fix, FixProduct, ReleaseLine, ReleaseTable } from './types.js';
import { compareLines, compareVersions, readVersion, type VersionKey } from './version-order.js';

/** A version of a product, on its release line. */
export interface Placed {
  product: FixProduct;
  version: string;
  key: VersionKey;
  line: string;
  /** Newer than every line of the table. */
  beyond: boolean;
}

/** Servers number the candidates of a line after the line before it: 7.1.240 is 7.2-rc1, 5.9.101 is 6.0-rc1. */
const CANDIDATES = [240, 101] as const;
const FIRST_CANDIDATE = 101;
const SERVERS: readonly FixProduct[] = ['redis', 'valkey', 'keydb'];

/** Where a version stands. Pre-releases belong to the line that they became: RediSearch 8.5.90 to 8.6, 7.99.5 to 8.0, Redis 7.1.240 to 7.2. */
export function placeVersion(product: FixProduct, text: string, releases: ReleaseTable): Placed | undefined {
  const key = readVersion(text);
  if (key === undefined) return undefined;
  const lines = (releases.products[product] ?? []).map((one) => one.line);
  const own = `${key[0]}.${key[1]}`;
  const newest = lines.at(-1);
  const candidate = SERVERS.includes(product) && key[2] >= FIRST_CANDIDATE;
  const placed = { product, version: text, key, line: own, beyond: newest !== undefined && compareLines(own, newest) > 0 };
  if (!candidate && key[1] !== 99 && lines.includes(own)) return placed;
  const next = lines.find((line) => compareLines(line, own) > 0 && !line.endsWith('.99'));
  if (next === undefined) return placed;
  return { ...placed, line: next, key: candidate ? candidateKey(next, key[2]) : key };
}

function candidateKey(line: string, patch: number): VersionKey {
  const [major, minor] = line.split('.').map(Number);
  const first = CANDIDATES.find((number) => patch >= number) ?? FIRST_CANDIDATE;
  // 7.9.225 was a milestone: before all candidates
  if (first === FIRST_CANDIDATE && patch >= 200) return [major, minor, 0, 0, patch - 200];
  return [major, minor, 0, 1, patch - first + 1];
}

export interface FixedAt {
  line: string;
  version: string;
  key: VersionKey;
  /** What decides: the pre-release that had it already, else the version. */
  since: VersionKey;
}

const read = new Map<string, FixedAt[]>();

/** `7.0.9 7.2.0<7.2-rc1` */
export function fixedAt(text: string | undefined): FixedAt[] {
  if (text === undefined) return [];
  let list = read.get(text);
  if (list === undefined) {
    list = text.split(' ').flatMap((entry) => {
      const [version, since] = entry.split('<');
      const key = readVersion(version);
      return key === undefined ? [] : [{ line: `${key[0]}.${key[1]}`, version, key, since: (since && readVersion(since)) || key }];
    });
    list.sort((a, b) => compareLines(a.line, b.line));
    read.set(text, list);
  }
  return list;
}

export interface Exposure {
  affected: boolean;
  /** First version with the fix: on the own line, else on the next line that has it. */
  fixedIn?: string;
  sameLine: boolean;
  /** The line went on after the fix and is not named by it: it may never have had the bug, or the backport is not in the index. */
  doubtful: boolean;
  why: string;
}

/** Is this version exposed to what the fix mends? Fixed on its own line from the named version on; fixed on lines newer than all that are named;
 * older lines, and lines between, that are not named have no fix that the index knows of. */
export function exposureOf(fix: Fix, at: Placed, releases: ReleaseTable): Exposure {
  const entries = fixedAt(at.product === fix.product ? fix.fixedIn : at.product === 'valkey' ? fix.valkey : fix.bundledIn);
  const clear = (why: string): Exposure => ({ affected: false, sameLine: false, doubtful: false, why });
  const introduced = fix.introducedIn === undefined ? undefined : placeVersion(fix.product, fix.introducedIn, releases);
  if (introduced !== undefined && at.product === fix.product && compareVersions(at.key, introduced.key) < 0)
    return clear(`${at.version} is older than ${fix.introducedIn}, which introduced it`);
  const own = entries.find((entry) => entry.line === at.line);
  if (own !== undefined) {
    if (compareVersions(at.key, own.since) >= 0) return clear(`fixed in ${own.version}`);
    return { affected: true, fixedIn: own.version, sameLine: true, doubtful: false, why: `${at.version} is older than ${own.version}` };
  }
  const newest = entries.at(-1);
  if (newest === undefined) {
    if (fix.pending === undefined || at.product !== fix.product) return clear('no release of this product is named');
    return { affected: true, sameLine: false, doubtful: false, why: `merged (${fix.pending.join(', ')}), in no release of the index` };
  }
  if (compareLines(at.line, newest.line) > 0) return clear(`fixed in ${newest.version}, before line ${at.line} began`);
  const next = entries.find((entry) => compareLines(entry.line, at.line) > 0);
  const doubtful = outlived(at, entries, releases);
  const reason = doubtful ? `line ${at.line} is not named by the fix` : `line ${at.line} had ended before`;
  return { affected: true, fixedIn: next?.version, sameLine: false, doubtful, why: `no fix on line ${at.line} is known: ${reason}` };
}

/** The line had releases after the fix was first released elsewhere. */
function outlived(at: Placed, entries: readonly FixedAt[], releases: ReleaseTable): boolean {
  const line = lineOf(at, releases);
  const dates = entries.flatMap((entry) => dateOf(at.product, entry.line, entry.version, releases) ?? []);
  if (line === undefined || dates.length === 0) return true;
  const first = dates.reduce((a, b) => (a < b ? a : b));
  return line.newestDate >= first;
}

export function lineOf(at: Pick<Placed, 'product' | 'line'>, releases: ReleaseTable): ReleaseLine | undefined {
  return releases.products[at.product]?.find((one) => one.line === at.line);
}

function dateOf(product: FixProduct, line: string, version: string, releases: ReleaseTable): string | undefined {
  const found = lineOf({ product, line }, releases)?.releases.find(([name]) => name === version)?.[1];
  return found === '' ? undefined : found;
}
