// Checks data/fixes and writes src/known-fixes/known-fixes.json and releases.json (built, not committed): what a report needs of it and no more.
//   node scripts/known-fixes/build.mjs
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSources, root } from '../catalogue/sources.mjs';
import { escapeOthers, writeWhenChanged } from '../generated.mjs';

const data = join(root, 'data', 'fixes');
const target = join(root, 'src', 'known-fixes');
/** Larger, and the first report of a crash would be felt to wait for it. */
const MAX_BYTES = 400_000;

const [schema, order] = await loadSources('known-fixes', 'known-fixes/schema', 'known-fixes/version-order');
const errors = [];

/** Rows that the schema accepts; what it refuses is named with file and line. */
function readRows(name, row) {
  const lines = readFileSync(join(data, name), 'utf8').split('\n');
  return lines.flatMap((text, index) => {
    if (text.trim() === '') return [];
    const checked = row.safeParse(JSON.parse(text));
    if (checked.success) return [checked.data];
    const [issue] = checked.error.issues;
    errors.push(`data/fixes/${name}:${index + 1}: ${issue.path.join('.')}: ${issue.message}`);
    return [];
  });
}

function readTable(name, table) {
  const checked = table.safeParse(JSON.parse(readFileSync(join(data, name), 'utf8')));
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues.slice(0, 20)) errors.push(`data/fixes/${name}: ${issue.path.join('.')}: ${issue.message}`);
  return undefined;
}

const known = (list) => (list === undefined || list.length === 0 ? undefined : list);
const text = (value) => (value === null || value === '' ? undefined : value);
const union = (a = [], b = []) => known([...new Set([...a, ...b])]);

/** `7.0.9 7.2.0<7.2-rc1`: the line is in the version. */
const short = (list) =>
  text((list ?? []).map(({ version, since }) => (since === undefined ? version : `${version}<${since}`)).join(' ')) ?? undefined;

/** A fix belongs to its line, and lines are in order. */
function checkFix(fix) {
  const lines = new Set();
  for (const { line, version, since } of [...fix.fixedIn, ...(fix.valkey ?? [])]) {
    const at = order.readVersion(version);
    if (at === undefined) errors.push(`${fix.id}: ${version} is no version`);
    else if (`${at[0]}.${at[1]}` !== line) errors.push(`${fix.id}: ${version} is not of line ${line}`);
    if (since !== undefined && !(order.compareVersions(order.readVersion(since), at) < 0))
      errors.push(`${fix.id}: ${since} is not before ${version}`);
  }
  for (const { line } of fix.fixedIn) {
    if (lines.has(line)) errors.push(`${fix.id}: two entries for line ${line}`);
    lines.add(line);
  }
  const introduced = fix.introducedIn === null ? undefined : order.readVersion(fix.introducedIn);
  const first = fix.fixedIn.map(({ version }) => order.readVersion(version));
  if (introduced !== undefined && first.length > 0 && first.every((at) => order.compareVersions(introduced, at) >= 0))
    errors.push(`${fix.id}: introduced in ${fix.introducedIn}, after the fix`);
}

function compileFixes() {
  const rows = readRows('fixes.jsonl', schema.fixRow);
  const observed = new Map();
  for (const row of readRows('observed.jsonl', schema.observedRow)) observed.set(row.id, [...(observed.get(row.id) ?? []), row]);
  const ids = new Set(rows.map((row) => row.id));
  for (const id of observed.keys()) if (!ids.has(id)) errors.push(`data/fixes/observed.jsonl: no fix ${id}`);
  const seen = new Set();
  for (const row of rows) {
    if (seen.has(row.id)) errors.push(`data/fixes/fixes.jsonl: the id ${row.id} is used twice`);
    seen.add(row.id);
    checkFix(row);
  }
  return rows.map((row) => {
    const more = observed.get(row.id) ?? [];
    return {
      id: row.id,
      product: row.product,
      class: row.class,
      fixedIn: short(row.fixedIn),
      pending: known(row.pending),
      valkey: short(row.valkey),
      bundledIn: short(row.bundledIn),
      introducedIn: text(row.introducedIn),
      commands: known(row.commands),
      functions: known(row.functions),
      stack: union(
        row.stack,
        more.flatMap((one) => one.stack ?? []),
      ),
      assertions: union(
        row.assertions,
        more.flatMap((one) => one.assertions ?? []),
      ),
      conditions: text(row.conditions),
      summary: row.summary,
      workaround: text(row.workaround),
      cve: known(row.cve),
      url: row.url.replace('https://github.com/', ''),
    };
  });
}

