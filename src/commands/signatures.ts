import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type Command, Option } from 'commander';
import { describeUnknownKind, isKind } from '../model/kinds.js';
import { namesLike } from '../model/nearest.js';
import type { DocumentedSignature } from '../model/signatures.js';
import { Failure } from './failure.js';
import { collect } from './options.js';
import { FORCE, note, openOutput } from './output.js';
import { readOwnSignatures } from './signatures/read-own.js';

interface ListFlags {
  force?: boolean;
  format?: 'text' | 'json';
  output?: string;
  kind?: string;
  module?: string;
  version?: string;
  severity?: string;
  signatures?: string[];
}

interface ShowFlags {
  force?: boolean;
  format?: ShowFormat;
  output?: string;
  signatures?: string[];
}

type ShowFormat = 'text' | 'markdown' | 'yaml' | 'json';
const ENDINGS: Record<string, ShowFormat> = { yaml: 'yaml', yml: 'yaml', json: 'json', md: 'markdown' };

export function addSignatures(program: Command): void {
  const group = program.command('signatures').description('the catalogue of explanations: list, kinds, show ID, check DIR, new ID');
  group
    .command('list')
    .description('signatures with kind, severity and title; filters add up')
    .argument('[words...]', 'words that occur in it')
    .option('--kind <kind>', 'crash/fault, or a family: crash')
    .option('--module <name>', 'search, another module, or server for what concerns none')
    .option('--version <version>', 'only those that name this version as affected (of the module, with --module)')
    .addOption(new Option('--severity <severity>').choices(['critical', 'warning', 'info']))
    .option('--signatures <dir>', 'your own as well', collect)
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .action(list);
  group
    .command('kinds')
    .description('the kinds of explanations, and when each is right')
    .argument('[words...]', 'words that occur in it')
    .option('--signatures <dir>', 'the kinds of your own as well', collect)
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .action(listKinds);
  group
    .command('show')
    .description('one signature: what it means, how it is recognised, examples, what to do, when it is wrong')
    .argument('<id>')
    .option('--signatures <dir>', 'your own as well', collect)
    .addOption(new Option('--format <format>', 'default: by the ending of -o, else text').choices(['text', 'markdown', 'yaml', 'json']))
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .action(show);
  group
    .command('check')
    .description('check your own signatures and run their examples')
    .argument('<dir>', 'folder of YAML files, or one of them')
    .action(check);
  group
    .command('new')
    .description('a signature to start from, with remarks')
    .argument('<id>', 'lower-case words joined by -')
    .option('--kind <kind>', 'kind of the explanation: see `signatures kinds`, or one of your own that begins with x/')
    .option('--line <text>', 'a line of a log that it is about: makes the pattern and the first example')
    .option('-o, --output <file>', 'write to FILE, which must be called ID.yaml and not exist yet')
    .action(create);
}

/** The signature of the catalogue; without it, the names that come closest. */
export async function findSignature(id: string, own: DocumentedSignature[] = []): Promise<DocumentedSignature> {
  const { documentedCatalogue } = await import('../signatures/catalogue.js');
  const all = [...own, ...documentedCatalogue()];
  const found = all.find((signature) => signature.id === id);
  if (found) return found;
  const near = namesLike(
    id,
    all.map((signature) => signature.id),
  );
  const hint = near.length > 0 ? `; did you mean ${near.join(', ')}?` : '; see: redis-forensics signatures list';
  throw new Failure(`no signature ${id}${hint}`, 2);
}

async function list(words: string[], options: ListFlags): Promise<void> {
  const output = openOutput(options.output, { inputs: options.signatures ?? [], force: options.force });
  const own = await readOwnSignatures(options.signatures);
  const { documentedCatalogue } = await import('../signatures/catalogue.js');
  const { modulesOf, selectSignatures } = await import('./signatures/select.js');
  const found = selectSignatures([...documentedCatalogue(), ...own], { ...options, words });
  if (options.format === 'json') {
    const rows = found.map((signature) => {
      const { id, kind, severity, title, affects, fixed, examples } = signature;
      return { id, kind, severity, title, modules: [...modulesOf(signature)].sort(), affects, fixed, examples };
    });
    return output.write(`${JSON.stringify(rows, null, 2)}\n`);
  }
  if (found.length === 0) throw new Failure('no signature fits', 2);
  const idWidth = Math.max(...found.map((signature) => signature.id.length));
  const kindWidth = Math.max(...found.map((signature) => signature.kind.length));
  await output.write(
    found.map((s) => `${s.id.padEnd(idWidth)}  ${s.kind.padEnd(kindWidth)}  ${s.severity.padEnd(8)}  ${s.title}\n`).join(''),
    'prose',
  );
}

