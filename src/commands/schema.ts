import type { Command } from 'commander';
import { FORCE, openOutput } from './output.js';

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('JSON Schema of the report')
    .option('-o, --output <file>', 'write to FILE, whole or not at all')
    .option('--force', FORCE)
    .action(async (options: { output?: string; force?: boolean }) => {
      const output = openOutput(options.output, options);
      const [{ toJSONSchema }, { SCHEMA, report }] = await Promise.all([import('zod'), import('../report/schema.js')]);
      const schema = { title: SCHEMA, ...toJSONSchema(report, { io: 'input' }) };
      await output.write(`${JSON.stringify(schema, null, 2)}\n`);
    });
}
