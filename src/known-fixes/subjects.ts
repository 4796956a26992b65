import { softwareBuildOf } from '../facts/redis-software.js';
import type { CrashFact, Facts, ProcessFact } from '../model/facts.js';
import type { KeyValues } from '../model/records.js';
import type { FixProduct, ReleaseTable } from './types.js';
import { type Placed, placeVersion } from './window.js';

/** A product whose version the input tells. */
export interface Subject extends Placed {
  /** Module versions taken from the release that ships them. */
  bundled?: string;
}

export interface Software {
  build: string;
  /** CVEs that the build lists as fixed for this Redis, undefined where the build is not in the table. */
  cve?: ReadonlySet<string>;
}

export interface Subjects {
  list: Subject[];
  /** Redis Software: what is fixed is told by the build, not by the version of its Redis. */
  software?: Software;
  /** Modules without a version, and versions of unreleased branches. */
  unplaced: string[];
  /** Products that are or may be there, of versions that nothing tells. */
  unknown: FixProduct[];
}

/** What MODULE LIST calls them. On Valkey `search` is another product. */
const MODULES: Record<string, FixProduct> = {
  search: 'search',
  searchlight: 'search',
  ft: 'search',
  ReJSON: 'json',
  timeseries: 'timeseries',
  bf: 'bloom',
  graph: 'graph',
};
const VALKEY_MODULES: Record<string, FixProduct> = { search: 'valkey-search', json: 'valkey-json' };
const FALKORDB_BEGINS = 4;

export function subjectsOf(process: ProcessFact, facts: Facts, releases: ReleaseTable): Subjects {
  const sections = sectionsOf(process, facts);
  const read = (key: string) => sections.map((section) => section.values[key]?.value.trim()).find((value) => value);
  const product = serverProduct(process, facts, read);
  // Valkey keeps redis_version at 7.2.4
  const version = product === 'valkey' ? (read('valkey_version') ?? process.version) : (process.version ?? read('redis_version'));
  const subjects: Subjects = { list: [], unplaced: [], unknown: [] };
  const server = version === undefined ? undefined : placeVersion(product, version, releases);
  if (server !== undefined) subjects.list.push(server);
  else {
    subjects.unknown.push(product);
    if (version !== undefined) subjects.unplaced.push(`${product} ${version}`);
  }
  const build = softwareBuildOf(process, facts);
  if (build !== undefined) subjects.software = softwareOf(build, server, releases);
  for (const module of process.modules) {
    const name = moduleProduct(module.name, product, module.version);
    if (name === undefined) continue;
    const own = module.version === undefined ? undefined : placeVersion(name, module.version, releases);
    const bundled = own === undefined ? bundledVersion(name, server, releases) : undefined;
    if (own !== undefined) subjects.list.push(own);
    else if (bundled !== undefined) subjects.list.push(bundled);
    else {
      subjects.unplaced.push(name);
      subjects.unknown.push(name);
    }
  }
  // a report without its list of modules may have any
  if (process.modules.length === 0) subjects.unknown.push(...new Set(Object.values(product === 'valkey' ? VALKEY_MODULES : MODULES)));
  return subjects;
}

function sectionsOf(process: ProcessFact, facts: Facts): KeyValues[] {
  const own = <T extends { process?: string }>(one: T) => one.process === process.id;
  return [...facts.crashes.filter(own).flatMap((crash) => crash.report.info), ...facts.infos.filter(own).flatMap((info) => info.sections)];
}

function serverProduct(process: ProcessFact, facts: Facts, read: (key: string) => string | undefined): 'redis' | 'valkey' | 'keydb' {
  if (process.product === 'valkey' || read('valkey_version') !== undefined) return 'valkey';
  const banner = process.runs.some((run) => run.events.some((event) => /\bKeyDB\b/.test(event.text)));
  const report = facts.crashes.some((crash) => crash.process === process.id && isKeyDb(crash));
  return banner || report || /keydb/.test(read('executable') ?? '') ? 'keydb' : 'redis';
}

function isKeyDb(crash: CrashFact): boolean {
  const { report } = crash;
  return [report.cite, ...Object.values(report.lines)].some((cite) => /\bKEYDB\b|\bKeyDB\b/.test(cite.text)) || hasKeyDbFrame(crash);
}

function hasKeyDbFrame({ report }: CrashFact): boolean {
  return report.dump?.threads.some((thread) => thread.frames.some((frame) => frame.object?.startsWith('keydb-') === true)) === true;
}

function moduleProduct(name: string, server: FixProduct, version: string | undefined): FixProduct | undefined {
  const table = server === 'valkey' ? VALKEY_MODULES : MODULES;
  if (!Object.hasOwn(table, name)) return undefined;
  if (name === 'graph' && Number.parseInt(version ?? '', 10) >= FALKORDB_BEGINS) return 'falkordb';
  return table[name];
}

/** Redis Open Source 8 and Redis Stack ship modules of one version each; where all bundles of this Redis agree, that is it. */
function bundledVersion(product: FixProduct, server: Placed | undefined, releases: ReleaseTable): Subject | undefined {
  if (server?.product !== 'redis') return undefined;
  const fitting = releases.bundles.filter((one) => one.redis === server.version && one.modules[product] !== undefined);
  const versions = new Set(fitting.map((one) => one.modules[product]));
  const [version] = versions;
  if (versions.size !== 1 || version === undefined) return undefined;
  const placed = placeVersion(product, version, releases);
  return placed === undefined ? undefined : { ...placed, bundled: fitting[0].bundle };
}

function softwareOf(build: string, server: Placed | undefined, releases: ReleaseTable): Software {
  const found = releases.builds.find((one) => one.rs === build);
  const listed = server === undefined ? undefined : found?.cve[server.line];
  return { build, ...(listed === undefined ? {} : { cve: new Set(listed.map((place) => releases.cves[place])) }) };
}
