import { execFileSync } from 'node:child_process';
import { cluster, isMaster, sleep } from '../lab.mjs';

const logsOf = (nodes) => nodes.map((node) => `${node.name}.log`);

async function stopAll(lab, nodes) {
  for (const node of nodes) lab.signal(node, 'TERM');
  await Promise.race([Promise.all(nodes.map((node) => node.child.exited)), sleep(20)]);
}

async function replicaOf(lab, nodes, master) {
  const port = String(master.port);
  for (const node of nodes) if (new RegExp(`master_port:${port}`).test(await lab.cli(node, 'INFO', 'replication'))) return node;
  return undefined;
}

/** Stops or kills the first master and gives the logs of all, of the survivors, or of the victim. */
function loses(how, keep, label) {
  return {
    label,
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      const victim = nodes[0];
      const gapFrom = new Date().toISOString();
      lab.signal(victim, how === 'stop' ? 'STOP' : 'KILL');
      await sleep(15);
      const gapTo = new Date().toISOString();
      if (how === 'stop') lab.signal(victim, 'CONT');
      if (how === 'restart') await lab.start(victim);
      await sleep(6);
      await stopAll(lab, nodes);
      const wanted = { all: nodes, survivors: nodes.slice(1), victim: [victim] }[keep];
      lab.keep(...logsOf(wanted));
      return how === 'stop' && keep === 'all' ? { gapFrom, gapTo } : {};
    },
  };
}

