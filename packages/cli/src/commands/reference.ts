import type { Command } from 'commander';
import { commandReference } from '../reference/command-reference.js';

/** `foldmart reference`: every command of `load`'s program as Markdown. */
export function addReferenceCommand(
  program: Command,
  load: () => Promise<Command> | Command,
): void {
  program
    .command('reference')
    .description('print every command with its arguments and options as Markdown')
    .action(async () => {
      process.stdout.write(`${commandReference(await load())}\n`);
    });
}
