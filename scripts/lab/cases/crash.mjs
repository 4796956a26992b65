import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { masterAndReplicas, raw, sleep } from '../lab.mjs';

const gone = (server) => Promise.race([server.child.exited, sleep(8)]);

/** A death by a command of DEBUG or by a signal, without a restart. */
function dies(kind, what, how, label = {}, options = {}) {
  return {
    label: { verdict: [kind], mustNot: ['deadlock/*', 'hang/*', ...(kind === 'crash/fault' ? ['crash/sent-signal'] : [])], what, ...label },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', options));
      await lab.load(server, 3);
      if (how.startsWith('SIG')) lab.signal(server, how.slice(3));
      else void lab.say(server, ...how.split(' '));
      await gone(server);
      lab.keep('redis.log');
    },
  };
}

async function replicaDies(lab, ...command) {
  const { master, replicas } = await masterAndReplicas(lab, 1);
  await lab.load(master, 3);
  await lab.say(replicas[0], ...command);
  await gone(replicas[0]);
  await sleep(2);
  await lab.stop(master);
  lab.keep('redis-a.log', 'redis-b.log');
}

/** Killed and restarted `times` times; each life lasts a few seconds. */
async function loop(lab, server, times, kill) {
  for (let i = 0; i < times; i++) {
    await lab.start(server);
    await lab.load(server, 2);
    await kill(server);
    await gone(server);
    await sleep(0.7);
  }
}

const childOf = (server) => Number(execFileSync('sh', ['-c', `pgrep -P ${server.pid} | head -1`], { encoding: 'utf8' }).trim());

/** A save that takes some seconds, and something that happens to its child. */
function saves(label, command, act, conf = []) {
  return {
    label,
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['rdb-key-save-delay 1000', 'save ""', ...conf] }));
      await lab.say(server, 'DEBUG', 'POPULATE', 20000);
      await sleep(1);
      await lab.say(server, command);
      await sleep(1.5);
      const child = childOf(server);
      await act(lab, server, child);
      lab.keep('redis.log');
    },
  };
}

