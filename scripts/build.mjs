// Checks the types and bundles src/ to dist/ in one step: a failed or interrupted build leaves the old dist/ whole, and no file of an older one
// stays behind. A few files instead of 300 modules save 0.1 s of CPU at each start, and the libraries that every start needs another 0.06 s when they
// are bundled as well (bundled.mjs). The others stay outside, where npm puts them, and are imported when they are needed.
// usage: node scripts/build.mjs [FOLDER instead of dist/]   (npm run build compiles the kernel, the signatures and the page first)
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { BUNDLED, renderLicences } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const next = join(root, 'node_modules', '.cache', 'redis-forensics', `dist-${process.pid}`);
const old = `${next}-old`;
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

/** The command, and what scripts/ imports. */
const ENTRY_POINTS = ['cli', 'analyze', 'render/index', 'commands/score/run', 'commands/score/summary'];

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
/** commander can start programs as subcommands; this one must not be able to. */
function leaveOutProcesses({ onResolve, onLoad }) {
  onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'nothing', namespace: 'nothing' }));
  onLoad({ filter: /^nothing$/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {};' }));
}

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const types = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noEmit'], { cwd: root, stdio: 'inherit' });
if (types.status === 0) {
  const { metafile } = await build({
    metafile: true,
    plugins: [{ name: 'no-processes', setup: leaveOutProcesses }],
    entryPoints: ENTRY_POINTS.map((name) => join(root, 'src', `${name}.ts`)),
    outbase: join(root, 'src'),
    outdir: next,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    // Beside cli.js, because version.ts finds package.json from where it stands.
    chunkNames: '[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minify: true,
    external: Object.keys(manifest.dependencies),
    // Libraries in CommonJS ask for Node's modules with require.
    banner: { js: "import{createRequire as $cr}from'node:module';const require=$cr(import.meta.url);" },
    charset: 'ascii',
    legalComments: 'none',
    logLevel: 'warning',
  });
  const foreign = Object.keys(metafile.inputs).filter(
    (path) => path.startsWith('node_modules/') && !BUNDLED.some((name) => path.startsWith(`node_modules/${name}/`)),
  );
  if (foreign.length > 0) throw new Error(`not meant to be bundled: ${foreign.join(' ')}`);
  writeFileSync(join(next, 'LICENSES.txt'), renderLicences());
  try {
    renameSync(dist, old);
  } catch {
    // the first build
  }
  renameSync(next, dist);
}
rmSync(old, { recursive: true, force: true });
rmSync(next, { recursive: true, force: true });
process.exitCode = types.status ?? 1;
