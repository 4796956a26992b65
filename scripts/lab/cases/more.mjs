import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { cluster, masterAndReplicas, raw, resp, sentinels, sleep, smallDisk, text } from '../lab.mjs';

const CALM = ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'];
const NO_HANG = ['deadlock/*', 'crash/*'];

const gone = (server, seconds = 10) => Promise.race([server.child.exited, sleep(seconds)]);

async function stopAll(lab, servers) {
  for (const server of servers) lab.signal(server, 'TERM');
  await Promise.race([Promise.all(servers.map((server) => server.child.exited)), sleep(20)]);
}

function fire(lab, server, ...words) {
  lab.note(`${server.name}: ${words.join(' ').slice(0, 120)} (not waited for)`);
  const socket = connect(server.port, '127.0.0.1', () => socket.write(resp(words)));
  socket.on('error', () => {});
  lab.cleanups.push(() => socket.destroy());
}

async function during(act) {
  const gapFrom = new Date().toISOString();
  await act();
  return { gapFrom, gapTo: new Date().toISOString() };
}

const logsOf = (nodes) => nodes.map((node) => `${node.name}.log`);

/** A cluster of six, something that happens, and all logs. */
function inCluster(label, act, options = {}) {
  return {
    label,
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1, options);
      const more = await act(lab, nodes);
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
      return more;
    },
  };
}

function refuses(kind, what, prepare, label = {}) {
  return {
    label: { verdict: [kind], what, ...label },
    run: async (lab) => {
      const { conf = [], wrapper = [] } = (await prepare(lab)) ?? {};
      const server = lab.server('redis', { conf });
      await lab.start(server, { wait: false, wrapper, tracked: false });
      await gone(server, 6);
      lab.keep('redis.log', 'redis.out');
    },
  };
}

async function preparedRdb(lab, change) {
  const maker = await lab.start(lab.server('maker', { offset: 9, log: null }));
  await lab.cli(maker, 'DEBUG', 'POPULATE', 3000);
  await lab.cli(maker, 'SAVE');
  await lab.stop(maker);
  mkdirSync(lab.path('redis.d'), { recursive: true });
  writeFileSync(lab.path('redis.d/dump.rdb'), change(readFileSync(join(maker.data, 'dump.rdb'))));
}

async function preparedAof(lab, change) {
  const maker = await lab.start(lab.server('maker', { offset: 9, log: null, conf: ['appendonly yes'] }));
  await raw(
    maker.port,
    Array.from({ length: 300 }, (_, i) => ['SET', `k${i}`, `v${i}`]),
    0.5,
  );
  await lab.cli(maker, 'BGREWRITEAOF');
  await sleep(1.5);
  await raw(
    maker.port,
    Array.from({ length: 100 }, (_, i) => ['SET', `m${i}`, `v${i}`]),
    0.5,
  );
  await lab.stop(maker);
  mkdirSync(lab.path('redis.d'), { recursive: true });
  execFileSync('cp', ['-r', join(maker.data, 'appendonlydir'), lab.path('redis.d')]);
  const folder = lab.path('redis.d/appendonlydir');
  change(folder, readdirSync(folder));
}

