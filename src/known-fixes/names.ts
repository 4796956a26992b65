import type { Fix, FixProduct } from './types.js';

const NAMES: Record<FixProduct, string> = {
  redis: 'Redis',
  valkey: 'Valkey',
  keydb: 'KeyDB',
  search: 'RediSearch',
  json: 'RedisJSON',
  timeseries: 'RedisTimeSeries',
  bloom: 'RedisBloom',
  graph: 'RedisGraph',
  falkordb: 'FalkorDB',
  'valkey-search': 'valkey-search',
  'valkey-json': 'valkey-json',
};

export function productName(product: string): string {
  return Object.hasOwn(NAMES, product) ? NAMES[product as FixProduct] : product;
}

export function fixUrl(fix: Fix): string {
  return fix.url.startsWith('https://') ? fix.url : `https://github.com/${fix.url}`;
}

/** `#14415` of a pull request, the short hash of a commit, a CVE, else the id of the record. */
export function fixLabel(fix: Fix): string {
  const change = /\/(?:pull|issues)\/(\d+)$/.exec(fix.url);
  if (change !== null) return `#${change[1]}`;
  const commit = /\/commit\/([0-9a-f]{7,40})$/.exec(fix.url);
  return commit === null ? (fix.cve?.[0] ?? fix.id) : commit[1].slice(0, 10);
}
