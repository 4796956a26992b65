import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = join(root, 'src');

/** What each folder may import, besides itself. */
const ALLOWED: Record<string, string[]> = {
  model: [],
  kernel: [],
  binary: ['model'],
  source: ['model'],
  signatures: ['model'],
  text: ['model', 'kernel'],
  formats: ['model', 'kernel', 'text', 'binary'],
  facts: ['model', 'text', 'formats', 'binary'],
  diagnosis: ['model', 'text', 'formats', 'facts'],
  'known-fixes': ['model', 'facts', 'diagnosis'],
  report: ['model', 'text', 'formats', 'facts', 'diagnosis', 'known-fixes'],
  compare: ['model', 'report'],
  redact: ['model', 'text', 'formats', 'report'],
  render: ['model', 'report', 'compare'],
};

const REASONS: Record<string, string> = {
  model: 'the nouns are shared by all, so they depend on nobody',
  binary: 'programs and memory are read by what their formats say, whoever asks: a core, a bundle, a text with addresses',
  kernel: 'it counts lines and knows no meaning; what it cannot do, the formats can',
  source: 'bytes do not know what they mean: any reader can be put behind them',
  signatures: 'signatures are data about facts; the code that judges them lives in diagnosis',
  text: 'lines and stamps are the same whatever the format',
  formats: 'a format sees lines, never files or conclusions',
  facts: 'facts are what was seen; conclusions come later',
  diagnosis: 'the judgement must not depend on how it is shown',
  'known-fixes': 'what is known of bugs is compared with what was diagnosed, and changes no verdict',
  report: 'the report is the promise to readers; views come after it',
  compare: 'a comparison sees what was published, so that saved reports compare as well as inputs',
  redact: 'what is private is told by how the formats write it; where a report or a bundle comes from and goes to is nothing to it',
  render: 'every view is a pure function of the report, so that a saved report renders the same',
};

/** Folders that nothing is denied to: they connect the others. */
const CONNECTING = ['', 'commands'];
const GENERATED = ['kernel/wasm.ts'];
const MAX_LINES = 400;
const WARN_LINES = 300;
/** Types and tables of data grow with what is known, not with complexity. */
const isTable = (name: string) => name.startsWith('model/') || /(^|[-/])(patterns|references|schema|table)\.ts$/.test(name);

interface SourceFile {
  name: string;
  folder: string;
  code: string;
  lines: number;
  imports: string[];
}

const files = listFiles(src).map(readSource);

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    // AssemblyScript: another language, compiled on its own.
    if (join(folder, entry.name) === join(src, 'kernel', 'assembly')) return [];
    if (entry.isDirectory()) return listFiles(join(folder, entry.name));
    // The text of another program, which runs in a browser: its source is beside it.
    if (join(folder, entry.name) === join(src, 'render', 'html', 'bundle.ts')) return [];
    return /\.tsx?$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
}

function readSource(path: string): SourceFile {
  const name = relative(src, path).replaceAll('\\', '/');
  const text = readFileSync(path, 'utf8');
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|\s)\/\/.*$/gm, '$1');
  const imports = [...code.matchAll(/(?:\bfrom\s+|\bimport\s*\(\s*|^import\s+)'([^']+)'/gm)].map((match) => match[1]);
  return { name, folder: folderOf(name), code, lines: text.split('\n').length, imports };
}

function folderOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
}

/** The folder of src that a relative import leads to. */
function targetFolder(file: SourceFile, specifier: string): string {
  return folderOf(normalize(join(dirname(file.name), specifier)).replaceAll('\\', '/'));
}

