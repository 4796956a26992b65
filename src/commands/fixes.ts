import { type Command, Option } from 'commander';
import type { FixProduct } from '../known-fixes/types.js';
import { Failure } from './failure.js';
import { FORCE } from './output.js';
import { openView, PART_FORMATS, showText } from './show.js';

interface FixesFlags {
  from: string;
  to?: string;
  product: string;
  module?: string;
  command?: string;
  function?: string;
  format?: string;
  output?: string;
  color: boolean;
  force?: boolean;
}

const SERVERS = ['redis', 'valkey', 'keydb'] as const;
/** As people and MODULE LIST call them. */
const MODULES: Record<string, FixProduct> = {
  search: 'search',
  json: 'json',
  ReJSON: 'json',
  timeseries: 'timeseries',
  bloom: 'bloom',
  bf: 'bloom',
  graph: 'graph',
  falkordb: 'falkordb',
};
const VALKEY_MODULES: Record<string, FixProduct> = { search: 'valkey-search', json: 'valkey-json' };

const EXAMPLES = `
Examples:
  redis-forensics fixes --from 7.4.1                          what 7.4.1 lacks, up to the newest 7.4
  redis-forensics fixes --from 7.4.1 --to 8.2.3 --command XREADGROUP
  redis-forensics fixes --from 2.10.20 --module search        versions are the module's
  redis-forensics fixes --from 8.0.1 --product valkey --format json

No fix listed means none in this index: the list ends with what it does not hold.`;

export function addFixes(program: Command): void {
  program
    .command('fixes')
    .description('fixed bugs between two versions of Redis, Valkey or a module; with the end of life of the line')
    .requiredOption('--from <version>', 'the version in use (of the module, with --module)')
    .option('--to <version>', 'default: the newest release of the same line')
    .addOption(new Option('--product <product>', 'the server').choices(SERVERS).default('redis'))
    .addOption(new Option('--module <module>', 'a module of it').choices(Object.keys(MODULES)))
    .option('--command <command>', 'only fixes that touch this command: XREADGROUP, FT.SEARCH')
    .option('--function <function>', 'only fixes that changed this function, or crashed in it; a trailing * is any rest')
    .addOption(new Option('--format <format>', 'default: terminal on a terminal, else markdown').choices([...PART_FORMATS]))
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .option('--no-color', 'no colours (also: NO_COLOR, FORCE_COLOR)')
    .addHelpText('after', EXAMPLES)
    .action(listBetween);
}

async function listBetween(options: FixesFlags): Promise<void> {
  const view = openView(options, PART_FORMATS);
  const [{ readFixes, readReleases }, { listFixes, QueryError }] = await Promise.all([
    import('../known-fixes/data.js'),
    import('../known-fixes/list.js'),
  ]);
  const { from, to, command } = options;
  try {
    const list = listFixes({ product: productOf(options), from, to, command, function: options.function }, readFixes(), readReleases());
    if (view.format === 'json') return await showText(JSON.stringify(list, null, 2), view);
    const { fixesMarkdown, fixesTerminal } = await import('./fixes/text.js');
    await showText(view.format === 'terminal' ? fixesTerminal(list, view) : fixesMarkdown(list), view);
  } catch (error) {
    if (error instanceof QueryError) throw new Failure(error.message, 2);
    throw error;
  }
}

function productOf({ product, module }: FixesFlags): FixProduct {
  if (module === undefined) return product as FixProduct;
  const table = product === 'valkey' ? VALKEY_MODULES : MODULES;
  if (!Object.hasOwn(table, module))
    throw new Failure(`the index has no module ${module} of ${product}; it has: ${Object.keys(table).join(', ')}`, 2);
  return table[module];
}
