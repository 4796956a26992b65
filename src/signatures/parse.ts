import { namesLike } from '../model/nearest.js';
import type { DocumentedSignature } from '../model/signatures.js';
import { checkYaml, type Path, sortErrors, type YamlError } from './checked-yaml.js';
import { eventOf, listSignatureAsks } from './references.js';
import { signatureSchema } from './schema.js';

/** `lineOf` gives the 1-based line of a place in the file, or of the nearest place around it that exists. */
export type ParsedSignature = { signature: DocumentedSignature; lineOf: (path: Path) => number } | { errors: YamlError[] };

export interface ParseOptions {
  /** Ids of the event catalogue; without it `ids:` are not checked. */
  knownEvents?: ReadonlySet<string>;
}

/** Reads one signature file. `fileName` may be a path; its base name must be `<id>.yaml`. Never throws. */
export function parseSignatureYaml(text: string, fileName: string, options: ParseOptions = {}): ParsedSignature {
  const checked = checkYaml(text, signatureSchema);
  if ('errors' in checked) return checked;
  const { value: signature, lineOf } = checked;
  const faults = checkUse(signature, fileName, options).map(({ path, message }) => ({ line: lineOf(path), message }));
  return faults.length > 0 ? { errors: sortErrors(faults) } : { signature, lineOf };
}

function checkUse(signature: DocumentedSignature, fileName: string, options: ParseOptions): { path: Path; message: string }[] {
  const faults: { path: Path; message: string }[] = [];
  const base = fileName.slice(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1).replace(/\.ya?ml$/, '');
  if (signature.id !== base) faults.push({ path: ['id'], message: `id "${signature.id}" differs from the file name "${base}"` });
  if (options.knownEvents !== undefined) {
    for (const { ask, path } of listSignatureAsks(signature)) {
      eventOf(ask)?.ids?.forEach((eventId, index) => {
        if (!options.knownEvents?.has(eventId)) {
          const near = namesLike(eventId, [...(options.knownEvents ?? [])], 3);
          const hint = near.length > 0 ? `: did you mean ${near.join(', ')}?` : '';
          faults.push({ path: [...path, 'event', 'ids', index], message: `unknown event "${eventId}"${hint}` });
        }
      });
    }
  }
  return faults;
}