describe('architecture', () => {
  it('finds the sources', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.some((file) => file.imports.some((specifier) => specifier.startsWith('.')))).toBe(true);
  });

  it('has a rule for every folder', () => {
    const folders = new Set(files.map((file) => file.folder));
    expect([...folders].filter((folder) => !CONNECTING.includes(folder) && !ALLOWED[folder])).toEqual([]);
  });

  it('lets each folder import only from those to its left', () => {
    const broken = files.flatMap((file) => {
      const allowed = ALLOWED[file.folder];
      if (!allowed) return [];
      return file.imports
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => targetFolder(file, specifier))
        .filter((folder) => folder !== file.folder && !allowed.includes(folder))
        .map((folder) => `src/${file.name} imports ${folder || 'the root'}/: ${REASONS[file.folder]}`);
    });
    expect(broken).toEqual([]);
  });

  it('keeps the file system in source and commands', () => {
    const broken = files
      .filter((file) => !['source', ...CONNECTING.slice(1)].includes(file.folder) && file.name !== 'cli.ts')
      .filter((file) => file.imports.some((specifier) => /^node:(fs|zlib)\b/.test(specifier)))
      .map((file) => `src/${file.name}: the same bytes must give the same report wherever they come from; only source opens files`);
    expect(broken).toEqual([]);
  });

  it('never reaches for the network or another program', () => {
    const broken = files
      .filter((file) =>
        file.imports.some((specifier) => /^(node:)?(net|tls|dns|dgram|https?|http2|child_process|cluster)\b/.test(specifier)),
      )
      .map((file) => `src/${file.name}: logs are private; nothing leaves the machine`);
    expect(broken.concat(files.filter((file) => /\bfetch\(/.test(file.code)).map((file) => `src/${file.name}: fetch`))).toEqual([]);
  });

  it('keeps the console and the process in the commands', () => {
    const touch =
      /\bconsole\.|\bprocess\.(stdout|stderr|stdin|env|argv|exit|exitCode|cwd|on|off|once|platform|hrtime|nextTick|memoryUsage|uptime)\b/;
    const broken = files
      .filter((file) => file.folder !== 'commands' && file.name !== 'cli.ts')
      .flatMap((file) => {
        const found = touch.exec(file.code);
        return found ? [`src/${file.name}: ${found[0]}: the pipeline is a function of its inputs; only commands talk to the terminal`] : [];
      });
    expect(broken).toEqual([]);
  });

  it('keeps clock, chance and locale out of the report', () => {
    const unstable =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\.toLocale\w*\(|\blocaleCompare\(|\bgetTimezoneOffset\(/;
    const broken = files
      .filter((file) => file.folder !== 'commands')
      .flatMap((file) => {
        const found = unstable.exec(file.code);
        return found ? [`src/${file.name}: ${found[0]}: the same bytes give the same report on every machine and day`] : [];
      });
    expect(broken).toEqual([]);
  });

  it('keeps files readable in one sitting', () => {
    const judged = files.filter((file) => !GENERATED.includes(file.name) && !isTable(file.name));
    const long = judged.filter((file) => file.lines > WARN_LINES).map((file) => `src/${file.name}: ${file.lines} lines`);
    if (long.length > 0) console.warn(`longer than ${WARN_LINES} lines, split when next touched:\n${long.join('\n')}`);
    expect(judged.filter((file) => file.lines > MAX_LINES).map((file) => `src/${file.name}: ${file.lines} lines`)).toEqual([]);
  });

  it('describes every folder and every dependency in src/README.md', () => {
    const readme = readFileSync(join(src, 'README.md'), 'utf8');
    const folders = [...new Set(files.map((file) => file.folder))].filter((folder) => folder !== '');
    expect(folders.filter((folder) => !readme.includes(`| \`${folder}/\` |`))).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const table = readme.slice(readme.indexOf('## Dependencies'));
    expect(Object.keys(dependencies).filter((name) => !table.includes(`\`${name}\``))).toEqual([]);
  });

  it('installs without running or compiling anything', () => {
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    const shipped = Object.entries(packages as Record<string, { dev?: boolean; hasInstallScript?: boolean; optional?: boolean }>);
    expect(shipped.filter(([, entry]) => !entry.dev && entry.hasInstallScript).map(([name]) => name)).toEqual([]);
  });
});
