// Compiles to dist/ in one step: a failed or interrupted build leaves the old dist/ whole, and no file of an older one stays behind.
// usage: node scripts/build.mjs   (npm run build compiles the signatures first)
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const next = join(root, 'node_modules', '.cache', 'redis-forensics', `dist-${process.pid}`);
const old = `${next}-old`;
const dist = join(root, 'dist');

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--outDir', next, '--noEmitOnError'], {
  cwd: root,
  stdio: 'inherit',
});
if (run.status === 0) {
  try {
    renameSync(dist, old);
  } catch {
    // the first build
  }
  renameSync(next, dist);
}
rmSync(old, { recursive: true, force: true });
rmSync(next, { recursive: true, force: true });
process.exitCode = run.status ?? 1;