export const cases = {
  'crash-replica-segfault': {
    label: {
      verdict: ['crash/fault'],
      mustNot: ['deadlock/*', 'hang/*', 'crash/sent-signal'],
      what: 'DEBUG SEGFAULT on a replica; both logs',
      process: '*redis-b*',
    },
    run: (lab) => replicaDies(lab, 'DEBUG', 'SEGFAULT'),
  },
  'crash-replica-assert': {
    label: {
      verdict: ['crash/assertion'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'DEBUG ASSERT on a replica; both logs',
      process: '*redis-b*',
    },
    run: (lab) => replicaDies(lab, 'DEBUG', 'ASSERT'),
  },
  'crash-replica-panic': {
    label: {
      verdict: ['crash/panic'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'DEBUG PANIC on a replica; both logs',
      process: '*redis-b*',
    },
    run: (lab) => replicaDies(lab, 'DEBUG', 'PANIC'),
  },
  'crash-replica-oom': {
    label: {
      verdict: ['crash/out-of-memory'],
      partial: ['crash/panic'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'DEBUG OOM on a replica; both logs',
      process: '*redis-b*',
    },
    run: (lab) => replicaDies(lab, 'DEBUG', 'OOM'),
  },
  'crash-sent-fpe': dies('crash/sent-signal', 'SIGFPE from outside', 'SIGFPE', { mustNot: ['crash/fault', 'deadlock/*', 'hang/*'] }),
  'crash-sent-ill': dies('crash/sent-signal', 'SIGILL from outside', 'SIGILL', { mustNot: ['crash/fault', 'deadlock/*', 'hang/*'] }),
  'crash-sent-abrt-verbose': dies(
    'crash/sent-signal',
    'SIGABRT from outside at verbose',
    'SIGABRT',
    { mustNot: ['crash/fault', 'deadlock/*', 'hang/*'] },
    { level: 'verbose' },
  ),
  'crash-segfault-log-off': dies(
    'inconclusive',
    'a fault with crash-log-enabled no: the log simply ends',
    'DEBUG SEGFAULT',
    { verdict: ['inconclusive', 'healthy', 'exit/killed'], mustNot: ['deadlock/*', 'hang/*', 'crash/*'] },
    { conf: ['crash-log-enabled no'] },
  ),
  'crash-no-memcheck-io-threads': dies(
    'crash/fault',
    'a fault with io-threads and without the memory test',
    'DEBUG SEGFAULT',
    {},
    { conf: ['io-threads 4', 'io-threads-do-reads yes', 'crash-memcheck-enabled no'] },
  ),
  'crash-out-of-address-space': {
    label: {
      verdict: ['crash/out-of-memory'],
      partial: ['crash/panic'],
      mustNot: ['deadlock/*', 'hang/*', 'crash/fault'],
      what: 'the address space is limited (ulimit -v): an allocation fails',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""'] }), { wrapper: ['prlimit', '--as=400000000'], tracked: true });
      await lab.load(server, 2);
      for (let i = 0; i < 20; i++) await raw(server.port, [['SETRANGE', `k${i}`, 60_000_000, 'x']], 0.4).catch(() => '');
      await gone(server);
      lab.keep('redis.log');
    },
  },
  'crash-loop-assert': {
    label: {
      verdict: ['crash/loop'],
      partial: ['crash/assertion'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'the same assertion fails in four lives',
    },
    run: async (lab) => {
      const server = lab.server('redis');
      await loop(lab, server, 4, () => lab.cli(server, 'DEBUG', 'ASSERT'));
      await lab.start(server);
      await sleep(2);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'kill9-loop': {
    label: {
      verdict: ['crash/loop', 'exit/killed'],
      mustNot: ['deadlock/*', 'hang/*', 'crash/fault', 'exit/oom-killer'],
      what: 'killed by SIGKILL in four lives',
    },
    run: async (lab) => {
      const server = lab.server('redis');
      await loop(lab, server, 4, async () => lab.signal(server, 'KILL'));
      await lab.start(server);
      await sleep(2);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'kill9-restart-7': {
    label: { verdict: ['exit/killed'], mustNot: ['exit/oom-killer', 'crash/*', 'hang/*'], what: 'SIGKILL and a restart at notice' },
    run: async (lab) => {
      const server = lab.server('redis');
      await loop(lab, server, 1, async () => lab.signal(server, 'KILL'));
      await lab.start(server);
      await lab.load(server, 3);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'kill9-no-restart': {
    label: {
      verdict: ['healthy', 'inconclusive'],
      partial: ['exit/killed'],
      mustNot: ['crash/*', 'hang/*', 'exit/oom-killer'],
      what: 'SIGKILL and nothing afterwards: the log simply ends',
    },
    run: async (lab) => {
      const server = lab.server('redis');
      await loop(lab, server, 1, async () => lab.signal(server, 'KILL'));
      lab.keep('redis.log');
    },
  },
  'kill9-warning-level': {
    label: {
      verdict: ['exit/killed', 'inconclusive'],
      partial: ['healthy'],
      mustNot: ['crash/*', 'hang/*', 'exit/oom-killer'],
      what: 'SIGKILL and a restart at loglevel warning: hardly a line is left',
    },
    run: async (lab) => {
      const server = lab.server('redis', { level: 'warning' });
      await loop(lab, server, 1, async () => lab.signal(server, 'KILL'));
      await lab.start(server);
      await lab.load(server, 3);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'clean-restart-warning-level': {
    label: {
      verdict: ['healthy', 'inconclusive'],
      mustNot: ['crash/*', 'hang/*', 'exit/*'],
      what: 'a clean stop and start at loglevel warning: shutdown lines are there at warning only in part',
    },
    run: async (lab) => {
      const server = lab.server('redis', { level: 'warning' });
      for (let i = 0; i < 2; i++) {
        await lab.start(server);
        await lab.load(server, 3);
        await lab.stop(server);
      }
      lab.keep('redis.log');
    },
  },
  'kill-unhandled-signal-restart': {
    label: {
      verdict: ['exit/killed', 'inconclusive'],
      mustNot: ['crash/*', 'hang/*', 'exit/oom-killer'],
      what: 'a signal that Redis does not handle (SIGTRAP) ends it without a line, then a restart',
    },
    run: async (lab) => {
      const server = lab.server('redis', { level: 'verbose' });
      await loop(lab, server, 1, async () => lab.signal(server, 'TRAP'));
      await lab.start(server);
      await lab.load(server, 8);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'oom-killer-cgroup-7': {
    label: {
      verdict: ['exit/oom-killer'],
      partial: ['exit/killed'],
      mustNot: ['crash/*', 'hang/*'],
      what: 'the memory cgroup is full: the kernel kills the server; log and dmesg',
    },
    run: async (lab) => {
      const group = `/sys/fs/cgroup/memory/lab-${lab.name}`;
      mkdirSync(group, { recursive: true });
      lab.cleanups.push(() => rmdirSync(group));
      writeFileSync(`${group}/memory.limit_in_bytes`, '40000000');
      const server = await lab.start(lab.server('redis', { conf: ['save ""'] }));
      writeFileSync(`${group}/cgroup.procs`, String(server.pid));
      await lab.load(server, 2);
      void lab.say(server, 'DEBUG', 'POPULATE', '2000000', 'key', '200');
      await gone(server);
      const kernel = execFileSync('dmesg', { encoding: 'utf8' }).split('\n');
      lab.write('dmesg.txt', `${kernel.slice(kernel.findLastIndex((line) => line.includes('invoked oom-killer'))).join('\n')}\n`);
      lab.keep('redis.log');
    },
  },
  'child-killed-by-9': saves(
    {
      verdict: ['crash/child'],
      partial: ['persistence/save-failed', 'crash/sent-signal'],
      mustNot: ['hang/*', 'crash/fault'],
      what: 'SIGKILL for the child of a BGSAVE; the next one succeeds',
    },
    'BGSAVE',
    async (lab, server, child) => {
      lab.signal(server, 'KILL', child);
      await sleep(2);
      await lab.say(server, 'CONFIG', 'SET', 'rdb-key-save-delay', 0);
      await lab.say(server, 'BGSAVE');
      await sleep(3);
      await lab.stop(server);
    },
  ),
  'child-aofrw-killed-by-9': saves(
    {
      verdict: ['crash/child'],
      partial: ['persistence/save-failed', 'crash/sent-signal'],
      mustNot: ['hang/*', 'crash/fault'],
      what: 'SIGKILL for the child of an AOF rewrite',
    },
    'BGREWRITEAOF',
    async (lab, server, child) => {
      lab.signal(server, 'KILL', child);
      await sleep(4);
      await lab.stop(server, 'KILL');
    },
    ['appendonly yes'],
  ),
  'child-segv': saves(
    {
      verdict: ['crash/child'],
      partial: ['crash/sent-signal', 'persistence/save-failed'],
      mustNot: ['hang/*', 'crash/fault'],
      what: 'SIGSEGV for the child of a BGSAVE: it prints a report, the server lives',
    },
    'BGSAVE',
    async (lab, server, child) => {
      lab.signal(server, 'SEGV', child);
      await sleep(4);
      await lab.stop(server, 'KILL');
    },
  ),
  'child-killed-by-flushall': saves(
    {
      verdict: ['healthy'],
      mustNot: ['crash/*', 'hang/*', 'exit/*', 'persistence/*'],
      what: 'FLUSHALL kills the running BGSAVE: by design',
    },
    'BGSAVE',
    async (lab, server) => {
      await lab.say(server, 'FLUSHALL');
      await sleep(3);
      await lab.stop(server);
    },
  ),
  'child-killed-by-shutdown': saves(
    {
      verdict: ['healthy'],
      mustNot: ['crash/*', 'hang/*', 'exit/*', 'persistence/*'],
      what: 'SIGTERM during a BGSAVE: the server kills its child and saves itself',
    },
    'BGSAVE',
    async (lab, server) => {
      await lab.say(server, 'CONFIG', 'SET', 'rdb-key-save-delay', 0);
      await lab.say(server, 'CONFIG', 'SET', 'save', '3600 1');
      await lab.stop(server);
    },
  ),
  'child-aofrw-stopped-by-config': saves(
    {
      verdict: ['healthy'],
      mustNot: ['crash/*', 'hang/*', 'exit/*', 'persistence/*'],
      what: 'appendonly is switched off during a rewrite: the server kills its child',
    },
    'BGREWRITEAOF',
    async (lab, server) => {
      await lab.say(server, 'CONFIG', 'SET', 'appendonly', 'no');
      await sleep(3);
      await lab.stop(server, 'KILL');
    },
    ['appendonly yes'],
  ),
  'child-file-size-limit': {
    label: {
      verdict: ['crash/child', 'persistence/save-failed'],
      partial: ['persistence/disk-full', 'crash/sent-signal'],
      mustNot: ['hang/*', 'crash/fault'],
      what: 'the file size limit (ulimit -f) is too small for the RDB',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""', 'rdbcompression no'] }), {
        wrapper: ['prlimit', '--fsize=300000'],
        tracked: true,
      });
      await lab.say(server, 'DEBUG', 'POPULATE', 30000);
      await lab.say(server, 'BGSAVE');
      await sleep(3);
      await lab.say(server, 'BGSAVE');
      await sleep(3);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'crash-two-servers-one-log': {
    label: {
      verdict: ['crash/panic'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'two servers write to one log file; one panics, the other goes on',
    },
    run: async (lab) => {
      const first = await lab.start(lab.server('redis-a', { log: 'shared.log', level: 'verbose' }));
      const second = await lab.start(lab.server('redis-b', { offset: 1, log: 'shared.log', level: 'verbose' }));
      await Promise.all([lab.load(first, 12, { every: 0.5 }), lab.load(second, 12, { every: 0.7 })]);
      await lab.say(second, 'DEBUG', 'PANIC');
      await lab.load(first, 10);
      await lab.stop(first);
      lab.keep('shared.log');
    },
  },
  'crash-docker-like-same-pid': {
    label: {
      verdict: ['crash/panic'],
      mustNot: ['deadlock/*', 'hang/*'],
      what: 'pid 1 in its own namespace panics; the next container is pid 1 again and writes to the same log',
    },
    run: async (lab) => {
      const server = lab.server('redis', { level: 'verbose' });
      const wrapper = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
      await lab.start(server, { wrapper });
      await lab.load(server, 8);
      await lab.say(server, 'DEBUG', 'PANIC');
      await gone(server);
      await lab.start(server, { wrapper });
      await lab.load(server, 8);
      await lab.say(server, 'SHUTDOWN', 'NOSAVE');
      await gone(server);
      lab.keep('redis.log');
    },
  },
  'kill9-docker-like-same-pid': {
    label: {
      verdict: ['exit/killed'],
      mustNot: ['deadlock/*', 'hang/*', 'crash/*', 'exit/oom-killer'],
      what: 'pid 1 in its own namespace is killed; the next container is pid 1 again and writes to the same log',
    },
    run: async (lab) => {
      const server = lab.server('redis');
      const wrapper = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'];
      await lab.start(server, { wrapper });
      await lab.load(server, 4);
      lab.signal(server, 'KILL', childOf({ pid: server.child.pid }));
      await gone(server);
      await lab.start(server, { wrapper });
      await lab.load(server, 4);
      await lab.say(server, 'SHUTDOWN', 'NOSAVE');
      await gone(server);
      lab.keep('redis.log');
    },
  },
};
