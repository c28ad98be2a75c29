import { Command, Option } from 'commander';
import { collect } from './argument-parsers.js';
import { addCacheWorkerCommand } from './commands/cache-worker.js';
import { addConsumeCommand } from './commands/consume.js';
import { addCouponCommand } from './commands/coupon.js';
import { addCouponApiCommand } from './commands/coupon-api.js';
import { addCouponWorkerCommand } from './commands/coupon-worker.js';
import { addDoctorCommand } from './commands/doctor.js';
import { addEventsCommand } from './commands/events.js';
import { addOutboxCommand } from './commands/outbox.js';
import { addProduceCommand } from './commands/produce.js';
import { addProjectionsCommand } from './commands/projections.js';
import { addRushCommand } from './commands/rush.js';
import { addSeedCommand } from './commands/seed.js';
import { addSettingsCommand } from './commands/settings.js';
import { addStartCommand } from './commands/start.js';
import { addStreamCommand } from './commands/stream.js';
import { addTopicsCommand } from './commands/topics.js';
import { addVerifyCommand } from './commands/verify.js';

const guide = `
To start:
  foldmart start --duration 10        the whole shop in memory, for ten seconds
  foldmart doctor                     which services are configured, and whether they respond
  foldmart rush                       a crowd that competes for a hundred coupons, in memory

On real services, each in its own process (settings from the environment or a file .env):
  export QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres
  foldmart topics create
  foldmart seed
  foldmart cache-worker
  foldmart consume --all
  foldmart produce

To inspect the log and the read models:
  foldmart stream list --prefix user-
  foldmart events tail --follow
  foldmart projections status
  foldmart verify

Results go to stdout (-o json for programs), progress to stderr. Exit codes: 0 success, 1 the result is
not as it should be, 2 wrong command line or setting, 3 a service cannot be used, 70 a defect.`;

/** Creates the `foldmart` command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command('foldmart')
    .description('An event-sourced shop on Kafka, Redis and Postgres, or entirely in memory.')
    .addOption(
      new Option('-o, --output <format>', 'the format of results')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--queue <type>', 'QUEUE_TYPE: memory, redis or kafka')
    .option('--cache <type>', 'CACHE_TYPE: memory or redis')
    .option('--db <type>', 'DB_TYPE: memory or postgres')
    .option('--set <NAME=value>', 'any setting; can be repeated', collect, [])
    .option(
      '--env-file <path>',
      'a file of settings; the environment has precedence (default: .env)',
    )
    .addHelpText('after', guide)
    .showHelpAfterError('(see foldmart --help)')
    .exitOverride();
  addStartCommand(program);
  addTopicsCommand(program);
  addSeedCommand(program);
  addCacheWorkerCommand(program);
  addConsumeCommand(program);
  addProduceCommand(program);
  addOutboxCommand(program);
  addStreamCommand(program);
  addEventsCommand(program);
  addProjectionsCommand(program);
  addVerifyCommand(program);
  addCouponCommand(program);
  addCouponApiCommand(program);
  addCouponWorkerCommand(program);
  addRushCommand(program);
  addDoctorCommand(program);
  addSettingsCommand(program);
  return program;
}
