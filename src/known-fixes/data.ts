import { createRequire } from 'node:module';
import type { FixTable, ReleaseTable } from './types.js';

/* Both files are written by scripts/known-fixes/build.mjs from the tables in data/fixes. Neither is read before somebody asks: a report without a
 * crash, a hang or an old version needs none of it. */
const read = createRequire(import.meta.url);

export const readFixes = (): FixTable => read('./known-fixes.json') as FixTable;
export const readReleases = (): ReleaseTable => read('./releases.json') as ReleaseTable;
