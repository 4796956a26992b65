import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { PACKAGE } from '../version.js';
import { FORCE, openOutput } from './output.js';

/** One POSIX sh script without dependencies, so that it can be read before it is run, and run where there is neither Node nor a debugger. */
const SCRIPT = new URL('dist/collect.sh', PACKAGE);

const USE = `
Copy it to the host, container or pod and run it there while the trouble lasts:
  redis-forensics collect > collect.sh
  sh collect.sh --dry-run          what it does, step by step, with the risk of each
  sh collect.sh                    every server; or name a PID or a PORT
  docker exec -i -u UID CONTAINER sh -s -- -o - < collect.sh > bundle.tar.gz
  redis-forensics bundle.tar.gz    reads what it brought
It reads only and kills and stops nothing. docs/collect.md has the commands for containers, and which step needs which permission.`;

export function addCollect(program: Command): void {
  program
    .command('collect')
    .description('a shell script that gathers the evidence on the host: threads, locks, stacks, logs')
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .addHelpText('after', USE)
    .action(async (options: { output?: string; force?: boolean }) => {
      const output = openOutput(options.output, options);
      await output.write(readFileSync(SCRIPT, 'utf8'));
    });
}
