import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Locked {
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
  license?: string;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
/** What a user of the published package gets, transitive dependencies included. */
const installed = Object.entries(lock.packages).filter(([path, entry]) => path.startsWith('node_modules/') && entry.dev !== true);

describe('what a user installs', () => {
  it('is known', () => expect(installed.length).toBeGreaterThan(5));

  it('runs nothing at installation', () => {
    expect(installed.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path)).toEqual([]);
  });

  it('has a permissive licence', () => {
    const odd = installed.filter(
      ([, entry]) => !/^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|CC0-1\.0)$/.test(entry.license ?? ''),
    );
    expect(odd.map(([path, entry]) => `${path}: ${entry.license}`)).toEqual([]);
  });

  it('runs no script of ours at installation either', () => {
    const own = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) expect(own.scripts).not.toHaveProperty(name);
  });
});
