import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Signature } from '../../model/signatures.js';
import { parseSignatureYaml } from '../../signatures/parse.js';
import { errorLine, Failure } from '../failure.js';

export interface CheckResult {
  files: number;
  /** Those without fault. */
  signatures: Signature[];
  /** `dir/file.yaml:12: message` */
  faults: string[];
}

/** Checks the signature files of a folder, with the line of each fault. */
export function checkSignatures(folder: string): CheckResult {
  const files = listYaml(folder);
  if (files.length === 0) throw new Failure(`no signature (*.yaml) in ${folder}`, 2);
  const signatures: Signature[] = [];
  const faults: string[] = [];
  const fileOfId = new Map<string, string>();
  for (const file of files) {
    const parsed = parseSignatureYaml(readFileSync(file, 'utf8'), file);
    if ('errors' in parsed) {
      faults.push(...parsed.errors.map((error) => `${file}:${error.line}: ${error.message}`));
      continue;
    }
    const { id } = parsed.signature;
    if (fileOfId.has(id)) faults.push(`${file}:1: the id ${id} is taken by ${fileOfId.get(id)}`);
    else signatures.push(parsed.signature);
    fileOfId.set(id, file);
  }
  return { files: files.length, signatures, faults };
}

function listYaml(folder: string): string[] {
  let stats: Stats;
  try {
    stats = statSync(folder);
  } catch (error) {
    throw new Failure(`cannot read ${folder}: ${errorLine(error)}`, 2);
  }
  if (!stats.isDirectory()) return [folder];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return listYaml(join(folder, entry.name));
      return /\.ya?ml$/.test(entry.name) ? [join(folder, entry.name)] : [];
    });
}
