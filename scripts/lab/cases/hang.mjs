import { execFileSync } from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { resp, sleep } from '../lab.mjs';

const NOT = ['deadlock/*', 'crash/*'];

function output(lab, file, command, args) {
  let text = '';
  try {
    text = execFileSync(command, args, { encoding: 'latin1', stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  } catch (error) {
    text = `${error.stdout ?? ''}${error.stderr ?? ''}`;
  }
  lab.note(`${command} ${args.join(' ')} > ${file}`);
  lab.write(file, text);
}

/** Sends a command and does not wait for its answer. */
function fire(lab, server, words) {
  lab.note(`${server.name}: ${words.join(' ').slice(0, 140)} (not waited for)`);
  const socket = connect(server.port, '127.0.0.1', () => socket.write(resp(words)));
  socket.on('error', () => {});
  lab.cleanups.push(() => socket.destroy());
}

/** KEYS with a pattern that matches nothing, `times` times in one transaction: some seconds each. */
function slowTransaction(lab, server, times) {
  lab.note(`${server.name}: MULTI, ${times} times KEYS *a*a*[b-z]*x*, EXEC (not waited for)`);
  const socket = connect(server.port, '127.0.0.1', () =>
    socket.write([['MULTI'], ...Array.from({ length: times }, () => ['KEYS', '*a*a*[b-z]*x*']), ['EXEC']].map(resp).join('')),
  );
  socket.on('error', () => {});
  lab.cleanups.push(() => socket.destroy());
}

const gdb = (lab, server, file) =>
  output(lab, file, 'gdb', ['-p', String(server.pid), '-batch', '-ex', 'set pagination off', '-ex', 'thread apply all bt']);

export const cases = {
  'hang-stop-verbose': {
    label: {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['hang/slow-command', 'inconclusive'],
      mustNot: NOT,
      what: 'SIGSTOP for 40 s at verbose: the periodic lines are missing',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 25);
      const gapFrom = new Date().toISOString();
      lab.signal(server, 'STOP');
      await sleep(40);
      lab.signal(server, 'CONT');
      const gapTo = new Date().toISOString();
      await lab.load(server, 15);
      await lab.stop(server);
      lab.keep('redis.log');
      return { gapFrom, gapTo };
    },
  },
  'hang-stop-notice-nobody': {
    label: {
      verdict: ['healthy', 'inconclusive'],
      partial: ['hang/process-paused'],
      mustNot: [...NOT, 'exit/*'],
      what: 'SIGSTOP for 60 s at notice, nobody watches: the log cannot show it',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save 10 1'] }));
      await lab.load(server, 6);
      lab.signal(server, 'STOP');
      await sleep(60);
      lab.signal(server, 'CONT');
      await sleep(3);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-freezer-verbose': {
    label: {
      verdict: ['hang/process-paused', 'hang/main-thread-stuck'],
      partial: ['hang/slow-command', 'inconclusive'],
      mustNot: NOT,
      what: 'the freezer cgroup holds the whole process for 35 s at verbose',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      const group = `/sys/fs/cgroup/freezer/lab-${lab.name}`;
      mkdirSync(group, { recursive: true });
      lab.cleanups.push(() => rmdirSync(group));
      lab.cleanups.push(() => writeFileSync(`${group}/freezer.state`, 'THAWED'));
      writeFileSync(`${group}/cgroup.procs`, String(server.pid));
      await lab.load(server, 25);
      const gapFrom = new Date().toISOString();
      lab.note('freezer: FROZEN');
      writeFileSync(`${group}/freezer.state`, 'FROZEN');
      await sleep(35);
      writeFileSync(`${group}/freezer.state`, 'THAWED');
      lab.note('freezer: THAWED');
      const gapTo = new Date().toISOString();
      await lab.load(server, 15);
      await lab.stop(server);
      lab.keep('redis.log');
      return { gapFrom, gapTo };
    },
  },
  'hang-stop-proc-status': {
    label: {
      verdict: ['hang/process-paused'],
      partial: ['hang/main-thread-stuck', 'inconclusive'],
      mustNot: NOT,
      what: 'stopped process: its log, /proc/PID/status and ps of threads',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.load(server, 3);
      lab.signal(server, 'STOP');
      await sleep(4);
      output(lab, 'status.txt', 'cat', [`/proc/${server.pid}/status`]);
      output(lab, 'ps-threads.txt', 'ps', ['-L', '-o', 'pid,tid,stat,wchan:20,comm', '-p', String(server.pid)]);
      lab.keep('redis.log');
    },
  },
  'hang-sleep-gdb-twice': {
    label: {
      verdict: ['hang/main-thread-stuck', 'hang/slow-command'],
      partial: ['hang/process-paused'],
      mustNot: NOT,
      what: 'DEBUG SLEEP: log and two stack dumps ten seconds apart',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose' }));
      await lab.load(server, 20);
      fire(lab, server, ['DEBUG', 'SLEEP', '30']);
      await sleep(6);
      gdb(lab, server, 'gdb-1.txt');
      await sleep(10);
      gdb(lab, server, 'gdb-2.txt');
      await lab.ready(server, 40);
      await lab.load(server, 10);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-keys-in-exec-eustack': {
    label: {
      verdict: ['hang/slow-command'],
      partial: ['hang/main-thread-stuck'],
      mustNot: NOT,
      what: 'a transaction of many KEYS: two eu-stack dumps of the busy process, and its log',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', '4000000', 'a'.repeat(50), '4');
      await lab.load(server, 16);
      slowTransaction(lab, server, 12);
      await sleep(6);
      output(lab, 'eu-stack.txt', 'eu-stack', ['-p', String(server.pid)]);
      await sleep(9);
      output(lab, 'eu-stack-2.txt', 'eu-stack', ['-p', String(server.pid)]);
      lab.signal(server, 'KILL');
      await sleep(0.5);
      lab.keep('redis.log');
    },
  },
  'hang-keys-in-exec-segv': {
    label: {
      verdict: ['hang/slow-command'],
      partial: ['hang/main-thread-stuck', 'crash/sent-signal'],
      mustNot: ['deadlock/*', 'crash/fault'],
      what: 'a transaction of many KEYS for 25 s, then a watchdog sends SIGSEGV: the report shows the command and the frozen clock',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', '4000000', 'a'.repeat(50), '4');
      await lab.load(server, 4);
      const gapFrom = new Date().toISOString();
      slowTransaction(lab, server, 20);
      await sleep(25);
      lab.signal(server, 'SEGV');
      const gapTo = new Date().toISOString();
      await Promise.race([server.child.exited, sleep(12)]);
      lab.keep('redis.log');
      return { gapFrom, gapTo };
    },
  },
  'hang-slowlog-latency': {
    label: {
      verdict: ['hang/slow-command'],
      partial: ['hang/main-thread-stuck'],
      mustNot: NOT,
      what: 'KEYS * over a million keys and a big SORT: SLOWLOG and LATENCY outputs, and a log at notice',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['latency-monitor-threshold 100', 'save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', '3000000', 'key', '10');
      await lab.say(server, 'EVAL', "for i=1,10 do redis.call('KEYS','*nothing*') end", 0);
      for (let i = 0; i < 3; i++) await lab.cli(server, 'KEYS', '*nothing*');
      output(lab, 'slowlog.txt', 'redis-cli', ['-p', String(server.port), 'SLOWLOG', 'GET', '20']);
      output(lab, 'latency.txt', 'redis-cli', ['-p', String(server.port), 'LATENCY', 'LATEST']);
      await lab.stop(server, 'KILL');
      lab.keep('redis.log');
    },
  },
  'hang-lua-killed-by-user': {
    label: {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck'],
      mustNot: NOT,
      what: 'an endless Lua loop for 20 s, ended by SCRIPT KILL',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['busy-reply-threshold 3000'] }));
      await lab.load(server, 4);
      const gapFrom = new Date().toISOString();
      fire(lab, server, ['EVAL', 'while true do end', '0']);
      await sleep(20);
      await lab.say(server, 'SCRIPT', 'KILL');
      const gapTo = new Date().toISOString();
      await sleep(3);
      await lab.stop(server);
      lab.keep('redis.log');
      return { gapFrom, gapTo };
    },
  },
  'hang-function-killed': {
    label: {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck'],
      mustNot: NOT,
      what: 'an endless function, ended by FUNCTION KILL',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['busy-reply-threshold 2000'] }));
      await lab.say(server, 'FUNCTION', 'LOAD', "#!lua name=lib\nredis.register_function('spin', function() while true do end end)");
      await lab.load(server, 15);
      fire(lab, server, ['FCALL', 'spin', '0']);
      await sleep(15);
      await lab.say(server, 'FUNCTION', 'KILL');
      await lab.load(server, 8);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-lua-wrote-killed-nosave': {
    label: {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck', 'exit/killed'],
      mustNot: NOT,
      what: 'an endless script that has written: SCRIPT KILL is refused, SIGKILL and a restart end it',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['busy-reply-threshold 3000'] }));
      await lab.load(server, 3);
      fire(lab, server, ['EVAL', "redis.call('SET','x','1') while true do end", '0']);
      await sleep(9);
      await lab.say(server, 'SCRIPT', 'KILL');
      await sleep(4);
      await lab.stop(server, 'KILL');
      await sleep(1);
      await lab.start(server);
      await sleep(3);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-lua-pattern': {
    label: {
      verdict: ['hang/slow-script', 'hang/slow-command', 'hang/main-thread-stuck'],
      partial: ['crash/sent-signal'],
      mustNot: ['deadlock/*', 'crash/fault'],
      what: 'a Lua pattern that backtracks cannot be interrupted: no slow-script line; SIGABRT after 25 s',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['busy-reply-threshold 3000'] }));
      await lab.load(server, 3);
      const gapFrom = new Date().toISOString();
      fire(lab, server, ['EVAL', "return string.find(string.rep('a', 80), string.rep('a*', 40) .. 'b')", '0']);
      await sleep(25);
      lab.signal(server, 'ABRT');
      const gapTo = new Date().toISOString();
      await Promise.race([server.child.exited, sleep(8)]);
      lab.keep('redis.log');
      return { gapFrom, gapTo };
    },
  },
  'hang-watchdog-sleep': {
    label: {
      verdict: ['hang/main-thread-stuck', 'hang/slow-command'],
      partial: ['hang/process-paused'],
      mustNot: NOT,
      what: 'DEBUG SLEEP 6 with the software watchdog at 1 s',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis'));
      await lab.say(server, 'CONFIG', 'SET', 'watchdog-period', 1000);
      await lab.load(server, 3);
      await lab.say(server, 'DEBUG', 'SLEEP', 6);
      await lab.load(server, 2);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-watchdog-lua': {
    label: {
      verdict: ['hang/slow-script'],
      partial: ['hang/main-thread-stuck', 'hang/slow-command'],
      mustNot: NOT,
      what: 'a busy script with the software watchdog at 1 s',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['busy-reply-threshold 5000'] }));
      await lab.say(server, 'CONFIG', 'SET', 'watchdog-period', 1000);
      await lab.load(server, 2);
      await lab.say(server, 'EVAL', 'local t=redis.call("TIME")[1] while redis.call("TIME")[1]-t < 4 do end', 0);
      await lab.load(server, 2);
      await lab.stop(server);
      lab.keep('redis.log');
    },
  },
  'hang-ignored-sigterm': {
    label: {
      verdict: ['hang/main-thread-stuck', 'hang/slow-command', 'hang/process-paused'],
      partial: ['exit/killed', 'inconclusive'],
      mustNot: NOT,
      what: 'main is busy for half a minute at notice; SIGTERM after 5 s is acted upon only when it has finished',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { conf: ['save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', '4000000', 'a'.repeat(50), '4');
      await lab.load(server, 3);
      slowTransaction(lab, server, 7);
      await sleep(5);
      lab.signal(server, 'TERM');
      await Promise.race([server.child.exited, sleep(60)]);
      lab.keep('redis.log');
    },
  },
  'healthy-debug-reload-big': {
    label: {
      verdict: ['healthy'],
      mustNot: [...NOT, 'hang/*', 'exit/*'],
      what: 'DEBUG RELOAD of a big data set at verbose: main is busy for seconds and says so',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', '2000000');
      await lab.load(server, 12);
      await lab.say(server, 'DEBUG', 'RELOAD');
      await lab.load(server, 12);
      await lab.stop(server, 'TERM');
      lab.keep('redis.log');
    },
  },
  'child-stopped-bgsave': {
    label: {
      verdict: ['hang/child'],
      partial: ['inconclusive'],
      mustNot: ['hang/main-thread-stuck', 'hang/process-paused', ...NOT],
      what: 'the child of a BGSAVE is stopped and never ends; the server lives on at verbose; INFO and ps',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['rdb-key-save-delay 1000', 'save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', 20000);
      await lab.say(server, 'BGSAVE');
      await sleep(1);
      const child = Number(execFileSync('pgrep', ['-P', String(server.pid)], { encoding: 'utf8' }).trim());
      lab.signal(server, 'STOP', child);
      await lab.load(server, 60, { every: 1 });
      output(lab, 'info.txt', 'redis-cli', ['-p', String(server.port), 'INFO']);
      output(lab, 'ps.txt', 'ps', ['-o', 'pid,ppid,stat,etime,wchan:20,args', '-p', `${server.pid},${child}`]);
      lab.signal(server, 'KILL', child);
      lab.keep('redis.log');
    },
  },
  'child-stopped-bgsave-log-only': {
    label: {
      verdict: ['hang/child', 'inconclusive'],
      partial: ['healthy'],
      mustNot: ['hang/main-thread-stuck', 'hang/process-paused', 'exit/*', ...NOT],
      what: 'the same: only the log, 75 s of periodic lines after "Background saving started"',
    },
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: ['rdb-key-save-delay 1000', 'save ""'] }));
      await lab.say(server, 'DEBUG', 'POPULATE', 20000);
      await lab.say(server, 'BGSAVE');
      await sleep(1);
      const child = Number(execFileSync('pgrep', ['-P', String(server.pid)], { encoding: 'utf8' }).trim());
      lab.signal(server, 'STOP', child);
      await lab.load(server, 75, { every: 1 });
      await lab.stop(server, 'TERM');
      lab.signal(server, 'KILL', child);
      lab.keep('redis.log');
    },
  },
};
