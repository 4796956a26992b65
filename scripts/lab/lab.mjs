// A laboratory on loopback: starts real servers in a scratch folder, drives them into a fault, and packs their logs as a labelled case
// (CASE/*, truth.json). Everything is bounded in time and killed at the end. Run by hand on a machine with redis-server; see run.mjs.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename, join } from 'node:path';

/** Larger logs are kept compressed. */
const LARGE_BYTES = 12_000;

export const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

export class Lab {
  constructor(name, basePort, scratch) {
    this.name = name;
    this.basePort = basePort;
    this.dir = join(scratch, name);
    rmSync(this.dir, { recursive: true, force: true });
    mkdirSync(this.dir, { recursive: true });
    this.done = [];
    this.children = [];
    this.cleanups = [];
    this.files = new Map();
  }

  note(action) {
    this.done.push({ at: new Date().toISOString(), action });
  }

  path(file) {
    return join(this.dir, file);
  }

  /** Writes a configuration and remembers the server; does not start it. */
  server(name, { offset = 0, conf = [], sentinel = false, base = true, log = `${name}.log`, level = 'notice' } = {}) {
    const port = this.basePort + offset;
    const data = this.path(`${name}.d`);
    mkdirSync(data, { recursive: true });
    const lines = [`bind 127.0.0.1`, `port ${port}`, `dir ${data}`, `loglevel ${level}`];
    if (log !== undefined && log !== null) lines.push(`logfile ${this.path(log)}`);
    if (!sentinel) lines.push('enable-debug-command yes', 'enable-module-command yes');
    const confPath = this.path(`${name}.conf`);
    writeFileSync(confPath, `${[...(base ? lines : []), ...conf].join('\n')}\n`);
    return { name, port, data, conf: confPath, sentinel, log: log === null ? undefined : this.path(log), level };
  }

  /** Starts it and waits until it answers, or (`wait: false`) not. */
  async start(server, { wrapper = [], env = {}, wait = true, args = [], tracked } = {}) {
    const out = openSync(this.path(`${server.name}.out`), 'a');
    const binary = server.sentinel ? 'redis-sentinel' : 'redis-server';
    const argv = [...wrapper, binary, ...(server.noConf ? [] : [server.conf]), ...args];
    const child = spawn(argv[0], argv.slice(1), { stdio: ['ignore', out, out], env: { ...process.env, ...env }, detached: true });
    child.exited = new Promise((done) => child.on('exit', (code, signal) => done({ code, signal })));
    child.exited.then(({ code, signal }) =>
      this.note(`${server.name} (pid ${server.pid ?? child.pid}) gone: ${signal ?? `exit code ${code}`}`),
    );
    this.children.push(child);
    server.child = child;
    server.pid = child.pid;
    this.note(`start ${server.name}: ${argv.map((word) => basename(word)).join(' ')}`);
    if (wait) await this.ready(server);
    if (tracked ?? wrapper.length > 0)
      server.pid = Number(/process_id:(\d+)/.exec(await this.cli(server, 'INFO', 'server'))?.[1] ?? child.pid);
    return server;
  }

  async ready(server, seconds = 15) {
    for (let i = 0; i < seconds * 10; i++) {
      if (/PONG|NOAUTH|DENIED/.test(await this.cli(server, 'PING'))) return true;
      await sleep(0.1);
    }
    return false;
  }

