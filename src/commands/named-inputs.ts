import { accessSync, constants } from 'node:fs';
import { nearest } from '../model/nearest.js';
import { errorLine, Failure } from './failure.js';

export const COMMANDS = [
  'analyze',
  'compare',
  'render',
  'stacks',
  'timeline',
  'explain',
  'redact',
  'signatures',
  'fixes',
  'schema',
  'score',
  'demo',
] as const;

export interface Missing {
  input: string;
  why: string;
}

/** What was named and cannot be read, as it was typed. */
export function missingInputs(inputs: readonly string[]): Missing[] {
  return inputs.flatMap((input) => {
    if (input === '-') return [];
    try {
      accessSync(input, constants.R_OK);
      return [];
    } catch (error) {
      return [{ input, why: whyMissing(input, error) }];
    }
  });
}

function whyMissing(input: string, error: unknown): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(input)) return `${input} is a URL and no file: download it first, nothing is read from the network`;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return `no such file or directory: ${input}`;
  if (code === 'EACCES') return `permission denied: ${input}`;
  return errorLine(error);
}

/** `redis-forensics stack DIR`: the first word is taken for a file, which is not what was meant. */
export function refuseMistypedCommand(inputs: readonly string[]): void {
  const [first] = inputs;
  if (first === undefined || !/^[a-z]+$/i.test(first) || missingInputs([first]).length === 0) return;
  const [meant] = nearest(first.toLowerCase(), [...COMMANDS, 'help'], 2);
  if (meant !== undefined) throw new Failure(`no command and no file '${first}': did you mean the command '${meant}'?`, 2);
}
