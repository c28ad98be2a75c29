import {
  catchUpProjections,
  followProjections,
  prepareTopics,
  runConsumers,
  waitUntil,
  type PersistCounts,
  type RunningConsumers,
} from '@foldmart/composition';
import { isRetryableError } from '@foldmart/core';
import {
  shopConsumer,
  shopConsumers,
  type ConsumerType,
  type ShopConsumer,
} from '@foldmart/core/shop';
import { Option, type Command } from 'commander';
import { secondsToMs } from '../argument-parsers.js';
import { runCommand, type CommandContext } from '../command-context.js';
import { reportConsumers } from '../consumer-reporter.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requirePartners } from '../requirements.js';
import { UsageError } from '../usage-error.js';

interface ConsumeOptions {
  readonly all?: boolean;
  readonly single?: boolean;
  readonly type?: ConsumerType;
  readonly id?: string;
  readonly untilIdle?: number;
}

/** `foldmart consume`: persists events from the queue, as nine consumers or as one. */
export function addConsumeCommand(program: Command): void {
  program
    .command('consume')
    .description('persist events from the queue, as nine consumers in this process or as one')
    .option('--all', 'three consumers each for users, products and orders')
    .option('--single', 'one consumer; needs --type')
    .addOption(
      new Option('--type <type>', 'the events that it consumes').choices([
        'user',
        'product',
        'order',
      ]),
    )
    .option('--id <name>', 'its name in the group (default: <type>_consumer_1)')
    .option(
      '--until-idle <seconds>',
      'end after this time without a message, once the lag is 0 (default: at Ctrl+C)',
      secondsToMs,
    )
    .addHelpText(
      'after',
      `
  foldmart consume --all
  foldmart consume --single --type order --id order_consumer_1

Offsets are committed after the store has committed. Ctrl+C or SIGTERM finishes the batches in flight.`,
    )
    .action(async (options: ConsumeOptions, command: Command) => {
      await runCommand(command, (context) => consume(context, options));
    });
}

function chosenConsumers({ all, single, type, id }: ConsumeOptions): readonly ShopConsumer[] {
  if (all === single)
    throw new UsageError('foldmart consume: write --all, or --single with --type');
  if (all === true) return shopConsumers();
  if (type === undefined) {
    throw new UsageError(
      'foldmart consume --single: --type is missing; it may be user, product or order',
    );
  }
  return [shopConsumer(type, id ?? 1)];
}

async function consume(context: CommandContext, options: ConsumeOptions): Promise<ExitCode> {
  const chosen = chosenConsumers(options);
  const { untilIdle } = options;
  const { settings, system, output } = context;
  requirePartners('consume', settings);
  await prepareTopics(system);
  const consumers = await runConsumers(
    system,
    chosen,
    reportConsumers(output, system.clock, chosen.length),
  );
  const background = new AbortController();
  const projecting = followProjections(system, background.signal);
  const ending = Promise.race([consumers.ended, projecting, goOn(context, consumers, untilIdle)]);
  try {
    await ending;
  } finally {
    await consumers.close();
    background.abort();
  }
  await projecting;
  await catchUpProjections(system);
  const summary = { ...consumers.counts(), lag: await consumers.lag() };
  output.result(summary, () => describe(summary));
  return exitCodes.done;
}

/**
 * Resolves when the command should end: at the signal, or after the given time without a message.
 */
async function goOn(
  { system: { clock }, signal }: CommandContext,
  consumers: RunningConsumers,
  untilIdleMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const isIdle = async (): Promise<boolean> =>
    consumers.quietMs() >= untilIdleMs && (await hasNoLag(consumers));
  await waitUntil(isIdle, { clock, pollMs: 250, signal });
}

/** A queue that does not respond is not idle: the command continues. */
async function hasNoLag(consumers: RunningConsumers): Promise<boolean> {
  try {
    return (await consumers.lag()) === 0;
  } catch (error) {
    if (isRetryableError(error)) return false;
    throw error;
  }
}

function describe(summary: PersistCounts & { readonly lag: number }): string {
  const { received, appended, duplicates, conflicts, deadLetters, lag } = summary;
  return plainTable(
    ['received', 'persisted', 'duplicates', 'conflicts', 'dead letters', 'lag'],
    [[received, appended, duplicates, conflicts, deadLetters, lag]],
  );
}
