import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { sleep, tail, text } from '../lab.mjs';

/** A life with load, a death by `kill`, and another life. */
async function twoLives(lab, options, kill, seconds = [8, 6]) {
  const server = await lab.start(lab.server('redis', options));
  await lab.load(server, seconds[0]);
  await kill(server);
  await Promise.race([server.child.exited, sleep(8)]);
  await sleep(1);
  await lab.start(server);
  await lab.load(server, seconds[1]);
  return server;
}

const SYSLOGD = `
import socket, sys, time, os
path, out = sys.argv[1], open(sys.argv[2], 'ab', buffering=0)
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind(path); os.chmod(path, 0o777)
while True:
    d = s.recv(65536).rstrip(b'\\n\\0')
    d = d[d.index(b'>') + 1:]
    out.write(d[:16] + b'db17 ' + d[16:] + b'\\n')
`;

/** A receiver of /dev/log, which writes the traditional format: stamp, host, ident[pid], message. */
async function syslogged(lab, act) {
  writeFileSync(lab.path('syslogd.py'), SYSLOGD);
  const daemon = spawn('python3', [lab.path('syslogd.py'), '/dev/log', lab.path('syslog')], { stdio: 'inherit', detached: true });
  lab.children.push(daemon);
  lab.cleanups.push(() => execFileSync('rm', ['-f', '/dev/log']));
  await sleep(1);
  await act();
  lab.keep('syslog');
}

