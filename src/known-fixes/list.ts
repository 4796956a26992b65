import { compareFixedIn, holesAt } from './ask.js';
import { fixLabel, fixUrl, productName } from './names.js';
import type { Fix, FixProduct, FixTable, ReleaseLine, ReleaseTable } from './types.js';
import { compareVersions, type VersionKey } from './version-order.js';
import { exposureOf, lineOf, type Placed, placeVersion } from './window.js';

export const FIXES_SCHEMA = 'redis-forensics.fixes/1';

export interface FixQuery {
  product: FixProduct;
  from: string;
  to?: string;
  command?: string;
  function?: string;
}

export interface FixList {
  schema: typeof FIXES_SCHEMA;
  product: FixProduct;
  productName: string;
  from: string;
  to: string;
  /** The release line of `from`; what has ended is a date, compared with nothing. */
  line: Omit<ReleaseLine, 'releases'> & { released?: string };
  command?: string;
  function?: string;
  fixes: ListedFix[];
  holes: string[];
  asOf: string;
}

export interface ListedFix {
  id: string;
  label: string;
  class: string;
  fixedIn?: string;
  sameLine: boolean;
  summary: string;
  conditions?: string;
  workaround?: string;
  commands: string[];
  functions: string[];
  cve: string[];
  url: string;
}

/** Raised for a version that no release has, or two in the wrong order; the message says what to write instead. */
export class QueryError extends Error {}

/** Fixes that `from` lacks and `to` has; without `to` up to the newest release of the line. */
export function listFixes(query: FixQuery, table: FixTable, releases: ReleaseTable): FixList {
  const from = knownVersion(query.product, query.from, releases);
  const line = lineOf(from, releases);
  if (line === undefined) throw new QueryError(`${productName(query.product)} ${query.from} is of no known release line`);
  const to = knownVersion(query.product, query.to ?? line.newest, releases);
  if (compareVersions(from.key, to.key) > 0)
    throw new QueryError(`--from ${query.from} is newer than --to ${to.version}: fixes are listed from the older version on`);
  const fixes = table.fixes.filter((fix) => isMeant(fix, query)).flatMap((fix) => listed(fix, from, to, releases) ?? []);
  fixes.sort((a, b) => compareFixedIn(a.fixedIn, b.fixedIn) || (a.id < b.id ? -1 : 1));
  const { releases: dates, ...rest } = line;
  const released = dates.find(([version]) => version === from.version)?.[1];
  return {
    schema: FIXES_SCHEMA,
    product: query.product,
    productName: productName(query.product),
    from: from.version,
    to: to.version,
    line: { ...rest, ...(released === undefined || released === '' ? {} : { released }) },
    ...(query.command === undefined ? {} : { command: query.command.toUpperCase() }),
    ...(query.function === undefined ? {} : { function: query.function }),
    fixes,
    holes: [...new Set([...holesAt(from, table), ...holesAt(to, table)])],
    asOf: table.asOf,
  };
}

function isMeant(fix: Fix, query: FixQuery): boolean {
  if (fix.product !== query.product && !(query.product === 'valkey' && fix.valkey !== undefined)) return false;
  const { command } = query;
  if (command !== undefined && !fix.commands?.includes(command.toUpperCase())) return false;
  return (
    query.function === undefined || [...(fix.functions ?? []), ...(fix.stack ?? [])].some((name) => isNamed(name, query.function ?? ''))
  );
}

function isNamed(name: string, wanted: string): boolean {
  const [low, asked] = [name.toLowerCase(), wanted.toLowerCase()];
  return asked.endsWith('*') ? low.startsWith(asked.slice(0, -1)) : low === asked;
}

function listed(fix: Fix, from: Placed, to: Placed, releases: ReleaseTable): ListedFix | undefined {
  const before = exposureOf(fix, from, releases);
  if (!before.affected || exposureOf(fix, to, releases).affected) return undefined;
  return {
    id: fix.id,
    label: fixLabel(fix),
    class: fix.class,
    ...(before.fixedIn === undefined ? {} : { fixedIn: before.fixedIn }),
    sameLine: before.sameLine,
    summary: fix.summary,
    ...(fix.conditions === undefined ? {} : { conditions: fix.conditions }),
    ...(fix.workaround === undefined ? {} : { workaround: fix.workaround }),
    commands: fix.commands ?? [],
    functions: fix.functions ?? [],
    cve: fix.cve ?? [],
    url: fixUrl(fix),
  };
}

const RELEASE_STAGE = 2;

/** A release of the table, or a pre-release of one of its lines. */
function knownVersion(product: FixProduct, text: string, releases: ReleaseTable): Placed {
  const lines = releases.products[product] ?? [];
  const all = lines.flatMap((line) => line.releases.map(([version]) => version));
  const placed = placeVersion(product, text, releases);
  if (placed === undefined) throw new QueryError(`'${text}' is no version${all.length > 0 ? `; write it like ${all.at(-1)}` : ''}`);
  const isKnown = all.some((version) => compareVersions(placeVersion(product, version, releases)?.key ?? placed.key, placed.key) === 0);
  const isCandidate = placed.key[3] !== RELEASE_STAGE && lines.some((line) => line.line === placed.line);
  if (isKnown || isCandidate) return placed;
  const near = nearest(product, placed.key, all, releases);
  throw new QueryError(
    `no release ${text} of ${productName(product)} is known${near.length === 0 ? '' : `; the nearest are ${near.join(' and ')}`}`,
  );
}

/** The releases around a version that does not exist. */
function nearest(product: FixProduct, key: VersionKey, all: readonly string[], releases: ReleaseTable): string[] {
  const placed = all.flatMap((version) => placeVersion(product, version, releases) ?? []).sort((a, b) => compareVersions(a.key, b.key));
  const below = placed.findLast((one) => compareVersions(one.key, key) < 0);
  const above = placed.find((one) => compareVersions(one.key, key) > 0);
  return [below, above].flatMap((one) => (one === undefined ? [] : [one.version]));
}
