// Licences of everything that a user of the package installs, read from node_modules: writes docs/LICENSES.md.
//   node scripts/licences.mjs            write
//   node scripts/licences.mjs --check    fail when the file is not up to date, a licence is unknown, or a package runs something at installation
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLED, readLicence } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'docs', 'LICENSES.md');
/** Licences that let anybody use and pass on the program as long as the text is kept. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0']);
/** What npm runs when a package is installed from the registry. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall'];

/** The lock file knows which packages are shipped (not `dev`) and from where they came; those in the bundle are shipped as well. */
function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && (!entry.dev || BUNDLED.some((name) => path === `node_modules/${name}`)))
    .map(([path, entry]) => ({ path, entry, manifest: JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function faultsOf({ path, entry, manifest }) {
  const faults = [];
  if (!ALLOWED.has(manifest.license)) faults.push(`${path}: licence ${manifest.license} is not on the list`);
  if (!entry.integrity) faults.push(`${path}: no checksum in package-lock.json`);
  if (entry.version !== manifest.version) faults.push(`${path}: ${manifest.version} is installed, the lock file says ${entry.version}`);
  const scripts = INSTALL_SCRIPTS.filter((name) => manifest.scripts?.[name]);
  if (scripts.length > 0 || entry.hasInstallScript) faults.push(`${path}: runs ${scripts.join(', ') || 'a script'} at installation`);
  if (existsSync(join(root, path, 'binding.gyp'))) faults.push(`${path}: is compiled at installation`);
  return faults;
}

function render(shipped) {
  const rows = shipped.map(
    ({ path, manifest }) =>
      `| ${path.replace('node_modules/', '').replaceAll('/node_modules/', ' › ')} | ${manifest.version} | ${manifest.license} |`,
  );
  const texts = shipped.map(({ path, manifest }) => {
    const text = readLicence(join(root, path)) ?? `(the package has no licence file; its manifest says ${manifest.license})`;
    return `### ${manifest.name} ${manifest.version}\n\n\`\`\`text\n${text}\n\`\`\`\n`;
  });
  return [
    '<!-- Written by scripts/licences.mjs from what is installed. Do not edit. -->',
    '# Licences of the libraries',
    '',
    'Everything that is installed together with redis-forensics or bundled into it. Nothing of it runs code at installation, nothing is compiled.',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...rows,
    '',
    '## Texts',
    '',
    ...texts,
  ].join('\n');
}

const shipped = shippedPackages();
const faults = shipped.flatMap(faultsOf);
const text = render(shipped);
if (process.argv.includes('--check')) {
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text)
    faults.push('docs/LICENSES.md is not up to date: node scripts/licences.mjs');
} else writeFileSync(target, text);
if (faults.length > 0) console.error(faults.join('\n'));
else console.log(`${shipped.length} packages`);
process.exitCode = faults.length > 0 ? 1 : 0;
