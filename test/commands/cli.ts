import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BIN = join(ROOT, 'bin/redis-forensics.js');
export const INCIDENT = join(ROOT, 'fixtures/incident/debuginfo.tar.gz');
export const CASES = join(ROOT, 'fixtures/cases');
export const HANG = join(CASES, 'valkey-9.1.2/hang-sigstop-notice');
export const HEALTHY = join(CASES, 'redis-7.0.15/healthy-notice');
export const CRASH = join(CASES, 'redis-5.0.14/crash-debug-panic');

if (!existsSync(join(ROOT, 'dist/cli.js'))) throw new Error('these tests run the built command: npm run build');

export interface Run {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  cwd?: string;
  input?: string | Uint8Array;
  env?: NodeJS.ProcessEnv;
}

export function start(args: string[], options: RunOptions = {}): ChildProcess {
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env };
  return spawn(process.execPath, [BIN, ...args], { cwd: options.cwd ?? ROOT, env, stdio: 'pipe' });
}

export function finished(child: ChildProcess): Promise<Run> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk) => out.push(chunk));
  child.stderr?.on('data', (chunk) => err.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code, signal, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

export async function run(args: string[], options: RunOptions = {}): Promise<Run> {
  const child = start(args, options);
  const result = finished(child);
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.input ?? '');
  return result;
}

/** Runs a shell line with the command in `$RF`. */
export async function shell(line: string, options: RunOptions = {}): Promise<Run> {
  const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...options.env, RF: `${process.execPath} ${BIN}` };
  const child = spawn('bash', ['-c', line], { cwd: options.cwd ?? ROOT, env, stdio: 'pipe' });
  const result = finished(child);
  child.stdin.end(options.input ?? '');
  return result;
}

export async function inTemporaryFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rf-test-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