  /** One command by redis-cli; errors and refusals are text. */
  cli(server, ...args) {
    return new Promise((done) => {
      const child = spawn('redis-cli', ['-p', String(server.port), ...args.map(String)], { stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      child.stdout.on('data', (data) => (text += data));
      child.stderr.on('data', (data) => (text += data));
      const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
      child.on('close', () => {
        clearTimeout(timer);
        done(text.trim());
      });
    });
  }

  async say(server, ...args) {
    this.note(`${server.name}: ${args.join(' ').slice(0, 120)}`);
    return this.cli(server, ...args);
  }

  signal(server, signal, pid = server.pid) {
    this.note(`kill -${signal} ${pid} (${server.name})`);
    try {
      process.kill(pid, `SIG${signal}`);
    } catch (error) {
      this.note(`no such process: ${error.message}`);
    }
  }

  async stop(server, signal = 'TERM') {
    this.signal(server, signal);
    await Promise.race([server.child.exited, sleep(20)]);
  }

  /** Some load that a log at verbose or debug shows, and data to save. */
  async load(server, seconds, { every = 0.6, command = (i) => ['SET', `k${i % 500}`, `v${i}`] } = {}) {
    const until = Date.now() + seconds * 1000;
    for (let i = 0; Date.now() < until; i++) {
      await raw(server.port, [command(i)], 0.05).catch(() => '');
      await sleep(every);
    }
  }

  /** Packs files as the case; names in, names out. */
  keep(...names) {
    for (const name of names) {
      const [from, to] = Array.isArray(name) ? name : [name, basename(name)];
      if (existsSync(this.path(from))) this.files.set(to, this.path(from));
    }
  }

  /** The same, compressed: for servers that write thousands of lines a second. */
  keepCompressed(from, to = `${from}.gz`) {
    execFileSync('sh', ['-c', 'gzip -9nc "$1" > "$2"', 'sh', this.path(from), this.path(to)]);
    this.keep(to);
  }

  write(name, text) {
    writeFileSync(this.path(name), text);
    this.keep(name);
  }

  pack(target, label, version) {
    const folder = join(target, this.name);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [to, from] of this.files) {
      cpSync(from, join(folder, to));
      if (statSync(from).size > LARGE_BYTES && /\.(log|txt)$/.test(to)) execFileSync('gzip', ['-9n', join(folder, to)]);
    }
    const { verdict, partial = [], mustNot = [], what, note, ...rest } = label;
    const truth = {
      verdict,
      partial,
      mustNot,
      what,
      ...rest,
      lab: { source: 'captured from a real server', version, ...(note ? { note } : {}), done: this.done },
    };
    writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`);
  }

  async close() {
    for (const child of this.children) {
      try {
        process.kill(-child.pid, 'SIGCONT');
        process.kill(-child.pid, 'SIGKILL');
      } catch {}
    }
    await sleep(0.1);
    for (const cleanup of this.cleanups.reverse()) {
      try {
        await cleanup();
      } catch {}
    }
  }
}

/** Sends commands in RESP (or a string as it is) on one connection, and collects what comes back for a while. */
export function raw(port, commands, seconds = 0.5) {
  return new Promise((done, fail) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.on('error', fail);
    socket.on('data', (data) => (text += data));
    socket.on('connect', () => {
      for (const command of commands) socket.write(typeof command === 'string' ? command : resp(command));
      setTimeout(() => {
        socket.destroy();
        done(text);
      }, seconds * 1000);
    });
  });
}

export function resp(words) {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(String(word))}\r\n${word}\r\n`).join('')}`;
}

/** Forwards to `port` until told to hold everything back; `hold()` keeps connections open and silent. */
export function proxy(lab, listen, port) {
  const pairs = [];
  const state = { held: false };
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [a, b] of [
      [near, far],
      [far, near],
    ]) {
      a.on('error', () => b.destroy());
      a.on('close', () => b.destroy());
      a.on('data', (data) => {
        if (!state.held) b.write(data);
      });
    }
    if (state.held) for (const side of [near, far]) side.pause();
    pairs.push([near, far]);
  });
  server.listen(listen, '127.0.0.1');
  state.hold = () => {
    lab.note('the proxy stops forwarding, connections stay open');
    state.held = true;
    for (const side of pairs.flat()) side.pause();
  };
  state.release = () => {
    lab.note('the proxy forwards again');
    state.held = false;
    for (const side of pairs.flat()) side.resume();
  };
  lab.cleanups.push(() => {
    for (const side of pairs.flat()) side.destroy();
    server.close();
  });
  return state;
}

/** A small file system of its own, to fill or to make read-only. */
export function smallDisk(lab, folder, megabytes) {
  mkdirSync(folder, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  lab.note(`${basename(folder)} is a file system of ${megabytes} MB`);
  lab.cleanups.push(() => execFileSync('umount', ['-l', folder]));
}

export async function masterAndReplicas(lab, n, options = {}) {
  const master = await lab.start(lab.server('redis-a', { offset: 0, ...options, ...options.master }));
  const replicas = [];
  for (let i = 1; i <= n; i++) {
    const extra = options.replica?.conf ?? options.conf ?? [];
    const via = options.via ?? master.port;
    replicas.push(
      await lab.start(
        lab.server(`redis-${'abcdefgh'[i]}`, { ...options, ...options.replica, offset: i, conf: [...extra, `replicaof 127.0.0.1 ${via}`] }),
      ),
    );
  }
  for (let i = 0; i < 80; i++) {
    const up = await Promise.all(
      replicas.map(async (replica) => /master_link_status:up/.test(await lab.cli(replica, 'INFO', 'replication'))),
    );
    if (up.every(Boolean)) break;
    await sleep(0.25);
  }
  return { master, replicas };
}

export async function sentinels(lab, n, master, options = []) {
  const found = [];
  for (let i = 0; i < n; i++) {
    const conf = [
      `sentinel monitor mymaster 127.0.0.1 ${master.port} ${Math.floor(n / 2) + 1}`,
      'sentinel down-after-milliseconds mymaster 4000',
      'sentinel failover-timeout mymaster 20000',
      ...options,
    ];
    found.push(await lab.start(lab.server(`sentinel-${i + 1}`, { offset: 10 + i, sentinel: true, conf })));
  }
  await sleep(4);
  return found;
}

export async function cluster(lab, masters, replicasEach, options = {}) {
  const nodes = [];
  for (let i = 0; i < masters * (1 + replicasEach); i++) {
    const conf = ['cluster-enabled yes', 'cluster-node-timeout 3000', 'appendonly no', 'save ""', ...(options.conf ?? [])];
    nodes.push(await lab.start(lab.server(`node-${i + 1}`, { offset: i, level: options.level, conf })));
  }
  execFileSync('redis-cli', [
    '--cluster',
    'create',
    ...nodes.map((node) => `127.0.0.1:${node.port}`),
    '--cluster-replicas',
    String(replicasEach),
    '--cluster-yes',
  ]);
  lab.note('cluster created');
  for (let i = 0; i < 60; i++) {
    if ((await Promise.all(nodes.map((node) => lab.cli(node, 'CLUSTER', 'INFO')))).every((text) => /cluster_state:ok/.test(text))) break;
    await sleep(0.25);
  }
  await sleep(6);
  return nodes;
}

/** Roles of the nodes as they see themselves. */
export async function isMaster(lab, node) {
  return /role:master/.test(await lab.cli(node, 'INFO', 'replication'));
}

export function tail(text, lines) {
  return `${text.trimEnd().split('\n').slice(-lines).join('\n')}\n`;
}

export const text = (path) => readFileSync(path, 'latin1');
