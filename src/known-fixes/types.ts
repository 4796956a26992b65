/** Products with a numbering of their own. */
export type FixProduct =
  | 'redis'
  | 'valkey'
  | 'keydb'
  | 'search'
  | 'json'
  | 'timeseries'
  | 'bloom'
  | 'graph'
  | 'falkordb'
  | 'valkey-search'
  | 'valkey-json';

export interface Fix {
  id: string;
  product: FixProduct;
  class: string;
  /** The first version of each release line with the fix, `<` and the pre-release that had it already: `7.0.9 7.2.0<7.2-rc1`. */
  fixedIn?: string;
  /** Merged to these branches, in no release of the index. */
  pending?: string[];
  /** Valkey releases that inherited a fix of Redis. */
  valkey?: string;
  /** Redis releases whose notes name a fix of a module. */
  bundledIn?: string;
  introducedIn?: string;
  commands?: string[];
  /** What the fix changed. The stack of the crash often shows another function. */
  functions?: string[];
  /** Frames that a public report of the bug shows. */
  stack?: string[];
  /** `file:expression`. */
  assertions?: string[];
  conditions?: string;
  summary: string;
  workaround?: string;
  cve?: string[];
  /** Without `https://github.com/` where it begins with that. */
  url: string;
}

/** What the index does not hold, for versions from `from` up to but without `below`. */
export interface Hole {
  product: FixProduct | 'redis-software';
  from: string;
  below: string;
  text: string;
}

export interface FixTable {
  asOf: string;
  fixes: Fix[];
  holes: Hole[];
}

export interface ReleaseLine {
  line: string;
  newest: string;
  newestDate: string;
  /** End of active support, end of life; absent where nobody published one. */
  eoas?: string;
  eol?: string;
  /** Versions with their dates, in order. */
  releases: [version: string, date: string][];
}

export interface Bundle {
  bundle: string;
  /** Server version, then module versions by product. */
  redis?: string;
  modules: Partial<Record<FixProduct, string>>;
}

/** A build of Redis Software. */
export interface SoftwareBuild {
  rs: string;
  redis: string[];
  /** CVEs listed as fixed, by line of the database's Redis: places in the table's `cves`. */
  cve: Record<string, number[]>;
}

export interface ReleaseTable {
  products: Partial<Record<FixProduct, ReleaseLine[]>>;
  bundles: Bundle[];
  cves: string[];
  builds: SoftwareBuild[];
  /** Lines of Redis Software with their end of life. */
  software: { line: string; eol?: string }[];
}