export const cases = {
  'logs-last-200-lines-of-crash': {
    label: {
      verdict: ['crash/assertion', 'crash/panic', 'crash/fault', 'crash/sent-signal', 'inconclusive'],
      mustNot: ['hang/*', 'deadlock/*'],
      what: 'only the last 200 lines of a log that ends with a failed assertion: they begin inside the report, behind its head',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'debug' }));
      await lab.load(server, 35, { every: 0.1 });
      await lab.say(server, 'DEBUG', 'ASSERT');
      await Promise.race([server.child.exited, sleep(8)]);
      lab.write('tail.log', tail(text(server.log), 200));
    },
  },
  'logs-last-200-lines-of-kill': {
    label: {
      verdict: ['exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'only the last 200 lines of a verbose log: SIGKILL and the restart are in them',
    },
    run: async (lab) => {
      const server = await twoLives(lab, { level: 'debug' }, async (it) => lab.signal(it, 'KILL'), [30, 8]);
      await lab.stop(server);
      lab.write('tail.log', tail(text(server.log), 200));
    },
  },
  'logs-cut-both-ends-healthy': {
    label: {
      verdict: ['healthy'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'],
      what: 'a verbose log cut in the middle of a line at both ends',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['save 5 1'] }));
      await lab.load(server, 40);
      await lab.stop(server);
      const all = text(server.log);
      lab.write('part.log', all.slice(1900, all.length - 700));
    },
  },
  'logs-cut-in-report': {
    label: {
      verdict: ['crash/fault', 'crash/sent-signal'],
      partial: ['inconclusive'],
      mustNot: ['hang/*', 'deadlock/*'],
      what: 'the log ends in the middle of the crash report (the disk was full, the container gone)',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 12);
      await lab.say(server, 'DEBUG', 'SEGFAULT');
      await Promise.race([server.child.exited, sleep(8)]);
      const all = text(server.log);
      lab.write('part.log', all.slice(0, all.indexOf('STACK TRACE') + 400));
    },
  },
  'logs-report-tail-only': {
    label: {
      verdict: ['crash/fault', 'crash/sent-signal', 'crash/assertion', 'crash/panic', 'inconclusive'],
      partial: ['healthy'],
      mustNot: ['hang/*', 'deadlock/*'],
      what: 'only the end of a crash report: its head with the signal is missing',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.load(server, 2);
      await lab.say(server, 'DEBUG', 'SEGFAULT');
      await Promise.race([server.child.exited, sleep(8)]);
      const all = text(server.log);
      lab.write('part.log', all.slice(all.indexOf('------ INFO OUTPUT ------')));
    },
  },
  'logs-rotated-rename-gz': {
    label: {
      verdict: ['exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'rotation by rename (the server opens its log for every line); the old part is compressed; SIGKILL and restart are in the old part',
    },
    run: async (lab) => {
      const server = await twoLives(lab, { level: 'verbose' }, async (it) => lab.signal(it, 'KILL'), [12, 10]);
      renameSync(server.log, `${server.log}.1`);
      lab.note('rotated');
      await lab.load(server, 10);
      renameSync(`${server.log}.1`, `${server.log}.2`);
      execFileSync('gzip', [`${server.log}.2`]);
      renameSync(server.log, `${server.log}.1`);
      await lab.load(server, 8);
      await lab.stop(server);
      lab.keep('redis.log', 'redis.log.1', 'redis.log.2.gz');
    },
  },
  'logs-rotated-healthy-dates': {
    label: {
      verdict: ['healthy'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*', 'exit/*'],
      what: 'rotation by rename with dates in the names (dateext), clean restart in between',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 12);
      renameSync(server.log, `${server.log}-20261122`);
      await lab.load(server, 8);
      await lab.stop(server);
      await lab.start(server);
      await lab.load(server, 8);
      renameSync(server.log, `${server.log}-20261123`);
      await lab.load(server, 12);
      await lab.stop(server);
      lab.keep('redis.log', 'redis.log-20261122', 'redis.log-20261123');
    },
  },
  'logs-rotated-copytruncate-crash': {
    label: {
      verdict: ['crash/panic'],
      mustNot: ['hang/*', 'deadlock/*'],
      what: 'rotation by copytruncate; the panic is in the old part, the new life in the current one',
    },
    run: async (lab) => {
      const server = await twoLives(lab, { level: 'verbose' }, (it) => lab.say(it, 'DEBUG', 'PANIC'), [10, 5]);
      copyFileSync(server.log, `${server.log}.1`);
      truncateSync(server.log);
      lab.note('copytruncate');
      await lab.load(server, 12);
      await lab.stop(server);
      lab.keep('redis.log', 'redis.log.1');
    },
  },
  'logs-stdout-json-lines': {
    label: {
      verdict: ['exit/killed'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'log to stdout, wrapped line by line as the json-file driver of Docker does; SIGKILL and restart',
      note: 'the wrapping is done by this script, not by Docker',
    },
    run: async (lab) => {
      const lines = [];
      const run = async (seconds) => {
        const server = lab.server('redis', { log: null, level: 'verbose' });
        const child = spawn('redis-server', [server.conf], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
        lab.children.push(child);
        lab.note(`start redis (pid ${child.pid})`);
        createInterface({ input: child.stdout }).on('line', (line) =>
          lines.push(JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: new Date().toISOString().replace('Z', '000000Z') })),
        );
        await lab.ready(server);
        await lab.load(server, seconds);
        return child;
      };
      const first = await run(14);
      first.kill('SIGKILL');
      lab.note('kill -KILL');
      await sleep(1.5);
      const second = await run(10);
      second.kill('SIGTERM');
      await sleep(2);
      lab.write('0f3c9d2e7b-json.log', `${lines.join('\n')}\n`);
    },
  },
  'logs-syslog-kill9': {
    label: {
      verdict: ['exit/killed'],
      partial: ['inconclusive'],
      mustNot: ['hang/*', 'deadlock/*', 'crash/*'],
      what: 'syslog-enabled: only the syslog is there; SIGKILL and restart',
      note: 'a small receiver of /dev/log wrote the traditional format',
    },
    run: (lab) =>
      syslogged(lab, async () => {
        const server = await twoLives(
          lab,
          { level: 'verbose', conf: ['syslog-enabled yes', 'syslog-ident redis'] },
          async (it) => lab.signal(it, 'KILL'),
          [14, 10],
        );
        await lab.stop(server);
      }),
  },
};
