import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { masterAndReplicas, proxy, raw, sleep, smallDisk } from '../lab.mjs';

const KEEP = ['redis-a.log', 'redis-b.log'];

async function stopAll(lab, ...servers) {
  for (const server of servers) await lab.stop(server);
}

/** Writes values of `bytes` for a while, without waiting for answers. */
async function flood(lab, server, seconds, bytes, every = 0.05) {
  lab.note(`${server.name}: writes of ${bytes} bytes for ${seconds} s`);
  const value = 'x'.repeat(bytes);
  await lab.load(server, seconds, { every, command: (i) => ['SET', `big${i % 20}`, value] });
}

/** Without a password the replica reconnects without a pause: thousands of lines a second. */
function auth(masterConf, replicaConf, what, seconds = 0.4) {
  return {
    label: { verdict: ['replication/auth'], mustNot: ['crash/*', 'hang/*'], what },
    run: async (lab) => {
      const master = await lab.start(lab.server('redis-a', { conf: masterConf }));
      const replica = await lab.start(lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${master.port}`, ...replicaConf] }));
      await sleep(seconds);
      await stopAll(lab, replica, master);
      lab.keep('redis-a.log');
      lab.keepCompressed('redis-b.log');
    },
  };
}

export const cases = {
  'repl-auth-wrong-password': auth(
    ['requirepass correct-horse'],
    ['masterauth battery-staple'],
    'masterauth does not match requirepass',
    10,
  ),
  'repl-auth-missing': auth(['requirepass correct-horse'], [], 'the master asks for a password and the replica has none'),
  'repl-auth-acl-noperm': auth(
    ['user repl on >pw +ping +replconf -psync -sync'],
    ['masteruser repl', 'masterauth pw'],
    'the ACL user of the replica may not run PSYNC',
  ),
  'repl-auth-replica-log-only': {
    label: { verdict: ['replication/auth'], mustNot: ['crash/*', 'hang/*'], what: 'wrong masterauth, only the log of the replica' },
    run: async (lab) => {
      const master = await lab.start(lab.server('redis-a', { conf: ['requirepass correct-horse'] }));
      const replica = await lab.start(
        lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${master.port}`, 'masterauth battery-staple'] }),
      );
      await sleep(6);
      await stopAll(lab, replica, master);
      lab.keep('redis-b.log');
    },
  },
  'repl-link-frozen': {
    label: {
      verdict: ['replication/link-timeout'],
      mustNot: ['crash/*', 'deadlock/*'],
      what: 'the network between master and replica swallows everything for 25 s; both servers are well (the master logs its saves)',
    },
    run: async (lab) => {
      const master = await lab.start(lab.server('redis-a', { conf: ['repl-timeout 8', 'repl-ping-replica-period 2', 'save 3 1'] }));
      const link = proxy(lab, lab.basePort + 5, master.port);
      const replica = await lab.start(
        lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${lab.basePort + 5}`, 'repl-timeout 8', 'save 3 1'] }),
      );
      await lab.load(master, 12);
      link.hold();
      await lab.load(master, 25);
      link.release();
      await lab.load(master, 12);
      await stopAll(lab, replica, master);
      lab.keep(...KEEP);
    },
  },
  'repl-link-frozen-replica-log': {
    label: {
      verdict: ['replication/link-timeout', 'inconclusive'],
      mustNot: ['crash/*', 'deadlock/*', 'exit/*'],
      what: 'the same, and only the log of the replica: the master may have been stuck',
    },
    run: async (lab) => {
      const master = await lab.start(lab.server('redis-a', { conf: ['repl-timeout 8', 'repl-ping-replica-period 2'] }));
      const link = proxy(lab, lab.basePort + 5, master.port);
      const replica = await lab.start(
        lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${lab.basePort + 5}`, 'repl-timeout 8'] }),
      );
      await lab.load(master, 8);
      link.hold();
      await sleep(22);
      link.release();
      await sleep(6);
      await stopAll(lab, replica, master);
      lab.keep('redis-b.log');
    },
  },
  'repl-resync-loop': {
    label: {
      verdict: ['replication/resync-loop'],
      mustNot: ['crash/*', 'hang/*'],
      what: 'a tiny backlog and a link that breaks again and again: every reconnect is a full resynchronisation',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1, { conf: ['repl-backlog-size 16kb', 'repl-diskless-sync-delay 0'] });
      for (let i = 0; i < 6; i++) {
        lab.note('the replica stands still for a second, its link is closed, and the writes of that second overrun the backlog');
        lab.signal(replicas[0], 'STOP');
        await lab.cli(master, 'CLIENT', 'KILL', 'TYPE', 'replica');
        await raw(
          master.port,
          Array.from({ length: 400 }, (_, k) => ['SET', `k${k % 50}`, 'y'.repeat(20_000)]),
          1,
        );
        lab.signal(replicas[0], 'CONT');
        await sleep(4);
      }
      await stopAll(lab, replicas[0], master);
      lab.keep(...KEEP);
    },
  },
  'repl-output-buffer-slow-link': {
    label: {
      verdict: ['replication/output-buffer-limit'],
      partial: ['replication/resync-loop', 'replication/link-timeout'],
      mustNot: ['crash/*', 'deadlock/*'],
      what: 'the link to the replica stalls while the master writes: its output buffer limit is reached',
    },
    run: async (lab) => {
      const master = await lab.start(
        lab.server('redis-a', { conf: ['client-output-buffer-limit replica 4mb 2mb 5', 'repl-backlog-size 1mb', 'save ""'] }),
      );
      const link = proxy(lab, lab.basePort + 5, master.port);
      const replica = await lab.start(lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${lab.basePort + 5}`, 'save ""'] }));
      await sleep(8);
      link.hold();
      await flood(lab, master, 10, 500_000);
      link.release();
      await sleep(10);
      await stopAll(lab, replica, master);
      lab.keep(...KEEP);
    },
  },
  'repl-output-buffer-master-log': {
    label: {
      verdict: ['replication/output-buffer-limit'],
      partial: ['replication/resync-loop'],
      mustNot: ['crash/*', 'deadlock/*'],
      what: 'the same twice, and only the log of the master',
    },
    run: async (lab) => {
      const master = await lab.start(
        lab.server('redis-a', { conf: ['client-output-buffer-limit replica 4mb 2mb 5', 'repl-backlog-size 1mb', 'save ""'] }),
      );
      const link = proxy(lab, lab.basePort + 5, master.port);
      const replica = await lab.start(lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${lab.basePort + 5}`, 'save ""'] }));
      await sleep(8);
      for (let i = 0; i < 2; i++) {
        link.hold();
        await flood(lab, master, 8, 500_000);
        link.release();
        await sleep(9);
      }
      await stopAll(lab, replica, master);
      lab.keep('redis-a.log');
    },
  },
  'repl-divergence-wrongtype': {
    label: {
      verdict: ['replication/divergence'],
      mustNot: ['crash/*', 'hang/*'],
      what: 'somebody wrote to the writable replica: commands of the master fail there',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1, { replica: { conf: ['replica-read-only no'] } });
      await lab.say(replicas[0], 'SET', 'queue', 'a string');
      for (let i = 0; i < 5; i++) {
        await lab.say(master, 'LPUSH', 'queue', i);
        await sleep(0.5);
      }
      await stopAll(lab, replicas[0], master);
      lab.keep(...KEEP);
    },
  },
  'repl-replica-disk-full': {
    label: {
      verdict: ['persistence/disk-full'],
      partial: ['persistence/save-failed', 'replication/divergence'],
      mustNot: ['crash/*', 'hang/*'],
      what: 'the disk of the replica is too small for the RDB of its master',
      process: '*redis-b*',
    },
    run: async (lab) => {
      const master = await lab.start(lab.server('redis-a', { conf: ['save ""', 'rdbcompression no'] }));
      await lab.say(master, 'DEBUG', 'POPULATE', '60000', 'key', '100');
      const settled = lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${master.port}`, 'save ""'] });
      smallDisk(lab, settled.data, 2);
      await lab.start(settled);
      await sleep(14);
      await stopAll(lab, settled, master);
      lab.keep(...KEEP);
    },
  },
  'repl-master-gone-replica-log': {
    label: {
      verdict: ['inconclusive', 'replication/link-timeout', 'exit/killed'],
      partial: ['healthy'],
      mustNot: ['crash/*', 'hang/*', 'deadlock/*'],
      what: 'the master is killed and stays away; only the log of its replica: connection lost, then refused',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      await sleep(3);
      lab.signal(master, 'KILL');
      await sleep(12);
      await stopAll(lab, replicas[0]);
      lab.keep('redis-b.log');
    },
  },
  'repl-master-stopped-notice': {
    label: {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['replication/link-timeout', 'hang/slow-command', 'inconclusive'],
      mustNot: ['deadlock/*', 'crash/*'],
      what: 'the master is stopped for 25 s at notice; its replica times out',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1, { conf: ['repl-timeout 8', 'repl-ping-replica-period 2'] });
      await sleep(6);
      const gapFrom = new Date().toISOString();
      lab.signal(master, 'STOP');
      await sleep(25);
      lab.signal(master, 'CONT');
      const gapTo = new Date().toISOString();
      await sleep(8);
      await stopAll(lab, replicas[0], master);
      lab.keep(...KEEP);
      return { gapFrom, gapTo };
    },
  },
  'repl-sleep-master-two-replicas': {
    label: {
      verdict: ['hang/main-thread-stuck', 'hang/process-paused', 'hang/slow-command'],
      partial: ['replication/link-timeout', 'inconclusive'],
      mustNot: ['deadlock/*', 'crash/*'],
      what: 'DEBUG SLEEP 20 on a master at notice, two replicas watch',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 2, { conf: ['repl-timeout 7', 'repl-ping-replica-period 2'] });
      await sleep(6);
      const gapFrom = new Date().toISOString();
      await lab.say(master, 'DEBUG', 'SLEEP', 20);
      const gapTo = new Date().toISOString();
      await sleep(8);
      await stopAll(lab, ...replicas, master);
      lab.keep(...KEEP, 'redis-c.log');
      return { gapFrom, gapTo };
    },
  },
  'repl-rogue-master': {
    label: {
      verdict: ['security/cross-protocol'],
      partial: ['startup/module', 'replication/resync-loop'],
      mustNot: ['crash/*', 'hang/*'],
      what: 'an unprotected server is made a replica of a stranger who sends a library instead of an RDB; MODULE LOAD fails',
      note: 'the payload is text, not code',
    },
    run: async (lab) => {
      const rogue = createServer((socket) => {
        socket.on('error', () => {});
        socket.on('data', (data) => {
          const words = data.toString();
          if (/PING/.test(words)) socket.write('+PONG\r\n');
          else if (/PSYNC/.test(words)) {
            const payload = '\u007fELF this is not code'.repeat(200);
            setTimeout(
              () => socket.writable && socket.write(`+FULLRESYNC ${'Z'.repeat(40)} 1\r\n$${Buffer.byteLength(payload)}\r\n${payload}\r\n`),
              700,
            );
          } else socket.write('+OK\r\n');
        });
      });
      rogue.listen(lab.basePort + 7, '127.0.0.1');
      lab.cleanups.push(() => rogue.close());
      const server = await lab.start(lab.server('redis', { conf: ['save 3600 1'] }));
      await lab.load(server, 1);
      await lab.say(server, 'CONFIG', 'SET', 'dbfilename', 'exp.so');
      await lab.say(server, 'REPLICAOF', '127.0.0.1', lab.basePort + 7);
      await sleep(4);
      await lab.say(server, 'MODULE', 'LOAD', `${server.data}/exp.so`);
      await lab.say(server, 'REPLICAOF', 'NO', 'ONE');
      await lab.say(server, 'CONFIG', 'SET', 'dbfilename', 'dump.rdb');
      await sleep(1);
      await stopAll(lab, server);
      lab.keep('redis.log');
    },
  },
  'repl-transfer-killed': {
    label: {
      verdict: ['crash/child', 'replication/resync-loop', 'inconclusive'],
      partial: ['persistence/save-failed', 'replication/link-timeout', 'crash/sent-signal'],
      mustNot: ['hang/*', 'crash/fault'],
      what: 'the child that sends the RDB to the replica is killed by SIGKILL, twice',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const master = await lab.start(
        lab.server('redis-a', { conf: ['save ""', 'repl-diskless-sync yes', 'repl-diskless-sync-delay 0', 'rdb-key-save-delay 200'] }),
      );
      await lab.say(master, 'DEBUG', 'POPULATE', 50000);
      const replica = await lab.start(lab.server('redis-b', { offset: 1, conf: [`replicaof 127.0.0.1 ${master.port}`] }));
      for (let i = 0; i < 2; i++) {
        for (let k = 0; k < 40; k++) {
          const pid = Number(execFileSync('sh', ['-c', `pgrep -P ${master.pid} || true`], { encoding: 'utf8' }).trim());
          if (pid > 0) {
            await sleep(1);
            lab.signal(master, 'KILL', pid);
            break;
          }
          await sleep(0.25);
        }
        await sleep(3);
      }
      await lab.say(master, 'CONFIG', 'SET', 'rdb-key-save-delay', 0);
      await sleep(10);
      await stopAll(lab, replica, master);
      lab.keep(...KEEP);
    },
  },
  'repl-healthy-restart-of-replica': {
    label: {
      verdict: ['healthy'],
      mustNot: ['hang/*', 'crash/*', 'exit/*', 'replication/*'],
      what: 'a replica is restarted cleanly and synchronises partially',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      await lab.load(master, 3);
      await lab.stop(replicas[0]);
      await sleep(3);
      await lab.start(replicas[0]);
      await lab.load(master, 5);
      await stopAll(lab, replicas[0], master);
      lab.keep(...KEEP);
    },
  },
  'repl-planned-failover-command': {
    label: {
      verdict: ['healthy'],
      mustNot: ['hang/*', 'crash/*', 'exit/*', 'replication/*', 'sentinel/*'],
      what: 'FAILOVER: master and replica change places by order',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      await lab.load(master, 3);
      await lab.say(master, 'FAILOVER', 'TO', '127.0.0.1', replicas[0].port);
      await sleep(4);
      await lab.load(replicas[0], 3);
      await stopAll(lab, master, replicas[0]);
      lab.keep(...KEEP);
    },
  },
  'repl-master-crash-replica-takes-over': {
    label: {
      verdict: ['crash/fault'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/sent-signal'],
      what: 'the master faults; the operator makes the replica the master',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      await lab.load(master, 2);
      await lab.say(master, 'DEBUG', 'SEGFAULT');
      await sleep(3);
      await lab.say(replicas[0], 'REPLICAOF', 'NO', 'ONE');
      await sleep(2);
      await stopAll(lab, replicas[0]);
      lab.keep(...KEEP);
    },
  },
};
