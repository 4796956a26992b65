// Checks the types and bundles src/ to dist/ in one step: a failed or interrupted build leaves the old dist/ whole, and no file of an older one
// stays behind. Each file that is loaded costs 1 ms, so what every start needs is one file, what the main job needs beyond it a second one,
// and the rest comes when it is asked for. The libraries that every start needs are bundled as well (bundled.mjs); the others stay outside, where
// npm puts them.
// usage: node scripts/build.mjs [FOLDER instead of dist/]   (npm run build compiles the kernel, the signatures and the page first)
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { BUNDLED, renderLicences } from './bundled.mjs';
import { writeDeclarations } from './declarations.mjs';
import { escapeOthers } from './generated.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const next = join(root, 'node_modules', '.cache', 'redis-forensics', `dist-${process.pid}`);
const old = `${next}-old`;
const dist = resolve(process.argv[2] ?? join(root, 'dist'));

/** The command, the library, and what scripts/ imports. */
const ENTRY_POINTS = ['cli', 'index', 'analyze', 'render/index', 'commands/score/run', 'commands/score/summary'];

/** What these import by themselves goes with them into one file. */
const MAIN_JOB = ['analyze', 'render/index', 'commands/show'];
/** Read by signatures/catalogue.ts, known-fixes/data.ts and commands/collect.ts from where they stand. */
const DATA = [
  'signatures/catalogue.json',
  'signatures/examples.json',
  'known-fixes/known-fixes.json',
  'known-fixes/releases.json',
  'commands/collect/collect.sh',
];

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const source = (name) => join(root, 'src', `${name}.ts`);

/** commander can start programs as subcommands; this one must not be able to. */
const noProcesses = {
  name: 'no-processes',
  resolveId: (id) => (/^(?:node:)?child_process$/.test(id) ? '\0nothing' : undefined),
  load: (id) => (id === '\0nothing' ? 'export default {};' : undefined),
};

/** V8 reads a file that is nothing but ASCII faster. Anything else stands in literals, where it can be escaped. */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle(_, bundle) {
    for (const chunk of Object.values(bundle)) {
      if (chunk.code.includes('String.raw')) throw new Error(`${chunk.fileName} has raw text, in which nothing can be escaped`);
      chunk.code = escapeOthers(chunk.code);
    }
  },
};

const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const types = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json', '--noEmit'], { cwd: root, stdio: 'inherit' });
if (types.status === 0) {
  const bundle = await rolldown({
    cwd: root,
    input: Object.fromEntries(ENTRY_POINTS.map((name) => [name, source(name)])),
    platform: 'node',
    external: Object.keys(manifest.dependencies),
    plugins: [noProcesses, asciiOnly],
    preserveEntrySignatures: 'allow-extension',
    transform: { target: 'node20.19' },
  });
  const { output } = await bundle.write({
    dir: next,
    format: 'esm',
    minify: true,
    comments: false,
    entryFileNames: '[name].js',
    // Beside cli.js, because version.ts and catalogue.ts find their files from where they stand.
    chunkFileNames: '[name]-[hash].js',
    codeSplitting: {
      groups: [
        { name: 'start', test: (id) => id === source('cli'), priority: 2 },
        { name: 'main', test: (id) => MAIN_JOB.some((name) => id === source(name)), priority: 1 },
      ],
    },
  });
  await bundle.close();
  const foreign = output
    .flatMap((chunk) => Object.keys(chunk.modules ?? {}))
    .map((path) => relative(root, path))
    .filter((path) => path.startsWith('node_modules/') && !BUNDLED.some((name) => path.startsWith(`node_modules/${name}/`)));
  if (foreign.length > 0) throw new Error(`not meant to be bundled: ${foreign.join(' ')}`);
  for (const name of DATA) copyFileSync(join(root, 'src', name), join(next, basename(name)));
  writeFileSync(join(next, 'LICENSES.txt'), renderLicences());
  writeDeclarations(join(next, 'types'));
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