export const cases = {
  'cluster-crash-all-logs': inCluster(
    {
      verdict: ['crash/fault'],
      partial: ['cluster/node-failure'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/sent-signal'],
      what: 'a master faults and is failed over; all logs',
      process: '*node-1*',
    },
    async (lab, nodes) => {
      await lab.say(nodes[0], 'DEBUG', 'SEGFAULT');
      await sleep(14);
    },
  ),
  'cluster-sleep-all-logs': inCluster(
    {
      verdict: ['hang/main-thread-stuck', 'hang/process-paused', 'hang/slow-command'],
      partial: ['cluster/node-failure'],
      mustNot: NO_HANG,
      what: 'DEBUG SLEEP 12 on a master at verbose: failed over; all logs',
      process: '*node-2*',
    },
    async (lab, nodes) => {
      const times = await during(() => lab.say(nodes[1], 'DEBUG', 'SLEEP', 12));
      await sleep(8);
      return times;
    },
    { level: 'verbose' },
  ),
  'cluster-lua-all-logs': inCluster(
    {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck', 'cluster/node-failure'],
      mustNot: NO_HANG,
      what: 'an endless script on a master: failed over? all logs',
      process: '*node-1*',
    },
    async (lab, nodes) => {
      fire(lab, nodes[0], 'EVAL', 'while true do end', '0');
      await sleep(14);
      await lab.say(nodes[0], 'SCRIPT', 'KILL');
      await sleep(6);
    },
  ),
  'cluster-quick-restart': inCluster(
    {
      verdict: ['exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'a master is killed and started again at once, no failover; all logs',
      process: '*node-3*',
    },
    async (lab, nodes) => {
      lab.signal(nodes[2], 'KILL');
      await gone(nodes[2]);
      await lab.start(nodes[2]);
      await sleep(8);
    },
  ),
  'cluster-clean-restart-of-master': inCluster(
    {
      verdict: ['healthy', 'cluster/node-failure'],
      partial: ['inconclusive'],
      mustNot: CALM,
      what: 'a master is shut down in order and started again 8 s later: it was failed over meanwhile',
    },
    async (lab, nodes) => {
      await lab.stop(nodes[0]);
      await sleep(8);
      await lab.start(nodes[0]);
      await sleep(6);
    },
  ),
  'cluster-forced-failover': {
    label: {
      verdict: ['healthy'],
      partial: ['inconclusive'],
      mustNot: [...CALM, 'cluster/*'],
      what: 'CLUSTER FAILOVER FORCE on each replica, one after the other: a planned exercise',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      for (const node of nodes) {
        if (!/role:slave/.test(await lab.cli(node, 'INFO', 'replication'))) continue;
        await lab.say(node, 'CLUSTER', 'FAILOVER', 'FORCE');
        await sleep(5);
      }
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
    },
  },
  'cluster-replica-killed': {
    label: {
      verdict: ['exit/killed', 'cluster/node-failure', 'inconclusive'],
      partial: ['healthy'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'a replica is killed and stays away: the others mark it as failing, no slot is lost; survivors',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      let victim;
      for (const node of nodes) if (victim === undefined && /role:slave/.test(await lab.cli(node, 'INFO', 'replication'))) victim = node;
      lab.signal(victim, 'KILL');
      await sleep(12);
      const rest = nodes.filter((node) => node !== victim);
      await stopAll(lab, rest);
      lab.keep(...logsOf(rest));
    },
  },
  'sentinel-no-quorum': {
    label: {
      verdict: ['sentinel/failover', 'inconclusive', 'exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'two of three Sentinels are gone when the master is killed: no failover; logs of the last Sentinel and the replica',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      const watching = await sentinels(lab, 3, master);
      await sleep(6);
      for (const one of watching.slice(1)) lab.signal(one, 'KILL');
      lab.signal(master, 'KILL');
      await sleep(16);
      await stopAll(lab, [watching[0], replicas[0]]);
      lab.keep('sentinel-1.log', 'redis-b.log');
    },
  },
  'sentinel-lua-all-logs': {
    label: {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck', 'sentinel/failover'],
      mustNot: NO_HANG,
      what: 'an endless script on the master for 18 s; Sentinel and replicas watch',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 2);
      const watching = await sentinels(lab, 3, master);
      await sleep(6);
      fire(lab, master, 'EVAL', 'while true do end', '0');
      await sleep(18);
      await lab.say(master, 'SCRIPT', 'KILL');
      await sleep(10);
      await stopAll(lab, [...watching, ...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log', 'redis-c.log', 'sentinel-1.log', 'sentinel-2.log', 'sentinel-3.log');
    },
  },
  'sentinel-short-stop': {
    label: {
      verdict: ['healthy', 'inconclusive'],
      partial: ['hang/process-paused'],
      mustNot: [...NO_HANG, 'exit/*', 'sentinel/*'],
      what: 'the master is stopped for 2 s, less than anybody waits',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      const watching = await sentinels(lab, 3, master);
      await sleep(6);
      lab.signal(master, 'STOP');
      await sleep(2);
      lab.signal(master, 'CONT');
      await sleep(10);
      await stopAll(lab, [...watching, ...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log', 'sentinel-1.log', 'sentinel-2.log', 'sentinel-3.log');
    },
  },
  'sentinel-crash-segv': {
    label: {
      verdict: ['crash/sent-signal'],
      mustNot: ['crash/fault', 'hang/*', 'deadlock/*'],
      what: 'somebody sends SIGSEGV to a Sentinel',
      process: '*sentinel-2*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      const watching = await sentinels(lab, 3, master);
      lab.signal(watching[1], 'SEGV');
      await sleep(8);
      await stopAll(lab, [watching[0], watching[2], ...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log', 'sentinel-1.log', 'sentinel-2.log', 'sentinel-3.log');
    },
  },
  'repl-replica-killed-restart': {
    label: {
      verdict: ['exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/oom-killer'],
      what: 'the replica is killed and started again',
      process: '*redis-b*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      lab.signal(replicas[0], 'KILL');
      await sleep(2);
      await lab.start(replicas[0]);
      await sleep(8);
      await stopAll(lab, [...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log');
    },
  },
  'repl-master-killed-restart': {
    label: {
      verdict: ['exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/oom-killer'],
      what: 'the master is killed and started again 5 s later; two replicas',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 2);
      lab.signal(master, 'KILL');
      await sleep(5);
      await lab.start(master);
      await sleep(10);
      await stopAll(lab, [...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log', 'redis-c.log');
    },
  },
  'repl-replica-stopped': {
    label: {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['replication/link-timeout', 'hang/slow-command'],
      mustNot: NO_HANG,
      what: 'one of two replicas is stopped for 25 s; its master gives up on it',
      process: '*redis-c*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 2, { conf: ['repl-timeout 8', 'repl-ping-replica-period 2'] });
      await sleep(5);
      const times = await during(async () => {
        lab.signal(replicas[1], 'STOP');
        await lab.load(master, 25);
        lab.signal(replicas[1], 'CONT');
      });
      await sleep(8);
      await stopAll(lab, [...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log', 'redis-c.log');
      return times;
    },
  },
  'repl-wrong-port': {
    label: {
      verdict: ['inconclusive', 'replication/link-timeout'],
      partial: ['healthy'],
      mustNot: CALM,
      what: 'replicaof names a port where nobody listens',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: [`replicaof 127.0.0.1 ${lab.basePort + 7}`] }));
      await sleep(15);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'repl-promoted-by-hand-healthy': {
    label: {
      verdict: ['healthy'],
      mustNot: [...CALM, 'replication/*'],
      what: 'a planned move: the replica is promoted, the old master stopped in order; log of the new master',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      await lab.say(replicas[0], 'REPLICAOF', 'NO', 'ONE');
      await lab.stop(master);
      await lab.load(replicas[0], 4);
      await stopAll(lab, replicas);
      lab.keep('redis-b.log');
    },
  },
  'repl-master-planned-restart-replica-log': {
    label: {
      verdict: ['healthy', 'inconclusive'],
      partial: ['replication/link-timeout'],
      mustNot: CALM,
      what: 'the master is restarted in order within two seconds; only the log of the replica',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      await lab.stop(master);
      await sleep(2);
      await lab.start(master);
      await sleep(9);
      await stopAll(lab, [...replicas, master]);
      lab.keep('redis-b.log');
    },
  },
  'hang-del-huge-key': {
    label: {
      verdict: ['hang/slow-command', 'healthy'],
      partial: ['hang/main-thread-stuck'],
      mustNot: NO_HANG,
      what: 'DEL of a set with millions of members: SLOWLOG',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""', 'latency-monitor-threshold 50'] }));
      for (let i = 0; i < 6; i++)
        await lab.cli(server, 'EVAL', `for i=1,500000 do redis.call('SADD','huge','member:'..(i+${i * 500000})) end`, 0);
      await lab.cli(server, 'SLOWLOG', 'RESET');
      await lab.say(server, 'DEL', 'huge');
      lab.write('slowlog.txt', `${await lab.cli(server, 'SLOWLOG', 'GET', 10)}\n`);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-flushall-sync': {
    label: {
      verdict: ['hang/slow-command'],
      partial: ['hang/main-thread-stuck', 'healthy'],
      mustNot: NO_HANG,
      what: 'FLUSHALL SYNC of six million keys: SLOWLOG and LATENCY',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""', 'latency-monitor-threshold 50'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', 6000000, 'key', 10);
      await lab.cli(server, 'SLOWLOG', 'RESET');
      await lab.cli(server, 'LATENCY', 'RESET');
      await lab.say(server, 'FLUSHALL', 'SYNC');
      lab.write('slowlog.txt', `${await lab.cli(server, 'SLOWLOG', 'GET', 10)}\n`);
      lab.write('latency.txt', `${await lab.cli(server, 'LATENCY', 'LATEST')}\n`);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-sleep-segv-by-watchdog': {
    label: {
      verdict: ['hang/main-thread-stuck', 'hang/slow-command'],
      partial: ['crash/sent-signal'],
      mustNot: ['deadlock/*', 'crash/fault'],
      what: 'main sleeps for 35 s, then a watchdog sends SIGSEGV: the clock in the report is frozen',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 16);
      const times = await during(async () => {
        fire(lab, server, 'DEBUG', 'SLEEP', '60');
        await sleep(35);
        lab.signal(server, 'SEGV');
      });
      await gone(server);
      lab.keep('redis.log');
      return times;
    },
  },
  'hang-stop-then-segv': {
    label: {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck', 'crash/sent-signal'],
      mustNot: ['deadlock/*', 'crash/fault'],
      what: 'stopped for 35 s; SIGSEGV is queued meanwhile and hits when it goes on',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 16);
      lab.signal(server, 'STOP');
      await sleep(35);
      lab.signal(server, 'SEGV');
      lab.signal(server, 'CONT');
      await gone(server);
      lab.keep('redis.log');
    },
  },
  'hang-stop-then-kill-restart': {
    label: {
      verdict: ['exit/killed', 'hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['inconclusive'],
      mustNot: [...NO_HANG, 'exit/oom-killer'],
      what: 'stopped for 40 s at verbose, killed by a liveness probe, started again',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 16);
      lab.signal(server, 'STOP');
      await sleep(40);
      lab.signal(server, 'KILL');
      await gone(server);
      await lab.start(server);
      await lab.load(server, 8);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-gdb-attached': {
    label: {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['inconclusive', 'hang/slow-command'],
      mustNot: NO_HANG,
      what: 'a debugger holds the process for 25 s at verbose; log only',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 20);
      const times = await during(async () => {
        lab.note('gdb attaches and sleeps');
        await new Promise((done) =>
          import('node:child_process').then(({ spawn }) =>
            spawn('gdb', ['-p', String(server.pid), '-batch', '-ex', 'shell sleep 25'], { stdio: 'ignore' }).on('exit', done),
          ),
        );
      });
      await lab.load(server, 10);
      await lab.stop(server);
      lab.keep('redis.log');
      return times;
    },
  },
  'hang-client-pause': {
    label: { verdict: ['healthy'], mustNot: CALM, what: 'CLIENT PAUSE 25000 ALL at verbose: clients wait by order, main runs' },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 15);
      await lab.say(server, 'CLIENT', 'PAUSE', 25000, 'ALL');
      await sleep(26);
      await lab.load(server, 6);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-cpu-starved': {
    label: {
      verdict: ['healthy', 'inconclusive', 'hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['hang/slow-command'],
      mustNot: [...NO_HANG, 'exit/*'],
      what: 'the CPU cgroup gives the process 0.2 % for half a minute at verbose',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      const group = `/sys/fs/cgroup/cpu/lab-${lab.name}`;
      mkdirSync(group, { recursive: true });
      lab.cleanups.push(() => rmdirSync(group));
      writeFileSync(`${group}/cgroup.procs`, String(server.pid));
      await lab.load(server, 16);
      writeFileSync(`${group}/cpu.cfs_period_us`, '1000000');
      writeFileSync(`${group}/cpu.cfs_quota_us`, '2000');
      lab.note('quota 2 ms per second');
      await lab.load(server, 30, { every: 2 });
      writeFileSync(`${group}/cpu.cfs_quota_us`, '-1');
      lab.note('quota lifted');
      await lab.load(server, 10);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-lua-redis-calls-replica': {
    label: {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck', 'replication/link-timeout'],
      mustNot: NO_HANG,
      what: 'a script runs KEYS in a loop for 15 s on a master with a replica',
      process: '*redis-a*',
    },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1, {
        conf: ['repl-timeout 8', 'repl-ping-replica-period 2', 'busy-reply-threshold 2000'],
      });
      await lab.say(master, 'DEBUG', 'POPULATE', 200000);
      await sleep(2);
      fire(lab, master, 'EVAL', "while true do redis.call('KEYS','nothing*') end", '0');
      await sleep(15);
      await lab.say(master, 'SCRIPT', 'KILL');
      await sleep(5);
      await stopAll(lab, [...replicas, master]);
      lab.keep('redis-a.log', 'redis-b.log');
    },
  },
  'crash-with-core-backtrace': {
    label: {
      verdict: ['crash/sent-signal'],
      partial: ['crash/fault'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'SIGBUS from outside; the log and the backtrace of a core taken just before',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.load(server, 3);
      execFileSync('gcore', ['-o', lab.path('core'), String(server.pid)], { stdio: 'ignore' });
      lab.signal(server, 'BUS');
      await gone(server);
      const core = readdirSync(lab.dir).find((name) => name.startsWith('core.'));
      lab.write(
        'core-bt.txt',
        execFileSync('gdb', ['-batch', '-ex', 'thread apply all bt', '/usr/bin/redis-server', lab.path(core)], {
          encoding: 'latin1',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      );
      rmSync(lab.path(core));
      lab.keep('redis.log');
    },
  },
  'crash-while-saving': {
    label: {
      verdict: ['crash/panic'],
      partial: [],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'the server panics while its child saves; it is started again',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""', 'rdb-key-save-delay 500'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', 20000);
      await lab.say(server, 'BGSAVE');
      await sleep(1);
      await lab.say(server, 'DEBUG', 'PANIC');
      await gone(server);
      await sleep(1);
      await lab.start(server);
      await lab.load(server, 4);
      await lab.stop(server, 'KILL');
      lab.keep('redis.log');
    },
  },
  'crash-report-only': {
    label: {
      verdict: ['crash/assertion'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'only the crash report, as pasted into a ticket',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.load(server, 2);
      await lab.say(server, 'DEBUG', 'ASSERT');
      await gone(server);
      const all = text(server.log);
      lab.write('paste.txt', all.slice(all.indexOf('=== REDIS BUG REPORT START')));
    },
  },
  'crash-first-of-two-appended-logs': {
    label: {
      verdict: ['crash/fault'],
      mustNot: ['deadlock/*', 'hang/*', 'crash/sent-signal'],
      what: 'the logs of two servers appended to one file: the first one faulted, the second is well',
    },
    run: async (lab) => {
      const first = await lab.start(lab.server('redis-a'));
      const second = await lab.start(lab.server('redis-b', { offset: 1 }));
      await lab.load(first, 2);
      await lab.say(first, 'DEBUG', 'SEGFAULT');
      await gone(first);
      await sleep(2);
      await lab.stop(second);
      lab.write('all.log', text(first.log) + text(second.log));
    },
  },
  'crash-same-log-twice': {
    label: { verdict: ['crash/assertion'], mustNot: ['deadlock/*', 'hang/*', 'crash/loop'], what: 'the same log twice under two names' },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.say(server, 'DEBUG', 'ASSERT');
      await gone(server);
      copyFileSync(server.log, lab.path('redis (1).log'));
      lab.keep('redis.log', 'redis (1).log');
    },
  },
  'startup-unix-socket-folder-missing': refuses(
    'startup/config',
    'the folder of the unix socket does not exist',
    (lab) => ({ conf: [`unixsocket ${lab.path('nowhere/redis.sock')}`] }),
    { verdict: ['startup/config', 'startup/permission'] },
  ),
  'startup-dir-is-a-file': refuses('startup/config', 'dir names a file', (lab) => {
    writeFileSync(lab.path('a-file'), 'x');
    return { conf: [`dir ${lab.path('a-file')}`] };
  }),
  'startup-dbfilename-is-a-path': refuses('startup/config', 'dbfilename is a path', () => ({ conf: ['dbfilename data/dump.rdb'] })),
  'startup-replicaof-in-cluster': refuses('startup/config', 'replicaof in cluster mode', () => ({
    conf: ['cluster-enabled yes', 'replicaof 127.0.0.1 6379'],
  })),
  'startup-acl-user-in-both': refuses('startup/config', 'users in the configuration and an aclfile', (lab) => {
    writeFileSync(lab.path('users.acl'), 'user default on nopass ~* +@all\n');
    return { conf: [`aclfile ${lab.path('users.acl')}`, 'user bob on +@all'] };
  }),
  'startup-too-few-files': refuses('startup/config', 'the limit of open files is 20', () => ({ wrapper: ['prlimit', '--nofile=20'] })),
  'startup-aof-folder-is-a-file': refuses(
    'startup/config',
    'a file is in the place of appendonlydir',
    (lab) => {
      mkdirSync(lab.path('redis.d'), { recursive: true });
      writeFileSync(lab.path('redis.d/appendonlydir'), 'x');
      return { conf: ['appendonly yes'] };
    },
    { verdict: ['startup/config', 'startup/permission', 'startup/data-corrupt'] },
  ),
  'startup-aof-base-cut': refuses('startup/data-corrupt', 'the base RDB of the AOF ends in the middle', async (lab) => {
    await preparedAof(lab, (folder, names) => {
      const base = join(
        folder,
        names.find((name) => name.endsWith('.base.rdb')),
      );
      writeFileSync(base, readFileSync(base).subarray(0, 400));
    });
    return { conf: ['appendonly yes'] };
  }),
  'startup-aof-unknown-command': refuses(
    'startup/data-corrupt',
    'the AOF holds a command of a module that is not loaded',
    async (lab) => {
      await preparedAof(lab, (folder, names) => {
        const incr = join(
          folder,
          names.find((name) => name.endsWith('.incr.aof')),
        );
        writeFileSync(incr, Buffer.concat([readFileSync(incr), Buffer.from('*3\r\n$8\r\nTS.ALTER\r\n$1\r\na\r\n$1\r\nb\r\n')]));
      });
      return { conf: ['appendonly yes'] };
    },
    { verdict: ['startup/data-corrupt', 'startup/data-version', 'startup/module'] },
  ),
  'startup-rdb-unknown-type': refuses(
    'startup/data-corrupt',
    'a type byte in the RDB that this server does not know',
    async (lab) => {
      await preparedRdb(lab, (bytes) => {
        const copy = Buffer.from(bytes);
        const at = copy.indexOf('key:1500') - 2;
        copy[at] = 99;
        return copy;
      });
    },
    { verdict: ['startup/data-corrupt', 'startup/data-version'] },
  ),
  'startup-out-of-memory-loading': refuses(
    'crash/out-of-memory',
    'the address space is too small for the data: the loader says "short read or OOM"',
    async (lab) => {
      const maker = await lab.start(lab.server('maker', { offset: 9, log: null }));
      await lab.cli(maker, 'DEBUG', 'POPULATE', 60, 'key', 5000000);
      await lab.cli(maker, 'SAVE');
      await lab.stop(maker);
      mkdirSync(lab.path('redis.d'), { recursive: true });
      copyFileSync(join(maker.data, 'dump.rdb'), lab.path('redis.d/dump.rdb'));
      return { wrapper: ['prlimit', '--as=300000000'] };
    },
    { verdict: ['startup/data-corrupt', 'crash/out-of-memory'], partial: ['crash/panic'] },
  ),
  'startup-disk-full-aof': refuses(
    'persistence/disk-full',
    'the disk is full when the AOF folder is made',
    (lab) => {
      smallDisk(lab, lab.path('redis.d'), 1);
      execFileSync('sh', ['-c', `dd if=/dev/zero of=${lab.path('redis.d/ballast')} bs=4k 2>/dev/null || true`]);
      return { conf: ['appendonly yes', 'save ""'] };
    },
    { verdict: ['persistence/disk-full', 'persistence/save-failed', 'startup/permission', 'startup/config'], partial: ['inconclusive'] },
  ),
  'startup-cluster-conf-unwritable': refuses(
    'startup/permission',
    'a cluster node without the right to write nodes.conf',
    (lab) => {
      mkdirSync(lab.path('redis.d'), { recursive: true });
      chmodSync(lab.path('redis.d'), 0o755);
      writeFileSync(lab.path('redis.log'), '');
      execFileSync('chown', ['65534:65534', lab.path('redis.log')]);
      return { conf: ['cluster-enabled yes'], wrapper: ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] };
    },
    { verdict: ['startup/permission', 'startup/config'] },
  ),
  'disk-full-aof-rewrite': {
    label: {
      verdict: ['persistence/disk-full'],
      partial: ['persistence/save-failed'],
      mustNot: CALM,
      what: 'an AOF rewrite has no room for its base file',
    },
    run: async (lab) => {
      const server = lab.server('redis', {
        conf: ['save ""', 'appendonly yes', 'aof-use-rdb-preamble no', 'auto-aof-rewrite-percentage 0'],
      });
      smallDisk(lab, server.data, 6);
      await lab.start(server);
      await raw(
        server.port,
        Array.from({ length: 40 }, (_, i) => ['SET', `k${i}`, 'y'.repeat(100_000)]),
        1,
      );
      for (let i = 0; i < 3; i++) {
        await lab.say(server, 'BGREWRITEAOF');
        await sleep(3);
      }
      await lab.stop(server, 'KILL');
      lab.keep('redis.log');
    },
  },
  'healthy-idle-sentinel-only': {
    label: { verdict: ['healthy'], mustNot: [...CALM, 'sentinel/*', 'clock/*'], what: 'the log of one Sentinel of a quiet group' },
    run: async (lab) => {
      const { master, replicas } = await masterAndReplicas(lab, 1);
      const watching = await sentinels(lab, 3, master);
      await sleep(25);
      await stopAll(lab, [...watching, ...replicas, master]);
      lab.keep('sentinel-3.log');
    },
  },
  'healthy-nightly-restarts': {
    label: { verdict: ['healthy'], mustNot: [...CALM, 'startup/*'], what: 'five planned restarts with SHUTDOWN NOSAVE' },
    run: async (lab) => {
      const server = lab.server('redis', { conf: ['save ""'] });
      for (let i = 0; i < 5; i++) {
        await lab.start(server);
        await lab.load(server, 2);
        await lab.say(server, 'SHUTDOWN', 'NOSAVE');
        await gone(server);
        await sleep(0.5);
      }
      lab.keep('redis.log');
    },
  },
  'healthy-last-50-lines': {
    label: { verdict: ['healthy'], mustNot: CALM, what: 'the last 50 lines of a verbose log of a running server' },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['save 5 1'] }));
      await lab.load(server, 40);
      const lines = text(server.log).trimEnd().split('\n');
      lab.write('redis-tail.log', `${lines.slice(-50).join('\n')}\n`);
    },
  },
  'healthy-module-loaded-restart': {
    label: {
      verdict: ['healthy'],
      mustNot: [...CALM, 'startup/*'],
      what: 'a module is loaded at start and by MODULE LOAD, and unloaded; restart',
    },
    run: async (lab) => {
      const library = lab.path('trouble.so');
      execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-w', '-o', library, new URL('../trouble.c', import.meta.url).pathname]);
      const server = await lab.start(lab.server('redis'));
      await lab.say(server, 'MODULE', 'LOAD', library);
      await sleep(1);
      await lab.say(server, 'MODULE', 'UNLOAD', 'trouble');
      await lab.stop(server);
      await lab.start(server);
      await sleep(1);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'healthy-failed-module-load-command': {
    label: {
      verdict: ['healthy', 'inconclusive'],
      mustNot: [...CALM, 'startup/*', 'security/*'],
      what: 'MODULE LOAD of a missing file by an operator fails; the server goes on',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.load(server, 2);
      await lab.say(server, 'MODULE', 'LOAD', '/usr/lib/redis/modules/nothere.so');
      await lab.load(server, 3);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
};
