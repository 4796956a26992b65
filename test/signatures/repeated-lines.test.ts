import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyze } from '../../src/analyze.js';

async function verdictOf(role: string, line: string, times: number) {
  const folder = await mkdtemp(join(tmpdir(), 'repeated-'));
  try {
    const lines = Array.from({ length: times }, (_, index) => `901:${role} 23 Nov 2026 06:${10 + index}:00.000 ${line}`);
    await writeFile(join(folder, 'redis.log'), `901:${role} 23 Nov 2026 06:00:00.000 * Ready to accept connections\n${lines.join('\n')}\n`);
    return (await analyze([folder])).verdict;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const NODE = '1111111111111111111111111111111111111111';

/** Lines of operation that tell of trouble when they come again and again: `[role, line, kind]`. */
const REPEATED: readonly (readonly [string, string, string])[] = [
  ['M', '# Cluster is currently down: I am part of a minority partition.', 'cluster/down'],
  ['S', "# MASTER aborted replication with an error: ERR Can't SYNC while not connected with my master", 'replication/link-timeout'],
  [
    'S',
    "* Master is currently unable to PSYNC but should be in the future: -NOMASTERLINK Can't SYNC while not connected with my master",
    'replication/link-timeout',
  ],
  ['S', '# Master did not respond to command during SYNC handshake', 'replication/link-timeout'],
  ['S', '# Error condition on socket for SYNC: Connection refused', 'replication/link-timeout'],
  ['S', '# Unable to connect to PRIMARY: Invalid argument', 'replication/link-timeout'],
  ['S', '# Timeout connecting to the MASTER...', 'replication/link-timeout'],
  ['S', '# I/O error trying to sync with MASTER: connection lost', 'replication/resync-loop'],
  ['S', '# Failed trying to load the MASTER synchronization DB from disk', 'replication/resync-loop'],
  ['S', '* (Non critical) Master does not understand REPLCONF capa: -NOAUTH Authentication required.', 'replication/auth'],
  ['S', '# Unable to AUTH to MASTER: -WRONGPASS invalid username-password pair or user is disabled.', 'replication/auth'],
  ['S', '# Opening the temp file needed for MASTER <-> REPLICA synchronization: Permission denied', 'persistence/save-failed'],
  ['S', '# Opening the temp file needed for MASTER <-> REPLICA synchronization: No space left on device', 'persistence/disk-full'],
  ['X', '# WARNING: Sentinel was not able to save the new configuration on disk!!!: No space left on device', 'persistence/disk-full'],
  ['S', '# CONFIG REWRITE failed: Permission denied', 'persistence/save-failed'],
  ['M', '# BGSAVE for replication failed: Permission denied', 'persistence/save-failed'],
  ['M', '# SIGTERM received but errors trying to shut down the server, check the logs for more information', 'persistence/save-failed'],
  [
    'M',
    '# Could not remove short write from the append-only file.  Redis may refuse to load the AOF the next time it starts.  ftruncate: Operation not permitted',
    'persistence/save-failed',
  ],
  ['M', '# Short write while writing to the AOF file: (nwritten=2147479552, expected=2537295275)', 'persistence/save-failed'],
  ['M', '# Short write while writing to the AOF file: (nwritten=867, expected=5032)', 'persistence/disk-full'],
  ['M', '# Failed opening .rdb for saving: Permission denied', 'persistence/save-failed'],
  [
    'M',
    '* Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete, this may slow down Redis.',
    'persistence/slow-disk',
  ],
  ['M', `* FAIL message received from ${NODE} about ${NODE.replaceAll('1', '2')}`, 'cluster/node-failure'],
  ['M', '# Manual failover timed out.', 'cluster/node-failure'],
  ['M', '# Error accepting a client connection: Too many open files', 'clients/limit'],
];

describe('a line of trouble that comes again and again', () => {
  it.each(REPEATED)('%s %s', async (role, line, kind) => {
    expect(await verdictOf(role, line, 8)).toMatchObject({ status: 'incident', kind });
  });

  it('a handshake of TLS that fails again and again is not explained, and no health is claimed', async () => {
    const verdict = await verdictOf(
      'M',
      '# Error accepting a client connection: error:14094412:SSL routines:ssl3_read_bytes:sslv3 alert bad certificate',
      8,
    );
    expect(verdict.status).toBe('inconclusive');
  });

  it.each([
    ['S', '* Non blocking connect for SYNC fired the event.', 8],
    [
      'M',
      '# Error accepting a client connection: error:0A00010B:SSL routines::wrong version number (addr=198.51.100.7:51234 laddr=10.0.0.1:6379)',
      1,
    ],
  ])('is harmless: %s %s, %i times', async (role, line, times) => {
    expect((await verdictOf(role, line, times)).status).toBe('healthy');
  });
});
