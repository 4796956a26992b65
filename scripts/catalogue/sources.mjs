// Compiles parts of src/ with the project's own compiler into a cache folder and loads them, so that a script needs neither dist/ nor a second copy of
// what the program knows.
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Loads modules of src/, named without their ending: `signatures/parse`. */
export async function loadSources(name, ...modules) {
  const cache = join(root, 'node_modules', '.cache', 'redis-forensics');
  const next = join(cache, `${name}-${process.pid}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = [
    '--ignoreConfig',
    '--target',
    'ES2023',
    '--module',
    'NodeNext',
    '--moduleResolution',
    'NodeNext',
    '--skipLibCheck',
    '--strict',
  ];
  const places = ['--types', 'node', '--rootDir', join(root, 'src'), '--outDir', next];
  const files = modules.map((module) => join(root, 'src', `${module}.ts`));
  const run = spawnSync(process.execPath, [tsc, ...flags, ...places, ...files], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the sources do not compile:\n${run.stdout}${run.stderr}`);
  mkdirSync(next, { recursive: true });
  writeFileSync(join(next, 'package.json'), '{"type":"module"}\n');
  const ready = join(cache, `${name}-loaded-${process.pid}`);
  rmSync(ready, { recursive: true, force: true });
  renameSync(next, ready);
  try {
    return await Promise.all(modules.map((module) => import(pathToFileURL(join(ready, `${module}.js`)).href)));
  } finally {
    rmSync(ready, { recursive: true, force: true });
  }
}
