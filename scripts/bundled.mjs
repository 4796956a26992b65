// Libraries that scripts/build.mjs puts into dist/, because every start needs them, and their licences.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

export const BUNDLED = ['commander', 'fast-string-truncated-width', 'fast-string-width', 'picocolors', 'semver'];

/** Undefined when a package has no such file. */
export function readLicence(folder) {
  const name = readdirSync(folder).find((file) => /^licen[cs]e(\.md|\.txt)?$/i.test(file));
  return name === undefined ? undefined : readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
}

/** The text that goes with the bundle. */
export function renderLicences() {
  const parts = BUNDLED.map((name) => {
    const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
    const text = readLicence(join(modules, name));
    if (text === undefined) throw new Error(`${name} has no licence file`);
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `Parts of these libraries are bundled into the files beside this one.\n\n${parts.join('\n---\n\n')}`;
}
