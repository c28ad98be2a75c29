import { openPublisher, prepareTopics } from '@foldmart/composition';
import { produce, type ShopRuntime } from '@foldmart/composition/shop';
import type { ProducerResult } from '@foldmart/core/shop';
import { Option, type Command } from 'commander';
import {
  instantMs,
  perSecond,
  positiveNumber,
  secondsToMs,
  wholeFrom,
  wholeNumber,
} from '../../argument-parsers.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { requireCache, requireDatabase, requireQueue } from '../../requirements.js';
import {
  assertTogether,
  jsonPath,
  speedFactor,
  type ProduceOptions,
} from '../generation/produce-options.js';
import { produceScenario } from '../generation/produce-scenario.js';
import { produceToFile, sampleProduction } from '../generation/produce-to-file.js';
import { rulesOption, rulesSettings } from '../generation/rules-option.js';
import { sinkChoice } from '../generation/sinks/open-sink.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { producedLine } from '../shop-lines.js';

/** `foldmart produce`: publishes generated orders, products and users to the queue. */
export function addProduceCommand(program: Command): void {
  const command = program
    .command('produce')
    .description('publish orders, products and users until Ctrl+C')
    .option('--orders <n>', 'end after this many orders', wholeNumber)
    .option('--rate <n|max>', 'orders per second, instead of bursts at human speed', perSecond)
    .option('--duration <seconds>', 'end after this time', secondsToMs)
    .option(
      '--seed <text>',
      'make the stream repeatable: the same seed gives the same events and needs no cache',
    )
    .addOption(
      new Option('--only <kinds...>', 'publish only these').choices([
        'orders',
        'products',
        'users',
      ]),
    );
  addScenarioOptions(command)
    .addHelpText('after', helpText)
    .action(async (options: ProduceOptions, self: Command) => {
      await runShopCommand(
        self,
        (context) => runProduce(context, options),
        () => rulesSettings(options),
      );
    });
}

function addScenarioOptions(command: Command): Command {
  return command
    .addOption(rulesOption())
    .option(
      '--scenario <name|file>',
      'stages with rates, curves and faults: see foldmart scenarios',
    )
    .option(
      '--messages <n>',
      'with --scenario: send this many messages, by a shorter or longer last stage',
      positiveNumber,
    )
    .option(
      '--speed <n|max>',
      'with --scenario: times faster than its times (default: 1, max to a file)',
      speedFactor,
    )
    .option(
      '--start <time>',
      'with --scenario: when it starts, such as 2026-02-03T14:30:00Z (default: now, 2026 with a seed)',
      instantMs,
    )
    .option(
      '--answer-key <file>',
      'with --scenario: write what must come of it, for foldmart check',
      jsonPath,
    )
    .option(
      '--sink <stdout|file>',
      'write to a file ending in .jsonl, .csv or .parquet instead of the queue',
      sinkChoice,
    )
    .option('--sample <n>', 'show this many messages and send nothing', wholeFrom(1, 10_000));
}

const helpText = `
Users and products are selected from the cache, which foldmart cache-worker fills; with --seed, with
--scenario and with --sink from the catalogue of a seed. The database is never read.

  foldmart produce --orders 100000 --rate max --seed demo
  foldmart produce --scenario flash-sale --speed 10
  foldmart produce --scenario dirty --seed demo --sample 5
  foldmart produce --orders 1000 --seed demo --sink orders.parquet`;

async function runProduce(context: ShopContext, options: ProduceOptions): Promise<ExitCode> {
  const { scenario, sink, sample } = options;
  assertTogether(options);
  if (scenario !== undefined) return produceScenario(context, options, scenario);
  if (sample !== undefined) return sampleProduction(context, options, sample);
  if (sink !== undefined) return produceToFile(context, options, sink, describe);
  return produceToQueue(context, options);
}

async function produceToQueue(
  { settings, system, output, signal }: ShopContext,
  { orders, rate, seed, duration, only }: ProduceOptions,
): Promise<ExitCode> {
  if (settings.queueType === 'direct') requireDatabase('produce', settings);
  else requireQueue('produce', settings);
  if (seed === undefined) requireCache('produce without --seed', settings);
  await makeContact(system, seed === undefined);
  const publish = await openPublisher(system);
  const result = await produce(system, publish, {
    ...(orders === undefined ? {} : { orders }),
    ...(rate === undefined ? {} : { rate }),
    ...(seed === undefined ? {} : { seed }),
    ...(duration === undefined ? {} : { durationMs: duration }),
    ...(only === undefined ? {} : { kinds: only }),
    signal,
    onProgress: (progress) => {
      output.progress(producedLine(progress, system.clock.now()));
    },
  });
  output.result(result, () => describe(result));
  return result.unconfirmed === 0 ? exitCodes.done : exitCodes.notRight;
}

/**
 * The producer retries failures. This first contact does not, so that a wrong configuration ends
 * the command at once.
 */
async function makeContact(system: ShopRuntime, needsCache: boolean): Promise<void> {
  if (system.settings.queueType !== 'direct') await prepareTopics(system);
  if (needsCache) await system.cache().size('users');
}

function describe({ orders, products, users, unconfirmed }: ProducerResult): string {
  return plainTable(
    ['orders', 'products', 'users', 'unconfirmed'],
    [[orders, products, users, unconfirmed]],
  );
}
