import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './cli.js';

/** Packages that are loaded before a command runs: what the static imports of cli.ts lead to. */
function packagesAtStart(): Set<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const visit = (path: string) => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const [, specifier] of readFileSync(path, 'utf8').matchAll(/^(?:import|export)\s(?!type\s)[^;]*?from '([^']+)';/gm)) {
      if (specifier.startsWith('.')) visit(join(dirname(path), specifier.replace(/\.js$/, '.ts')));
      else if (!specifier.startsWith('node:')) packages.add(specifier);
    }
  };
  visit(join(ROOT, 'src/cli.ts'));
  expect(seen.size).toBeGreaterThan(10);
  return packages;
}

describe('start', () => {
  it('loads only the option parser before a command runs', () => {
    expect([...packagesAtStart()]).toEqual(['commander']);
  });
});