const MODULES = ['search', 'json', 'timeseries', 'bloom', 'graph'];

function compileReleases(table, software) {
  const products = {};
  // Pre-releases with numbers of their own (7.99.5, 8.5.90) go to the line that they became.
  const named = new Set(table.lines.filter((one) => !one.line.endsWith('.99')).map((one) => `${one.product} ${one.line}`));
  const lineFor = ({ product, line }) =>
    named.has(`${product} ${line}`)
      ? line
      : table.lines
          .filter((one) => one.product === product && order.compareLines(one.line, line) > 0 && !one.line.endsWith('.99'))
          .map((one) => one.line)
          .sort(order.compareLines)[0];
  const lines = table.lines.filter((one) => one.product !== 'redis-software' && !one.line.endsWith('.99'));
  for (const { product, line, newest, newestDate, eoas, eol } of lines) {
    const releases = table.releases
      .filter((one) => one.product === product && lineFor(one) === line)
      .map((one) => [one.version, one.date ?? ''])
      .sort(([a], [b]) => order.compareVersions(order.readVersion(a) ?? [0], order.readVersion(b) ?? [0]));
    products[product] ??= [];
    products[product].push({ line, newest, newestDate, eoas: eoas ?? undefined, eol: eol ?? undefined, releases });
  }
  for (const lines of Object.values(products)) lines.sort((a, b) => order.compareLines(a.line, b.line));
  const bundles = table.bundles
    .filter((one) => !one.bundle.startsWith('Valkey'))
    .map((one) => {
      const redis = one.redis ?? /^Redis Open Source (\S+)$/.exec(one.bundle)?.[1];
      return { bundle: one.bundle, redis, modules: Object.fromEntries(MODULES.flatMap((name) => (one[name] ? [[name, one[name]]] : []))) };
    });
  const cves = [...new Set(software.flatMap((one) => Object.values(one.cveByRedisLine).flat()))].sort();
  const numbered = (byLine) => Object.fromEntries(Object.entries(byLine).map(([line, ids]) => [line, ids.map((id) => cves.indexOf(id))]));
  const builds = software.map((one) => ({ rs: one.rs, redis: one.redis, cve: numbered(one.cveByRedisLine) }));
  const ends = table.lines.filter((one) => one.product === 'redis-software').map((one) => ({ line: one.line, eol: one.eol ?? undefined }));
  return { products, bundles, cves, builds, software: ends };
}

const fixes = compileFixes();
const holes = readTable('holes.json', schema.holeRow.array());
const releases = readTable('releases.json', schema.releaseTable);
const software = readTable('rs-versions.json', schema.softwareRow.array());
if (errors.length > 0) {
  console.error(errors.slice(0, 50).join('\n'));
  process.exitCode = 1;
} else {
  const table = JSON.stringify({ asOf: releases.asOf, fixes, holes });
  if (table.length > MAX_BYTES) throw new Error(`known-fixes.json would have ${table.length} bytes, more than ${MAX_BYTES}`);
  writeWhenChanged(join(target, 'known-fixes.json'), escapeOthers(table));
  writeWhenChanged(join(target, 'releases.json'), escapeOthers(JSON.stringify(compileReleases(releases, software))));
  console.log(`${fixes.length} known fixes, ${Math.round(table.length / 1000)} KB`);
}
