import { type Command, Option } from 'commander';
import { KINDS, type Kind } from '../model/kinds.js';
import type { Signature } from '../model/signatures.js';
import { Failure } from './failure.js';
import { openOutput } from './output.js';

interface Flags {
  format: 'text' | 'json';
  output?: string;
}

export function addSignatures(program: Command): void {
  const group = program.command('signatures').description('the catalogue of explanations: list, show ID, check DIR, new ID');
  viewable(group.command('list').description('every signature with its kind and severity')).action(list);
  viewable(group.command('show').description('one signature: what it asks, what to do').argument('<id>')).action(show);
  group.command('check').description('check your own signatures').argument('<dir>', 'folder of YAML files').action(check);
  group
    .command('new')
    .description('print a signature to start from')
    .argument('<id>', 'lower-case words joined by -')
    .option('--kind <kind>', 'kind of the explanation', 'hang/main-thread-stuck')
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .action(create);
}

function viewable(command: Command): Command {
  return command
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'write to FILE, whole or not at all');
}

/** The signature of the catalogue; without it, the names that come closest. */
export async function findSignature(id: string, own: Signature[] = []): Promise<Signature> {
  const { CATALOGUE } = await import('../signatures/catalogue.js');
  const all = [...own, ...CATALOGUE];
  const found = all.find((signature) => signature.id === id);
  if (found) return found;
  const words = id.split('-').filter((word) => word.length > 2);
  const near = all.map((signature) => signature.id).filter((known) => words.some((word) => known.includes(word)));
  const hint = near.length > 0 ? `; did you mean ${near.slice(0, 5).join(', ')}?` : '; see: redis-forensics signatures list';
  throw new Failure(`no signature ${id}${hint}`, 2);
}

async function list(options: Flags): Promise<void> {
  const output = openOutput(options.output);
  const { CATALOGUE } = await import('../signatures/catalogue.js');
  if (options.format === 'json') {
    const rows = CATALOGUE.map(({ id, kind, severity, title, examples }) => ({ id, kind, severity, title, examples }));
    return output.write(`${JSON.stringify(rows, null, 2)}\n`);
  }
  const idWidth = Math.max(...CATALOGUE.map((signature) => signature.id.length));
  const kindWidth = Math.max(...CATALOGUE.map((signature) => signature.kind.length));
  const sorted = [...CATALOGUE].sort((a, b) => (a.kind === b.kind ? (a.id < b.id ? -1 : 1) : a.kind < b.kind ? -1 : 1));
  await output.write(
    sorted.map((s) => `${s.id.padEnd(idWidth)}  ${s.kind.padEnd(kindWidth)}  ${s.severity.padEnd(8)}  ${s.title}\n`).join(''),
  );
}

async function show(id: string, options: Flags): Promise<void> {
  const output = openOutput(options.output);
  await output.write(await signatureText(await findSignature(id), options.format === 'json'));
}

export async function signatureText(signature: Signature, json: boolean): Promise<string> {
  if (json) return `${JSON.stringify(signature, null, 2)}\n`;
  const { stringify } = await import('yaml');
  return stringify(signature, { lineWidth: 120 });
}

async function check(folder: string): Promise<void> {
  const { checkSignatures } = await import('./signatures/check.js');
  const { files, faults } = checkSignatures(folder);
  const output = openOutput(undefined);
  if (faults.length === 0) return output.write(`${files} ${files === 1 ? 'signature' : 'signatures'}, no fault\n`);
  await output.write(`${faults.join('\n')}\n`);
  throw new Failure(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${files} ${files === 1 ? 'file' : 'files'}`, 2);
}

async function create(id: string, options: { kind: string; output?: string }): Promise<void> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) throw new Failure(`${id}: an id is lower-case words joined by "-"`, 2);
  if (!(options.kind in KINDS)) throw new Failure(`unknown kind ${options.kind}; one of: ${Object.keys(KINDS).join(', ')}`, 2);
  const output = openOutput(options.output);
  const { signatureTemplate } = await import('./signatures/template.js');
  await output.write(signatureTemplate(id, options.kind as Kind));
}
