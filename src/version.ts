import { createRequire } from 'node:module';

/** Folder of the package: the same path holds from src/ and from dist/. */
export const PACKAGE = new URL('..', import.meta.url);

/** The version of package.json: the same path holds from src/ and from dist/. */
export const VERSION = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
