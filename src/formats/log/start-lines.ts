/** Ids of what a server prints while it starts and before it is up. Until 3.2 the first fixed line, `Server started, Redis version X`
 * (initServer's end in redis.c / server.c), comes behind these: adjustOpenFilesLimit, clusterInit, checkTcpBacklogSettings, redisAsciiArt. */
const BEFORE_START = new Set([
  'backlog',
  'bind-failed',
  'cluster-node-id',
  'config-loaded',
  'databases-reduced',
  '32bit-no-limit',
  'getrlimit-failed',
  'kernel-warning',
  'listen-socket-failed',
  'logo',
  'maxclients-reduced',
  'maxclients-requested',
  'maxmemory-32bit',
  'no-config-file',
  'node-config-loaded',
  'overcommit',
  'pid-file-failed',
  'running-mode',
  'sentinel-id',
  'slow-clocksource',
  'supervised',
  'thp',
  'ulimit-not-enough',
  'ulimit-raised',
  'ulimit-refused',
]);
const CATALOGUE_ID = /^[a-z0-9-]+$/;
/** More lines than that, or older ones, are those of a server at work. */
const MAX_LINES = 12;
const MAX_MS = 60_000;

/** Do the lines of a run that has no banner yet belong to the start whose banner follows `afterMs` later? Only what is printed before a server is
 * up stands there, or what nobody knows; a server that was ready, saved, lost a link or was stopped has lines of another id. */
export function isStartOfBanner(lines: number, ids: Iterable<string>, afterMs: number): boolean {
  if (lines > MAX_LINES || !(afterMs >= 0 && afterMs <= MAX_MS)) return false;
  for (const id of ids) if (CATALOGUE_ID.test(id) && !BEFORE_START.has(id)) return false;
  return true;
}
