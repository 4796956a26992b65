import { createRequire } from 'node:module';
import type { DocumentedSignature, Signature } from '../model/signatures.js';

/* Both files are written by scripts/compile-signatures.mjs from the YAML files in the folders beside this one. Data that is parsed as JSON costs a third
 * of what the same text costs inside a module. */
const read = createRequire(import.meta.url);

/** The built-in signatures, by id. */
export const CATALOGUE = read('./catalogue.json') as Signature[];

/** The same with their examples, which are a third of the text and which a report does not need. */
export function documentedCatalogue(): DocumentedSignature[] {
  const examples = read('./examples.json') as Record<string, DocumentedSignature['examples']>;
  return CATALOGUE.map((signature) => ({ ...signature, examples: examples[signature.id] }));
}
