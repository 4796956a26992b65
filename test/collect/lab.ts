import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../commands/cli.js';

/** The script as people get it, and the server and the tools that its tests need. What is not installed makes their tests counted skips. */
export const SCRIPT = join(ROOT, 'dist/collect.sh');
const TRAP = join(ROOT, 'fixtures/collect/trap.c');

export function has(command: string): boolean {
  return process.platform === 'linux' && spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

export const HAS_SERVER = has('redis-server') && has('redis-cli');
export const HAS_LAB = HAS_SERVER && has('gcc');
export const SHELLS = ['dash', 'bash', 'busybox sh'].map((name) => ({ name, argv: name.split(' '), there: has(name.split(' ')[0]) }));

const folders: string[] = [];
const servers: Server[] = [];

export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'redis-forensics-collect-'));
  // The collector is also run as another user.
  chmodSync(path, 0o777);
  folders.push(path);
  return path;
}

let trap: string | undefined;

/** The module whose commands hang the server, compiled once. */
function trapModule(): string {
  if (trap === undefined) {
    trap = join(folder(), 'trap.so');
    execFileSync('gcc', ['-O2', '-fPIC', '-shared', '-o', trap, TRAP, '-lpthread']);
  }
  return trap;
}

export interface Server {
  port: number;
  pid: number;
  log: string;
  process: ChildProcess;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

export async function startServer(options: string[] = [], withTrap = false): Promise<Server> {
  const port = await freePort();
  const dir = folder();
  const log = join(dir, 'server.log');
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--logfile', log, '--save', '', ...options];
  const child = spawn('redis-server', [...args, ...(withTrap ? ['--loadmodule', trapModule()] : [])], { stdio: 'ignore' });
  const server = { port, pid: child.pid ?? 0, log, process: child };
  servers.push(server);
  for (let i = 0; i < 100 && cli(server, 'ping').trim() !== 'PONG' && !cli(server, 'ping').includes('NOAUTH'); i++) await pause(100);
  return server;
}

export function cli(server: Server, ...args: string[]): string {
  return spawnSync('redis-cli', ['-p', String(server.port), ...args], { encoding: 'utf8', timeout: 3000 }).stdout ?? '';
}

/** A server whose module command never returns. */
export async function hungServer(command: string): Promise<Server> {
  const server = await startServer([], true);
  // The client stays connected: a server does not know that it went away, but the test must not wait for it.
  const client = spawn('redis-cli', ['-p', String(server.port), command], { stdio: 'ignore' });
  await pause(800);
  client.kill();
  return server;
}

export async function endLab(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.process.kill('SIGKILL');
    await new Promise((resolve) =>
      server.process.exitCode !== null || server.process.signalCode !== null ? resolve(0) : server.process.once('exit', resolve),
    );
  }
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
  trap = undefined;
}

export interface Collected {
  code: number | null;
  stdout: Buffer;
  stderr: string;
  seconds: number;
}

export interface CollectOptions {
  shell?: string[];
  env?: NodeJS.ProcessEnv;
  uid?: number;
  signalAfterMs?: number;
  stdin?: boolean;
}

export function collect(args: string[], { shell = ['sh'], env, uid, signalAfterMs, stdin }: CollectOptions = {}): Promise<Collected> {
  const began = process.hrtime.bigint();
  const script = stdin ? ['-s', '--'] : [SCRIPT];
  const child = spawn(shell[0], [...shell.slice(1), ...script, ...args], { env: { ...process.env, ...env }, uid, stdio: 'pipe' });
  child.stdin.on('error', () => {});
  child.stdin.end(stdin ? readFileSync(SCRIPT) : '');
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk) => out.push(chunk));
  child.stderr.on('data', (chunk) => err.push(chunk));
  if (signalAfterMs !== undefined) setTimeout(() => child.kill('SIGTERM'), signalAfterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString(), seconds });
    });
  });
}

/** The files of a bundle by name, those of the only or the named process. */
export function unpack(archive: string, pid?: number): Map<string, string> {
  const dir = folder();
  execFileSync('tar', ['xzf', archive, '-C', dir]);
  const [root] = readdirSync(dir);
  const found = readdirSync(join(dir, root)).filter((name) => pid === undefined || name === String(pid));
  const base = join(dir, root, found[0]);
  const files = new Map<string, string>();
  for (const name of readdirSync(base)) if (statSync(join(base, name)).isFile()) files.set(name, readFileSync(join(base, name), 'latin1'));
  return files;
}

export function bundleIn(dir: string): string {
  const found = readdirSync(dir).filter((name) => name.endsWith('.tar.gz'));
  if (found.length !== 1) throw new Error(`${found.length} bundles in ${dir}: ${readdirSync(dir).join(' ')}`);
  return join(dir, found[0]);
}

export function stateOf(pid: number): string {
  return /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
}
