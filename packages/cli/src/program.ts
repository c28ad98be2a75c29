import type { AppConfig } from '@foldmart/composition';
import type { Command } from 'commander';
import { commandRunner, type CommandContext } from './command-context.js';
import { addCompletionCommand } from './commands/completion.js';
import { addOwnCommands } from './commands/own-commands.js';
import { addReferenceCommand } from './commands/reference.js';
import { addSettingsCommand } from './commands/settings.js';
import { addSimulateCommand } from './commands/simulate.js';
import { addStartCommand } from './commands/start.js';
import { domainCommands } from './domain-commands.js';
import { createRoot } from './root-command.js';

/** The `foldmart` command for the domain of a configuration; `directory` has the file of the configuration. */
export async function createProgram(config: AppConfig, directory: string): Promise<Command> {
  const { domain } = config;
  const help = {
    name: typeof domain === 'function' ? 'the domain' : domain.name,
    panels: async (system: CommandContext['system']) => config.panels?.(system as never) ?? [],
  };
  const program = createRoot(`The commands of ${help.name}, an event-sourced domain.`, guide);
  const run = commandRunner(config);
  addStartCommand(program, run, help);
  for (const command of domainCommands) await command.add(program, run, help);
  addSettingsCommand(program, config);
  addSimulateCommand(program, config, directory);
  addCompletionCommand(program, () => program, Object.keys(config.settings ?? {}));
  addReferenceCommand(program, () => program);
  addOwnCommands(program, run, config);
  return program;
}

const guide = `
To start:
  foldmart start --duration 10        everything in memory, for ten seconds
  foldmart doctor                     which services are configured, and whether they respond

On real services (settings from the environment or a file .env):
  export QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres
  foldmart topics create
  foldmart start

To inspect the log and the read models:
  foldmart stream list
  foldmart events tail --follow
  foldmart projections status
  foldmart verify

To find what breaks it, in memory and in virtual time:
  foldmart simulate --seeds 100

Results go to stdout (-o json for programs), progress to stderr. Exit codes: 0 success, 1 the result is
not as it should be, 2 wrong command line, setting or configuration, 3 a service cannot be used, 70 a
defect.`;
