import { z } from 'zod';

/** The rows of data/fixes, checked when they are compiled (scripts/known-fixes/build.mjs), never at run time. */

const PRODUCTS = ['redis', 'valkey', 'keydb', 'search', 'json', 'timeseries', 'bloom', 'graph', 'falkordb', 'valkey-search'] as const;
const CLASSES = `crash memory security corruption hang module-api cluster assertion replication start panic deadlock sentinel script persistence`;

const line = z.string().regex(/^\d{1,3}\.\d{1,3}$/);
/** Milestones, candidates and plain releases; RediSearch once wrote `8.1.00`. */
const version = z.string().regex(/^\d{1,3}\.\d{1,3}(\.\d{1,3})?(-(m|rc|beta)\d{1,3})?$/i);
const fixedIn = z.strictObject({ line, version, since: version.optional() });
const name = z.string().min(1).max(200);
const url = z.string().regex(/^https:\/\/[\w./#?=-]+$/);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const fixRow = z
  .strictObject({
    id: z.string().regex(/^[\w.-]+$/),
    product: z.enum(PRODUCTS),
    class: z.enum(CLASSES.split(' ')),
    fixedIn: z.array(fixedIn),
    introducedIn: version.nullable(),
    commands: z.array(z.string().regex(/^[A-Z][\w.|_-]*$/)),
    functions: z.array(name).max(20),
    stack: z.array(name).optional(),
    assertions: z.array(name),
    options: z.array(name),
    conditions: z.string(),
    summary: z.string().min(3).max(200),
    workaround: z.string().nullable(),
    cve: z.array(z.string().regex(/^CVE-\d{4}-\d{4,}$/)),
    url,
    confidence: z.enum(['release-note', 'pr', 'commit']),
    pending: z.array(z.string()).optional(),
    valkey: z.array(fixedIn).optional(),
    bundledIn: z.array(fixedIn).optional(),
    signal: z.string().optional(),
    log: z.string().optional(),
    issue: url.optional(),
    commit: z.string().optional(),
    files: z.array(z.string()).optional(),
    tickets: z.array(z.string()).optional(),
  })
  .refine((row) => row.fixedIn.length > 0 || row.pending !== undefined || row.bundledIn !== undefined, {
    message: 'neither fixed in a release nor pending',
  });

/** What a public report of a bug shows of it; the address is where it was seen. */
export const observedRow = z
  .strictObject({
    id: z.string(),
    /** Innermost first. */
    stack: z.array(name).min(1).max(12).optional(),
    assertions: z.array(z.string().regex(/^[\w.-]+:./)).optional(),
    source: url,
  })
  .refine((row) => row.stack !== undefined || row.assertions !== undefined, { message: 'neither frames nor an assertion' });

export const holeRow = z.strictObject({
  product: z.enum([...PRODUCTS, 'redis-software']),
  from: z.string(),
  below: z.string(),
  text: z.string(),
});

export const releaseTable = z.strictObject({
  asOf: z.string(),
  lines: z.array(
    z.strictObject({
      product: z.enum([...PRODUCTS, 'valkey-json', 'redis-software']),
      line,
      newest: z.string(),
      /** Of Redis Software only the month is published: `August 2026`. */
      newestDate: z.string().regex(/^(\d{4}-\d{2}-\d{2}|[A-Z][a-z]+ \d{4})$/),
      eoas: date.nullable(),
      eol: date.nullable(),
    }),
  ),
  releases: z.array(z.object({ product: z.enum([...PRODUCTS, 'valkey-json']), version: z.string(), line, date: date.nullable() })),
  bundles: z.array(z.object({ bundle: z.string() }).catchall(z.string())),
  notReleases: z.record(z.string(), z.array(z.string())),
});

export const softwareRow = z.object({
  rs: z.string(),
  line: z.string(),
  redis: z.array(z.string()),
  cve: z.array(z.string()),
  cveByRedisLine: z.record(z.string(), z.array(z.string())),
});
