import { masterAndReplicas, sentinels, sleep } from '../lab.mjs';

const SERVERS = ['redis-a.log', 'redis-b.log', 'redis-c.log'];
const WATCHERS = ['sentinel-1.log', 'sentinel-2.log', 'sentinel-3.log'];

async function stopAll(lab, servers) {
  for (const server of servers) lab.signal(server, 'TERM');
  await Promise.race([Promise.all(servers.map((server) => server.child.exited)), sleep(20)]);
}

async function scene(lab, replicas = 2, watchers = 3, options = {}) {
  const group = await masterAndReplicas(lab, replicas, options);
  const watching = await sentinels(lab, watchers, group.master);
  await sleep(8);
  return { ...group, watching, all: [...watching, ...group.replicas, group.master] };
}

/** Something happens to the master; then the logs of a part of the scene. */
function happens(what, label, act, keep) {
  return {
    label: { ...label, what },
    run: async (lab) => {
      const stage = await scene(lab);
      const more = await act(lab, stage);
      await stopAll(lab, stage.all);
      lab.keep(...keep);
      return more;
    },
  };
}

async function killed(lab, { master }) {
  lab.signal(master, 'KILL');
  await sleep(14);
  await lab.start(master);
  await sleep(14);
}

async function stopped(lab, { master }) {
  const gapFrom = new Date().toISOString();
  lab.signal(master, 'STOP');
  await sleep(20);
  lab.signal(master, 'CONT');
  const gapTo = new Date().toISOString();
  await sleep(14);
  return { gapFrom, gapTo };
}

async function asleep(lab, { master }) {
  const gapFrom = new Date().toISOString();
  await lab.say(master, 'DEBUG', 'SLEEP', 18);
  const gapTo = new Date().toISOString();
  await sleep(14);
  return { gapFrom, gapTo };
}

const NO_FAULT = ['hang/*', 'deadlock/*', 'crash/*', 'exit/*', 'sentinel/*'];

export const cases = {
  'sentinel-killed-watchers-only': happens(
    'the master is killed; only the logs of the Sentinels',
    { verdict: ['sentinel/failover'], mustNot: ['hang/*', 'deadlock/*', 'crash/*'] },
    killed,
    WATCHERS,
  ),
  'sentinel-killed-all-logs': happens(
    'the master is killed and restarted; all logs',
    { verdict: ['exit/killed', 'sentinel/failover'], mustNot: ['hang/*', 'deadlock/*', 'crash/*'], process: '*redis-a*' },
    killed,
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-killed-victim-only': happens(
    'the master is killed and restarted; only its own log',
    { verdict: ['exit/killed'], mustNot: ['hang/*', 'deadlock/*', 'crash/*'] },
    killed,
    ['redis-a.log'],
  ),
  'sentinel-killed-one-watcher': happens(
    'the master is killed; the log of one Sentinel',
    { verdict: ['sentinel/failover'], mustNot: ['hang/*', 'deadlock/*', 'crash/*'] },
    killed,
    ['sentinel-2.log'],
  ),
  'sentinel-stopped-all-logs': happens(
    'the master is stopped for 20 s; all logs',
    {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['sentinel/failover', 'hang/slow-command'],
      mustNot: ['deadlock/*', 'crash/*'],
      process: '*redis-a*',
    },
    stopped,
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-sleep-all-logs': happens(
    'DEBUG SLEEP 18 on the master; all logs',
    {
      verdict: ['hang/main-thread-stuck', 'hang/process-paused', 'hang/slow-command'],
      partial: ['sentinel/failover'],
      mustNot: ['deadlock/*', 'crash/*'],
      process: '*redis-a*',
    },
    asleep,
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-stopped-watchers-only': happens(
    'the master is stopped for 20 s; only the logs of the Sentinels',
    { verdict: ['sentinel/failover'], partial: ['inconclusive'], mustNot: ['deadlock/*', 'crash/*', 'exit/*'] },
    async (lab, stage) => void (await stopped(lab, stage)),
    WATCHERS,
  ),
  'sentinel-planned-failover': happens(
    'SENTINEL FAILOVER: planned',
    { verdict: ['healthy'], mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'] },
    async (lab, { watching }) => {
      await lab.say(watching[0], 'SENTINEL', 'FAILOVER', 'mymaster');
      await sleep(16);
    },
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-planned-failover-watchers-only': happens(
    'SENTINEL FAILOVER: planned; only the logs of the Sentinels',
    { verdict: ['healthy'], mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'] },
    async (lab, { watching }) => {
      await lab.say(watching[1], 'SENTINEL', 'FAILOVER', 'mymaster');
      await sleep(16);
    },
    WATCHERS,
  ),
  'sentinel-replica-down': happens(
    'a replica is stopped cleanly and started again 10 s later',
    { verdict: ['healthy', 'inconclusive'], partial: ['sentinel/failover'], mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'] },
    async (lab, { replicas }) => {
      await lab.stop(replicas[0]);
      await sleep(10);
      await lab.start(replicas[0]);
      await sleep(8);
    },
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-master-clean-restart': happens(
    'the master is shut down cleanly and Sentinel fails over',
    { verdict: ['sentinel/failover', 'healthy'], partial: ['inconclusive'], mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'] },
    async (lab, { master }) => {
      await lab.stop(master);
      await sleep(12);
      await lab.start(master);
      await sleep(12);
    },
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-crash-all-logs': happens(
    'an assertion fails on the master; all logs',
    { verdict: ['crash/assertion'], partial: ['sentinel/failover'], mustNot: ['hang/*', 'deadlock/*'], process: '*redis-a*' },
    async (lab, { master }) => {
      await lab.say(master, 'DEBUG', 'ASSERT');
      await sleep(18);
    },
    [...SERVERS, ...WATCHERS],
  ),
  'sentinel-no-good-replica': {
    label: {
      verdict: ['sentinel/failover'],
      partial: ['inconclusive'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'the master is killed and the only replica may not be promoted (priority 0): the failover is aborted; logs of the Sentinels',
    },
    run: async (lab) => {
      const stage = await scene(lab, 1, 3, { replica: { conf: ['replica-priority 0'] } });
      lab.signal(stage.master, 'KILL');
      await sleep(25);
      await stopAll(lab, stage.all);
      lab.keep(...WATCHERS);
    },
  },
  'sentinel-quiet': {
    label: { verdict: ['healthy'], mustNot: NO_FAULT, what: 'Sentinels and servers start, run and stop' },
    run: async (lab) => {
      const stage = await scene(lab, 1, 3);
      await sleep(20);
      await stopAll(lab, stage.watching);
      await stopAll(lab, [...stage.replicas, stage.master]);
      lab.keep('redis-a.log', 'redis-b.log', ...WATCHERS);
    },
  },
};
