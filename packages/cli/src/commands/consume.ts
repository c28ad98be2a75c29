import {
  catchUpProjections,
  consumerOf,
  consumersOf,
  followProjections,
  prepareTopics,
  runConsumers,
  waitUntil,
  type Consumer,
  type PersistCounts,
  type RunningConsumers,
} from '@foldmart/composition';
import { isPortError, isRetryableError, type DomainConsumer } from '@foldmart/core';
import type { Command } from 'commander';
import { memberName, secondsToMs } from '../argument-parsers.js';
import type { CommandContext, RunCommand } from '../command-context.js';
import { reportConsumers } from '../consumer-reporter.js';
import { exitCodes, type ExitCode } from '../exit-codes.js';
import { plainTable } from '../output.js';
import { requirePartners } from '../requirements.js';
import { sayingWhatLags } from '../saying-what-lags.js';
import { UsageError } from '../usage-error.js';

interface ConsumeOptions {
  readonly all?: boolean;
  readonly single?: boolean;
  readonly type?: string;
  readonly id?: string;
  readonly untilIdle?: number;
}

/** `foldmart consume`: persists events from the queue, as several consumers or as one. */
export function addConsumeCommand(program: Command, run: RunCommand): void {
  program
    .command('consume')
    .description('persist events from the queue, as several consumers in this process or as one')
    .option('--all', 'three consumers of every type')
    .option('--single', 'one consumer; needs --type')
    .option('--type <type>', 'what it consumes')
    .option(
      '--id <name>',
      'its name, which identifies it across restarts; unique (default: <type>_consumer_1, not unique)',
      memberName,
    )
    .option(
      '--until-idle <seconds>',
      'end after this time without a message, once the lag is 0 and projections are current (default: at Ctrl+C)',
      secondsToMs,
    )
    .addHelpText(
      'after',
      `
  foldmart consume --all
  foldmart consume --single --type <type> --id <type>_consumer_1

Without --type, --single lists the types. Offsets are committed after the store has committed. Ctrl+C or
SIGTERM finishes the batches in flight.`,
    )
    .action(async (options: ConsumeOptions, command: Command) => {
      await run(command, (context) => consume(context, options));
    });
}

function chosenConsumers(
  types: readonly DomainConsumer[],
  { all, single, type, id }: ConsumeOptions,
): readonly Consumer[] {
  if (all === single)
    throw new UsageError('foldmart consume: write --all, or --single with --type');
  if (all === true) return consumersOf(types);
  const chosen = types.find((each) => each.type === type);
  if (chosen === undefined) {
    const names = types.map((each) => each.type).join(', ');
    const problem = type === undefined ? '--type is missing' : `there is no type ${type}`;
    throw new UsageError(`foldmart consume --single: ${problem}; it may be one of ${names}`);
  }
  return [consumerOf(chosen, id ?? 1)];
}

async function consume(context: CommandContext, options: ConsumeOptions): Promise<ExitCode> {
  const { settings, system, output } = context;
  const chosen = chosenConsumers(system.domain.consumers, options);
  const { untilIdle } = options;
  requirePartners('consume', settings);
  await prepareTopics(system);
  const consumers = await runConsumers(
    system,
    chosen,
    reportConsumers(output, system.clock, chosen.length),
  );
  const background = new AbortController();
  const projecting = followProjections(system, background.signal);
  const ending = Promise.race([
    consumers.ended,
    failureOf(projecting),
    untilStopped(context, consumers, untilIdle),
  ]);
  try {
    await ending;
  } finally {
    await consumers.close();
    background.abort();
  }
  await sayingWhatLags(context, async () => {
    await projecting;
    await catchUpProjections(system, context.signal);
  });
  const summary = { ...consumers.counts(), lag: await lagAtEnd(consumers) };
  output.result(summary, () => describe(summary));
  return exitCodes.done;
}

/** Rejects if the work fails. A domain without projections has no such work, and must not end the command. */
function failureOf(work: Promise<void>): Promise<never> {
  return new Promise((_resolve, reject) => {
    work.catch(reject);
  });
}

/** Resolves at the signal, or after `untilIdleMs` without a message if the lag is 0. */
async function untilStopped(
  { system: { clock }, signal }: CommandContext,
  consumers: RunningConsumers,
  untilIdleMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const isIdle = async (): Promise<boolean> =>
    consumers.quietMs() >= untilIdleMs && (await hasNoLag(consumers));
  await waitUntil(isIdle, { clock, pollMs: 250, signal });
}

/** A queue that does not respond is not idle, nor is one with a deleted topic: the command continues. */
async function hasNoLag(consumers: RunningConsumers): Promise<boolean> {
  try {
    return (await consumers.lag()) === 0;
  } catch (error) {
    if (isRetryableError(error) || isUnknownTopic(error)) return false;
    throw error;
  }
}

/** Null if a topic is deleted. */
async function lagAtEnd(consumers: RunningConsumers): Promise<number | null> {
  try {
    return await consumers.lag();
  } catch (error) {
    if (isUnknownTopic(error)) return null;
    throw error;
  }
}

function isUnknownTopic(error: unknown): boolean {
  return isPortError(error) && error.code === 'unknown-topic';
}

function describe(summary: PersistCounts & { readonly lag: number | null }): string {
  const { received, appended, duplicates, conflicts, deadLetters, lag } = summary;
  return plainTable(
    ['received', 'persisted', 'duplicates', 'conflicts', 'dead letters', 'lag'],
    [[received, appended, duplicates, conflicts, deadLetters, lag]],
  );
}
