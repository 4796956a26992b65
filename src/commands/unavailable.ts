import type { Command } from 'commander';
import { Failure } from './failure.js';

/** A command of the contract whose engine is not part of this version says so, instead of being taken for a file name. */
export function addUnavailable(program: Command, name: string): void {
  program
    .command(name, { hidden: true })
    .argument('[arguments...]')
    .allowUnknownOption()
    .helpOption(false)
    .action(() => {
      throw new Failure(`${name} is not available in this version`, 2);
    });
}
