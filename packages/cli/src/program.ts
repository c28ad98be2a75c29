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
To begin:
  foldmart start --duration 10        the whole shop in memory, for ten seconds
  foldmart doctor                     what is set, and whether it answers
  foldmart rush                       a crowd after a hundred coupons, in memory

On real services, in a process each (settings from the environment or a file .env):
  export QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres
  foldmart topics create
  foldmart seed
  foldmart cache-worker
  foldmart consume --all
  foldmart produce

Looking into the log and what is made of it:
  foldmart stream list --prefix user-
  foldmart events tail --follow
  foldmart projections status
  foldmart verify

Results go to stdout (-o json for programs), progress to stderr. Exit codes: 0 done, 1 done but not
as it should be, 2 wrong command line or setting, 3 a service cannot be used, 70 a defect.`;

/** The `foldmart` command with everything below it. */
export function createProgram(): Command {
  const program = new Command('foldmart')
    .description('An event-sourced shop on Kafka, Redis and Postgres, or all of it in memory.')
    .addOption(
      new Option('-o, --output <format>', 'how results are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--queue <type>', 'QUEUE_TYPE: memory, redis or kafka')
    .option('--cache <type>', 'CACHE_TYPE: memory or redis')
    .option('--db <type>', 'DB_TYPE: memory or postgres')
    .option('--set <NAME=value>', 'any setting; may be given more than once', collect, [])
    .option('--env-file <path>', 'settings to read behind the environment (default: .env)')
    .addHelpText('after', guide)
    .showHelpAfterError('(foldmart --help shows how)')
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
