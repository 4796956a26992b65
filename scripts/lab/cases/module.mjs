import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { resp, sleep } from '../lab.mjs';

function build(lab) {
  const library = lab.path('trouble.so');
  execFileSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, new URL('../trouble.c', import.meta.url).pathname]);
  return library;
}

function fire(lab, server, command) {
  lab.note(`${server.name}: ${command} (not waited for)`);
  const socket = connect(server.port, '127.0.0.1', () => socket.write(resp([command])));
  socket.on('error', () => {});
  lab.cleanups.push(() => socket.destroy());
}

function dump(lab, server, file, command, args) {
  let text = '';
  try {
    text = execFileSync(command, [...args, '-p', String(server.pid)], {
      encoding: 'latin1',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
  } catch (error) {
    text = `${error.stdout ?? ''}${error.stderr ?? ''}`;
  }
  lab.note(`${command} > ${file}`);
  lab.write(file, text);
}

const gdb = (lab, server, file) => dump(lab, server, file, 'gdb', ['-batch', '-ex', 'thread apply all bt']);

function dies(command, label, options = {}) {
  return {
    label,
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { ...options, conf: [`loadmodule ${build(lab)}`, ...(options.conf ?? [])] }));
      await lab.load(server, 3);
      await lab.say(server, command);
      await Promise.race([server.child.exited, sleep(10)]);
      if (options.restart) {
        await sleep(1);
        await lab.start(server);
        await lab.load(server, 3);
        await lab.stop(server);
      }
      lab.keep('redis.log');
    },
  };
}

/** Main is stuck in the module; stacks are taken; then it is ended. */
function hangs(command, label, end, dumps) {
  return {
    label,
    run: async (lab) => {
      const server = await lab.start(lab.server('redis', { level: 'verbose', conf: [`loadmodule ${build(lab)}`] }));
      await lab.load(server, 17);
      const gapFrom = new Date().toISOString();
      fire(lab, server, command);
      await sleep(5);
      await dumps(lab, server);
      await sleep(14);
      if (end !== undefined) lab.signal(server, end);
      const gapTo = new Date().toISOString();
      if (end === undefined) await lab.ready(server, 30);
      else await Promise.race([server.child.exited, sleep(10)]);
      if (end === undefined) {
        await lab.load(server, 8);
        await lab.stop(server);
      }
      lab.keep('redis.log');
      // After SIGKILL nothing dates the end of the hang.
      return end === undefined || end === 'KILL' ? {} : { gapFrom, gapTo };
    },
  };
}

const FAULT = { verdict: ['crash/fault'], mustNot: ['deadlock/*', 'hang/*', 'crash/sent-signal'] };

export const cases = {
  'module-null-pointer': dies('TROUBLE.NULL', { ...FAULT, what: 'a module command writes to address 0' }),
  'module-own-thread-fault': dies('TROUBLE.THREAD', { ...FAULT, what: "a module's own thread faults two seconds later, main is idle" }),
  'module-stack-overflow': dies('TROUBLE.STACK', {
    ...FAULT,
    verdict: ['crash/fault', 'exit/killed', 'inconclusive', 'healthy'],
    what: 'endless recursion in a module command: the stack overflows, and no report can be written on it: the log ends',
  }),
  'module-abort': dies('TROUBLE.ABORT', {
    verdict: ['crash/fault', 'crash/assertion', 'crash/panic'],
    partial: ['crash/sent-signal'],
    mustNot: ['deadlock/*', 'hang/*'],
    what: 'a module calls abort(): SIGABRT from inside',
  }),
  'module-assert': dies('TROUBLE.ASSERT', {
    verdict: ['crash/assertion'],
    mustNot: ['deadlock/*', 'hang/*'],
    what: 'a module assertion fails (RedisModule_Assert)',
  }),
  'module-exits-restart': dies(
    'TROUBLE.EXIT',
    {
      verdict: ['exit/killed', 'inconclusive'],
      mustNot: ['deadlock/*', 'hang/*', 'crash/*', 'exit/oom-killer'],
      what: 'a module ends the process by _exit: no line; then a restart',
    },
    { restart: true },
  ),
  'module-sleep-log-only': hangs(
    'TROUBLE.SLEEP',
    {
      verdict: ['hang/main-thread-stuck', 'hang/process-paused'],
      partial: ['hang/slow-command', 'inconclusive'],
      mustNot: ['deadlock/*', 'crash/*'],
      what: 'a module command sleeps for 25 s on main at verbose; log only',
    },
    undefined,
    async () => {},
  ),
  'module-sleep-gdb': hangs(
    'TROUBLE.SLEEP',
    {
      verdict: ['hang/main-thread-stuck'],
      partial: ['hang/slow-command', 'hang/process-paused'],
      mustNot: ['deadlock/*', 'crash/*'],
      what: 'a module command sleeps for 25 s on main: log and one stack dump',
    },
    undefined,
    (lab, server) => gdb(lab, server, 'stacks.txt'),
  ),
  'module-spin-two-dumps': hangs(
    'TROUBLE.SPIN',
    {
      verdict: ['hang/main-thread-stuck', 'hang/slow-command'],
      partial: ['crash/sent-signal'],
      mustNot: ['deadlock/*', 'crash/fault'],
      what: 'a module command spins: two dumps, then SIGABRT by a watchdog',
    },
    'ABRT',
    async (lab, server) => {
      gdb(lab, server, 'stacks-1.txt');
      await sleep(5);
      gdb(lab, server, 'stacks-2.txt');
    },
  ),
  'module-self-deadlock': hangs(
    'TROUBLE.LOCK',
    {
      verdict: ['deadlock/module-lock', 'hang/main-thread-stuck'],
      partial: ['crash/sent-signal'],
      mustNot: ['deadlock/search-*', 'crash/fault'],
      what: 'a module command locks its own mutex twice: stacks, then SIGSEGV by a watchdog',
    },
    'SEGV',
    (lab, server) => gdb(lab, server, 'stacks.txt'),
  ),
  'module-self-deadlock-killed': hangs(
    'TROUBLE.LOCK',
    {
      verdict: ['deadlock/module-lock', 'hang/main-thread-stuck'],
      partial: ['inconclusive', 'hang/process-paused', 'exit/killed'],
      mustNot: ['deadlock/search-*', 'crash/*'],
      what: 'the same with eu-stack, then SIGKILL',
    },
    'KILL',
    (lab, server) => dump(lab, server, 'eu-stack.txt', 'eu-stack', []),
  ),
  'module-refuses-to-load': {
    label: { verdict: ['startup/module'], what: "a module's own load function says no" },
    run: async (lab) => {
      const server = lab.server('redis', { conf: [`loadmodule ${build(lab)} no`] });
      await lab.start(server, { wait: false });
      await Promise.race([server.child.exited, sleep(4)]);
      lab.keep('redis.log');
    },
  },
};
