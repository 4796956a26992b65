import { masterAndReplicas, sleep } from '../lab.mjs';

const NOTHING = ['hang/*', 'deadlock/*', 'crash/*', 'exit/*', 'startup/*', 'persistence/*', 'replication/*', 'cluster/*', 'clock/*'];
const healthy = (what, run, label = {}) => ({ label: { verdict: ['healthy'], mustNot: NOTHING, what, ...label }, run });

async function one(lab, options, act) {
  const server = await lab.start(lab.server('redis', options));
  await act(server);
  await lab.stop(server);
  lab.keep('redis.log');
}

export const cases = {
  'healthy-level-lowered': healthy('CONFIG SET loglevel warning at run time: the periodic lines end, nothing is wrong', (lab) =>
    one(lab, { level: 'verbose' }, async (server) => {
      await lab.load(server, 22);
      await lab.say(server, 'CONFIG', 'SET', 'loglevel', 'notice');
      await lab.load(server, 45, { every: 1 });
    }),
  ),
  'healthy-level-raised-again': healthy(
    'the level goes to warning for 40 s and back to verbose: a hole in the periodic lines by order',
    (lab) =>
      one(lab, { level: 'verbose' }, async (server) => {
        await lab.load(server, 22);
        await lab.say(server, 'CONFIG', 'SET', 'loglevel', 'warning');
        await lab.load(server, 40, { every: 1 });
        await lab.say(server, 'CONFIG', 'SET', 'loglevel', 'verbose');
        await lab.load(server, 15);
      }),
    {
      verdict: ['healthy', 'inconclusive'],
      partial: ['hang/process-paused', 'hang/main-thread-stuck'],
      mustNot: ['deadlock/*', 'crash/*', 'exit/*'],
    },
  ),
  'healthy-keys-gone': healthy(
    'FLUSHALL at verbose: without keys the periodic line is not printed; nobody is connected',
    (lab) =>
      one(lab, { level: 'verbose' }, async (server) => {
        await lab.load(server, 22);
        await lab.say(server, 'FLUSHALL');
        await sleep(45);
        await lab.load(server, 12);
      }),
    {
      verdict: ['healthy', 'inconclusive'],
      partial: ['hang/process-paused', 'hang/main-thread-stuck'],
      mustNot: ['deadlock/*', 'crash/*', 'exit/*'],
    },
  ),
  'healthy-keys-expire': healthy('the last key expires at verbose and an idle server goes silent', (lab) =>
    one(lab, { level: 'verbose' }, async (server) => {
      await lab.cli(server, 'SET', 'session', '1', 'EX', '18');
      await sleep(60);
    }),
  ),
  'healthy-busy-day': healthy('saves, a rewrite, CONFIG SET and REWRITE, a restart, at notice', async (lab) => {
    const server = await lab.start(lab.server('redis', { conf: ['save 3 1', 'appendonly yes'] }));
    await lab.load(server, 8);
    await lab.say(server, 'BGREWRITEAOF');
    await lab.load(server, 4);
    await lab.say(server, 'CONFIG', 'SET', 'maxmemory', '100mb');
    await lab.say(server, 'CONFIG', 'REWRITE');
    await lab.stop(server);
    await lab.start(server);
    await lab.load(server, 6);
    await lab.say(server, 'SHUTDOWN', 'SAVE');
    await sleep(1);
    lab.keep('redis.log');
  }),
  'healthy-debug-restart': healthy(
    'DEBUG RESTART: the process executes itself anew with the same pid',
    (lab) =>
      one(lab, {}, async (server) => {
        await lab.load(server, 4);
        await lab.say(server, 'DEBUG', 'RESTART');
        await lab.ready(server);
        await lab.load(server, 4);
      }),
    { verdict: ['healthy', 'inconclusive'], partial: ['exit/killed'] },
  ),
  'healthy-many-replicas': healthy('three replicas attach, one is promoted by order, REPLICAOF moves the others', async (lab) => {
    const { master, replicas } = await masterAndReplicas(lab, 3);
    await lab.load(master, 3);
    await lab.say(replicas[0], 'REPLICAOF', 'NO', 'ONE');
    for (const other of [master, ...replicas.slice(1)]) await lab.say(other, 'REPLICAOF', '127.0.0.1', replicas[0].port);
    await sleep(10);
    for (const server of [...replicas.slice(1), master, replicas[0]]) await lab.stop(server);
    lab.keep('redis-a.log', 'redis-b.log', 'redis-c.log', 'redis-d.log');
  }),
  'healthy-shared-log': healthy('two servers write to one log file at verbose', async (lab) => {
    const first = await lab.start(lab.server('redis-a', { log: 'shared.log', level: 'verbose' }));
    const second = await lab.start(lab.server('redis-b', { offset: 1, log: 'shared.log', level: 'verbose' }));
    await Promise.all([lab.load(first, 25, { every: 0.5 }), lab.load(second, 25, { every: 0.7 })]);
    await lab.stop(second);
    await lab.load(first, 12);
    await lab.stop(first);
    lab.keep('shared.log');
  }),
  'healthy-shared-log-restart': healthy('two servers write to one log file at notice; one is restarted cleanly', async (lab) => {
    const first = await lab.start(lab.server('redis-a', { log: 'shared.log' }));
    const second = await lab.start(lab.server('redis-b', { offset: 1, log: 'shared.log' }));
    await sleep(2);
    await lab.stop(second);
    await lab.start(second);
    await sleep(2);
    await lab.stop(first);
    await lab.stop(second);
    lab.keep('shared.log');
  }),
  'healthy-sigint-and-nosave': healthy('SIGINT, SHUTDOWN NOSAVE and SHUTDOWN ABORT-like stops', async (lab) => {
    const server = await lab.start(lab.server('redis'));
    await lab.load(server, 2);
    await lab.stop(server, 'INT');
    await lab.start(server);
    await lab.load(server, 2);
    await lab.say(server, 'SHUTDOWN', 'NOSAVE');
    await sleep(1);
    await lab.start(server);
    await lab.load(server, 2);
    await lab.stop(server, 'TERM');
    lab.keep('redis.log');
  }),
  'healthy-debug-level-idle': healthy('an idle server at debug with a few keys', (lab) =>
    one(lab, { level: 'debug' }, async (server) => {
      await lab.load(server, 3);
      await sleep(40);
    }),
  ),
  'healthy-protected-noise': healthy('wrong passwords, unknown commands, refused scripts: clients get errors, the server is well', (lab) =>
    one(lab, { conf: ['requirepass sesame'] }, async (server) => {
      for (let i = 0; i < 8; i++) await lab.cli(server, '-a', 'wrong', 'GET', 'x');
      await lab.cli(server, '-a', 'sesame', 'NOSUCHCOMMAND');
      await lab.cli(server, '-a', 'sesame', 'EVAL', 'return nothere.x', '0');
      await sleep(5);
    }),
  ),
  'healthy-pidfile-not-writable': healthy(
    'the pid file cannot be written: a warning, the server runs',
    (lab) =>
      one(lab, { conf: ['pidfile /proc/nope/redis.pid'] }, async (server) => {
        await lab.load(server, 5);
      }),
    { verdict: ['healthy', 'inconclusive'], mustNot: ['hang/*', 'crash/*', 'exit/*'] },
  ),
  'healthy-slow-big-load': healthy('a restart with a data set that takes seconds to load, at verbose', async (lab) => {
    const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['save ""'] }));
    await lab.say(server, 'DEBUG', 'POPULATE', '3000000', 'key', '20');
    await lab.load(server, 12);
    await lab.say(server, 'SHUTDOWN', 'SAVE');
    await sleep(1);
    await lab.start(server, { wait: false });
    await lab.ready(server, 60);
    await lab.load(server, 12);
    await lab.say(server, 'SHUTDOWN', 'NOSAVE');
    await sleep(1);
    lab.keep('redis.log');
  }),
};