export const cases = {
  'cluster-two-of-three-gone': {
    label: {
      verdict: ['cluster/down', 'cluster/node-failure', 'exit/killed'],
      partial: ['inconclusive'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'two of three masters are killed and stay away: no quorum, no failover; logs of the survivors',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      for (const node of nodes.slice(0, 2)) lab.signal(node, 'KILL');
      await sleep(20);
      await stopAll(lab, nodes.slice(2));
      lab.keep(...logsOf(nodes.slice(2)));
    },
  },
  'cluster-slots-deleted': {
    label: {
      verdict: ['cluster/down'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'],
      what: 'slots are deleted from a node: full coverage is lost, the cluster is down until they are given back',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 0);
      await lab.say(nodes[0], 'CLUSTER', 'DELSLOTS', 0, 1, 2, 3);
      for (const node of nodes.slice(1)) await lab.say(node, 'CLUSTER', 'DELSLOTS', 0, 1, 2, 3);
      await sleep(10);
      await lab.say(nodes[0], 'CLUSTER', 'ADDSLOTS', 0, 1, 2, 3);
      await sleep(6);
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
    },
  },
  'cluster-master-without-replica-killed': {
    label: {
      verdict: ['cluster/down', 'exit/killed'],
      partial: ['cluster/node-failure'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'a master without a replica is killed: its slots are gone; logs of the survivors',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 0);
      lab.signal(nodes[0], 'KILL');
      await sleep(15);
      await stopAll(lab, nodes.slice(1));
      lab.keep(...logsOf(nodes.slice(1)));
    },
  },
  'cluster-stopped-survivors-only': loses('stop', 'survivors', {
    verdict: ['cluster/node-failure'],
    partial: ['cluster/down', 'inconclusive'],
    mustNot: ['crash/*', 'deadlock/*', 'exit/*'],
    what: 'a master is stopped for 15 s and failed over; its own log is not there',
  }),
  'cluster-stopped-all-logs': loses('stop', 'all', {
    verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
    partial: ['cluster/node-failure', 'hang/slow-command'],
    mustNot: ['crash/*', 'deadlock/*'],
    what: 'a master is stopped for 15 s at notice and failed over; all logs',
    process: '*node-1*',
  }),
  'cluster-stopped-victim-only': loses('stop', 'victim', {
    verdict: ['inconclusive', 'hang/process-paused', 'hang/main-thread-stuck', 'cluster/node-failure'],
    partial: ['healthy'],
    mustNot: ['crash/*', 'deadlock/*', 'exit/*'],
    what: 'a master is stopped for 15 s and failed over; only its own log: it finds itself a replica',
  }),
  'cluster-killed-restarted-survivors': loses('restart', 'survivors', {
    verdict: ['cluster/node-failure'],
    partial: ['cluster/down'],
    mustNot: ['hang/*', 'crash/*', 'deadlock/*'],
    what: 'a master is killed, failed over and started again; its own log is not there',
  }),
  'cluster-killed-restarted-victim': loses('restart', 'victim', {
    verdict: ['exit/killed'],
    partial: ['cluster/node-failure'],
    mustNot: ['hang/*', 'crash/*', 'deadlock/*'],
    what: 'the same; only the log of the node that was killed',
  }),
  'cluster-manual-failover': {
    label: { verdict: ['healthy'], mustNot: ['cluster/*', 'hang/*', 'crash/*', 'exit/*'], what: 'CLUSTER FAILOVER on a replica: planned' },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      const replica = await replicaOf(lab, nodes, nodes[0]);
      await lab.say(replica, 'CLUSTER', 'FAILOVER');
      await sleep(6);
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
    },
  },
  'cluster-takeover': {
    label: {
      verdict: ['healthy'],
      partial: ['inconclusive'],
      mustNot: ['hang/*', 'crash/*', 'exit/*'],
      what: 'CLUSTER FAILOVER TAKEOVER on a replica: by order, without an election',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      const replica = await replicaOf(lab, nodes, nodes[0]);
      await lab.say(replica, 'CLUSTER', 'FAILOVER', 'TAKEOVER');
      await sleep(6);
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
    },
  },
  'cluster-reshard': {
    label: {
      verdict: ['healthy'],
      mustNot: ['cluster/*', 'hang/*', 'crash/*', 'exit/*'],
      what: 'slots with keys are moved between masters at verbose',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 0, { level: 'verbose' });
      for (let i = 0; i < 200; i++) if (i % 20 === 0) await lab.cli(nodes[0], '-c', 'SET', `k${i}`, i);
      const from = (await lab.cli(nodes[0], 'CLUSTER', 'MYID')).trim();
      const to = (await lab.cli(nodes[1], 'CLUSTER', 'MYID')).trim();
      execFileSync('redis-cli', [
        '--cluster',
        'reshard',
        `127.0.0.1:${nodes[0].port}`,
        '--cluster-from',
        from,
        '--cluster-to',
        to,
        '--cluster-slots',
        '200',
        '--cluster-yes',
      ]);
      lab.note('200 slots moved');
      await sleep(8);
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
    },
  },
  'cluster-rolling-restart': {
    label: {
      verdict: ['healthy'],
      partial: ['cluster/node-failure'],
      mustNot: ['hang/*', 'crash/*', 'exit/*', 'deadlock/*'],
      what: 'the replicas are restarted one after the other, cleanly and quickly',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      for (const node of nodes) {
        if (await isMaster(lab, node)) continue;
        await lab.stop(node);
        await lab.start(node);
        await sleep(3);
      }
      await sleep(3);
      await stopAll(lab, nodes);
      lab.keep(...logsOf(nodes));
    },
  },
  'cluster-crash-survivors-only': {
    label: {
      verdict: ['cluster/node-failure'],
      partial: ['cluster/down'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'a master panics and is failed over; its own log is not there',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1);
      await lab.say(nodes[1], 'DEBUG', 'PANIC');
      await sleep(14);
      const rest = nodes.filter((node) => node !== nodes[1]);
      await stopAll(lab, rest);
      lab.keep(...logsOf(rest));
    },
  },
  'cluster-replica-cannot-win': {
    label: {
      verdict: ['cluster/down', 'cluster/node-failure', 'exit/killed'],
      partial: ['inconclusive'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'a master dies and its only replica may not be promoted (cluster-replica-no-failover): slots stay uncovered; survivors only',
    },
    run: async (lab) => {
      const nodes = await cluster(lab, 3, 1, { conf: ['cluster-replica-no-failover yes'] });
      lab.signal(nodes[0], 'KILL');
      await sleep(18);
      await stopAll(lab, nodes.slice(1));
      lab.keep(...logsOf(nodes.slice(1)));
    },
  },
};
