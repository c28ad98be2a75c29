import type { AppConfig } from '@foldmart/composition';
import { shopConfig } from '@foldmart/composition/shop';
import { Command, InvalidArgumentError, Option } from 'commander';
import { collect } from './argument-parsers.js';
import { commandRunner, type RunCommand } from './command-context.js';
import { addCacheWorkerCommand } from './commands/cache-worker.js';
import { addConsumeCommand } from './commands/consume.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEventsCommand } from './commands/events.js';
import { addOutboxCommand } from './commands/outbox.js';
import { addOwnCommands } from './commands/own-commands.js';
import { addProjectionsCommand } from './commands/projections.js';
import { addSettingsCommand } from './commands/settings.js';
import { addStartCommand } from './commands/start.js';
import { addStreamCommand } from './commands/stream.js';
import { addTopicsCommand } from './commands/topics.js';
import { addVerifyCommand } from './commands/verify.js';
import type { DomainHelp } from './domain-help.js';
import { maskValues } from './settings/mask-values.js';
import { addShopCommands } from './shop/add-shop-commands.js';
import { addShopStartCommand } from './shop/commands/start.js';
import { runShopCommand } from './shop/shop-context.js';
import { shopGuide, shopHelp } from './shop/shop-help.js';

/** The `foldmart` command for the domain of a configuration. */
export function createProgram(config: AppConfig): Command {
  const { domain } = config;
  const help = { name: typeof domain === 'function' ? 'the domain' : domain.name };
  const program = newProgram(`The commands of ${help.name}, an event-sourced domain.`, guide);
  const run = commandRunner(config);
  addStartCommand(program, run, help);
  addDomainCommands(program, run, help);
  addSettingsCommand(program, config.settings);
  addOwnCommands(program, run, config);
  return program;
}

/** The `foldmart` command for the shop. */
export function createShopProgram(): Command {
  const description = 'An event-sourced shop on Kafka, Redis and Postgres, or entirely in memory.';
  const program = newProgram(description, shopGuide);
  addShopStartCommand(program);
  addDomainCommands(program, runShopCommand, shopHelp);
  addShopCommands(program);
  addSettingsCommand(program, shopConfig.settings);
  return program;
}

function newProgram(description: string, guideText: string): Command {
  return new Command('foldmart')
    .description(description)
    .addOption(
      new Option('-o, --output <format>', 'the format of results')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--app <path>', 'foldmart.config.ts, or the directory that has it (default: this one)')
    .option('--queue <type>', 'QUEUE_TYPE: memory, redis or kafka')
    .option('--cache <type>', 'CACHE_TYPE: memory or redis')
    .option('--db <type>', 'DB_TYPE: memory or postgres')
    .option('--set <NAME=value>', 'any setting; can be repeated', collect, [])
    .option(
      '--settings-file <path>',
      'a file of settings; the environment has precedence (default: .env)',
    )
    .addOption(renamedEnvFile())
    .addHelpText('after', guideText)
    .showHelpAfterError('(see foldmart --help)')
    .configureOutput({
      outputError: (message, write) => {
        write(maskValues(message));
      },
    })
    .exitOverride();
}

/** Node 20 reads every `--env-file` of a command line itself, also behind the script, and ends if the file is missing. */
function renamedEnvFile(): Option {
  return new Option('--env-file <path>').hideHelp().argParser(() => {
    throw new InvalidArgumentError('write --settings-file: node takes --env-file for itself');
  });
}

/** Adds the commands that every domain has, the shop like any other. */
function addDomainCommands(program: Command, run: RunCommand, help: DomainHelp): void {
  addTopicsCommand(program, run, help);
  addCacheWorkerCommand(program, run, help);
  addConsumeCommand(program, run);
  addOutboxCommand(program, run);
  addStreamCommand(program, run);
  addEventsCommand(program, run);
  addProjectionsCommand(program, run);
  addVerifyCommand(program, run, help);
  addDoctorCommand(program, run);
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

Results go to stdout (-o json for programs), progress to stderr. Exit codes: 0 success, 1 the result is
not as it should be, 2 wrong command line, setting or configuration, 3 a service cannot be used, 70 a
defect.`;
