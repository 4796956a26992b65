// The declarations of the library: those that index.d.ts reaches, of the hundreds that the compiler writes.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Writes them to `folder`; answers how many there are. Throws where the compiler fails. */
export function writeDeclarations(folder) {
  const all = join(root, 'node_modules', '.cache', 'redis-forensics', `types-${process.pid}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  try {
    const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.types.json', '--outDir', all], { cwd: root, stdio: 'inherit' });
    if (run.status !== 0) throw new Error('the declarations could not be written');
    const reached = new Set();
    const visit = (file) => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g))
        visit(join(dirname(file), `${path}.d.ts`));
    };
    visit(join(all, 'index.d.ts'));
    for (const file of reached) {
      const to = join(folder, relative(all, file));
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(file, to);
    }
    return reached.size;
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}
