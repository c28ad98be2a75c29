import { openPublisher, prepareTopics } from '@foldmart/composition';
import { produce, type ShopRuntime } from '@foldmart/composition/shop';
import type { ProducedKind, ProducerResult } from '@foldmart/core/shop';
import { Option, type Command } from 'commander';
import { perSecond, secondsToMs, wholeNumber } from '../../argument-parsers.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { producedLine } from '../shop-lines.js';
import { requireCache, requireDatabase, requireQueue } from '../../requirements.js';

interface ProduceCommandOptions {
  readonly orders?: number;
  readonly rate?: number | 'max';
  readonly duration?: number;
  readonly seed?: string;
  readonly only?: readonly ProducedKind[];
}

/** `foldmart produce`: publishes generated orders, products and users to the queue. */
export function addProduceCommand(program: Command): void {
  program
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
    )
    .addHelpText(
      'after',
      `
Users and products are selected from the cache, which foldmart cache-worker fills; with --seed from
the catalogue of that seed. The database is never read.

  foldmart produce --orders 100000 --rate max --seed demo`,
    )
    .action(async (options: ProduceCommandOptions, command: Command) => {
      await runShopCommand(command, (context) => runProduce(context, options));
    });
}

async function runProduce(
  { settings, system, output, signal }: ShopContext,
  { duration, only, ...request }: ProduceCommandOptions,
): Promise<ExitCode> {
  if (settings.queueType === 'direct') requireDatabase('produce', settings);
  else requireQueue('produce', settings);
  if (request.seed === undefined) requireCache('produce without --seed', settings);
  await makeContact(system, request.seed === undefined);
  const publish = await openPublisher(system);
  const result = await produce(system, publish, {
    ...request,
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
