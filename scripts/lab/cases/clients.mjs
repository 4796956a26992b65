import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { raw, resp, sleep } from '../lab.mjs';

const NOT = ['crash/*', 'hang/*', 'exit/*', 'deadlock/*'];

/** Connections that stay open; `words` is sent on each, nothing is read. */
async function open(lab, port, n, words) {
  const sockets = Array.from({ length: n }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    if (words !== undefined) {
      socket.on('connect', () => {
        socket.write(resp(words));
        socket.pause();
      });
    }
    return socket;
  });
  lab.cleanups.push(() => closeAll(sockets));
  await sleep(1);
  return sockets;
}

function closeAll(sockets) {
  for (const socket of sockets) socket.destroy();
}

async function info(lab, server, ...section) {
  lab.write('info.txt', `${await lab.cli(server, 'INFO', ...section)}\n`);
}

export const cases = {
  'clients-maxclients-info': {
    label: {
      verdict: ['clients/limit'],
      partial: ['healthy'],
      mustNot: NOT,
      what: 'maxclients 20 is reached: hundreds of connections are refused; the log at notice says nothing, INFO does',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['maxclients 20'] }));
      await open(lab, server.port, 19);
      for (let i = 0; i < 10; i++) closeAll(await open(lab, server.port, 40));
      await sleep(1);
      await info(lab, server);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'clients-too-many-files': {
    label: {
      verdict: ['clients/limit'],
      partial: ['inconclusive'],
      mustNot: NOT,
      what: 'the limit of open files is lowered under a running server: accept(2) fails; the log is standard output (a log file could not be opened either)',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { log: null }));
      await lab.load(server, 2);
      execFileSync('prlimit', ['--pid', String(server.pid), '--nofile=30:30']);
      lab.note('prlimit --nofile=30');
      const list = Array.from({ length: 26 }, () => connect(server.port, '127.0.0.1').on('error', () => {}));
      await sleep(0.03);
      closeAll(list);
      await sleep(3);
      await lab.stop(server, 'TERM');
      lab.keepCompressed('redis.out', 'stdout.log.gz');
    },
  },
  'clients-output-buffer-monitor': {
    label: {
      verdict: ['clients/limit'],
      partial: ['healthy'],
      mustNot: [...NOT, 'replication/*'],
      what: 'a MONITOR client that does not read is closed at its output buffer limit',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['client-output-buffer-limit normal 2mb 1mb 3'] }));
      await open(lab, server.port, 1, ['MONITOR']);
      const value = 'z'.repeat(200_000);
      await lab.load(server, 8, { every: 0.02, command: (i) => ['SET', `k${i % 10}`, value] });
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'clients-output-buffer-pubsub': {
    label: {
      verdict: ['clients/limit'],
      partial: ['healthy'],
      mustNot: [...NOT, 'replication/*'],
      what: 'subscribers that do not read are closed at their output buffer limit, again and again',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['client-output-buffer-limit pubsub 1mb 512kb 5'] }));
      for (let i = 0; i < 3; i++) {
        await open(lab, server.port, 3, ['SUBSCRIBE', 'news']);
        await lab.load(server, 4, { every: 0.02, command: () => ['PUBLISH', 'news', 'z'.repeat(200_000)] });
      }
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'clients-query-buffer-limit': {
    label: {
      verdict: ['clients/limit'],
      partial: ['healthy'],
      mustNot: NOT,
      what: 'a client sends a command that is bigger than the query buffer limit',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['client-query-buffer-limit 1mb'] }));
      for (let i = 0; i < 3; i++) {
        await raw(server.port, [`*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3000000\r\n${'q'.repeat(2_500_000)}`], 1).catch(() => '');
      }
      await sleep(1);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'clients-evicted': {
    label: {
      verdict: ['clients/limit'],
      partial: ['healthy', 'memory/maxmemory'],
      mustNot: NOT,
      what: 'maxmemory-clients: clients are evicted',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['maxmemory-clients 3mb', 'client-output-buffer-limit pubsub 0 0 0'] }));
      await open(lab, server.port, 4, ['SUBSCRIBE', 'news']);
      await lab.load(server, 6, { every: 0.02, command: () => ['PUBLISH', 'news', 'z'.repeat(200_000)] });
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'memory-noeviction-errorstats': {
    label: {
      verdict: ['memory/maxmemory'],
      partial: ['healthy'],
      mustNot: NOT,
      what: 'maxmemory with noeviction: thousands of writes are refused; INFO errorstats',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['maxmemory 3mb', 'save ""'] }));
      await raw(
        server.port,
        Array.from({ length: 6000 }, (_, i) => ['SET', `k${i}`, 'v'.repeat(1000)]),
        3,
      );
      await info(lab, server, 'everything');
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'memory-evictions': {
    label: {
      verdict: ['memory/maxmemory', 'healthy'],
      mustNot: NOT,
      what: 'allkeys-lru at maxmemory: hundreds of thousands of evictions; INFO',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['maxmemory 3mb', 'maxmemory-policy allkeys-lru', 'save ""'] }));
      await raw(
        server.port,
        Array.from({ length: 40_000 }, (_, i) => ['SET', `k${i}`, 'v'.repeat(500)]),
        5,
      );
      await info(lab, server);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'memory-maxmemory-lowered': {
    label: {
      verdict: ['memory/maxmemory', 'healthy'],
      partial: ['inconclusive'],
      mustNot: NOT,
      what: 'CONFIG SET maxmemory below the memory in use: the server warns',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', 100000);
      await lab.say(server, 'CONFIG', 'SET', 'maxmemory', '2mb');
      await lab.load(server, 3);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'security-http-post': {
    label: { verdict: ['security/cross-protocol'], mustNot: NOT, what: 'HTTP requests to the Redis port' },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.load(server, 2);
      for (const request of [
        'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\n\r\nabc',
        'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n',
      ])
        await raw(server.port, [request], 0.5).catch(() => '');
      await lab.load(server, 2);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'security-protocol-errors-verbose': {
    label: {
      verdict: ['healthy', 'security/cross-protocol', 'inconclusive'],
      mustNot: NOT,
      what: 'a TLS handshake and garbage on the plain port at verbose: protocol errors',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 6);
      await raw(server.port, ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n*9999999999\r\n'], 0.4).catch(() => '');
      await raw(server.port, ['*3\r\n$abc\r\n'], 0.4).catch(() => '');
      await lab.load(server, 6);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
};