async function listKinds(words: string[], options: ListFlags): Promise<void> {
  const output = openOutput(options.output, { inputs: options.signatures ?? [], force: options.force });
  const { kindRows, kindText } = await import('./signatures/kinds.js');
  const rows = kindRows(await readOwnSignatures(options.signatures), words);
  if (options.format === 'json') return output.write(`${JSON.stringify(rows, null, 2)}\n`);
  if (rows.length === 0) throw new Failure('no kind fits', 2);
  await output.write(kindText(rows), 'prose');
}

async function show(id: string, options: ShowFlags): Promise<void> {
  const output = openOutput(options.output, { inputs: options.signatures ?? [], force: options.force });
  const own = await readOwnSignatures(options.signatures);
  const ending = /\.(\w+)$/.exec(options.output ?? '')?.[1] ?? '';
  const format = options.format ?? ENDINGS[ending] ?? 'text';
  await output.write(await articleIn(await findSignature(id, own), format), format === 'text' || format === 'markdown' ? 'prose' : 'data');
}

/** A signature for people, or as data. */
export function signatureText(signature: DocumentedSignature, json: boolean): Promise<string> {
  return articleIn(signature, json ? 'json' : 'text');
}

async function articleIn(signature: DocumentedSignature, format: ShowFormat): Promise<string> {
  if (format === 'json') return `${JSON.stringify(signature, null, 2)}\n`;
  if (format === 'yaml') return (await import('yaml')).stringify(signature, { lineWidth: 120 });
  const { CORE_PATTERNS } = await import('../formats/log/core-patterns.js');
  const { articleOf } = await import('../signatures/article.js');
  const article = articleOf(signature, (event) => CORE_PATTERNS.filter((pattern) => pattern.id === event).map((pattern) => pattern.text));
  if (format === 'markdown') return (await import('../signatures/article-markdown.js')).articleMarkdown(article, 1);
  return (await import('./signatures/article-text.js')).articleText(article);
}

async function check(folder: string): Promise<void> {
  const { checkSignatures } = await import('./signatures/check.js');
  const { files, good, remarks, faults } = await checkSignatures(folder);
  const output = openOutput(undefined);
  const prefix =
    folder.endsWith('.yaml') || folder.endsWith('.yml') ? folder.slice(0, -basename(folder).length) : `${folder.replace(/\/+$/, '')}/`;
  const lines = [
    ...good,
    ...remarks.map(({ file, line, message }) => `${prefix}${file}:${line}: remark: ${message}`),
    ...faults.map(({ file, line, message }) => `${prefix}${file}:${line}: ${message}`),
  ];
  if (lines.length > 0) await output.write(`${lines.join('\n')}\n`);
  const count = `${files} ${files === 1 ? 'signature' : 'signatures'}`;
  if (faults.length === 0) return output.write(`${count}, no fault\n`);
  throw new Failure(`${faults.length} ${faults.length === 1 ? 'fault' : 'faults'} in ${files} ${files === 1 ? 'file' : 'files'}`, 2);
}

async function create(id: string, options: { kind?: string; line?: string; output?: string }): Promise<void> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) throw new Failure(`${id}: an id is lower-case words joined by "-"`, 2);
  const { kind } = options;
  if (kind !== undefined && !isKind(kind)) throw new Failure(describeUnknownKind(kind), 2);
  const file = options.output === '-' ? undefined : options.output;
  if (file !== undefined && file !== '' && basename(file) !== `${id}.yaml`)
    throw new Failure(`${file}: the file of the signature ${id} must be called ${id}.yaml`, 2);
  if (file !== undefined && existsSync(file)) throw new Failure(`${file} exists already: what is in it would be lost`, 2);
  const output = openOutput(file);
  const { MARK, signatureTemplate } = await import('./signatures/template.js');
  const text = signatureTemplate(id, kind, options.line);
  await output.write(text);
  if (file === undefined) return;
  const places = text.split('\n').filter((line) => line.includes(MARK)).length;
  note(`${file}: fill in the ${places} lines that say ${MARK}, then: redis-forensics signatures check ${dirname(file)}`);
}
