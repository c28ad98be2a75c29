import { openPublisher, prepareTopics } from '@foldmart/composition';
import { produce } from '@foldmart/composition/shop';
import type { ProducerResult } from '@foldmart/core/shop';
import type { Command } from 'commander';
import { perSecondOrPaced, wholeNumber } from '../../argument-parsers.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { requireDatabase, requireQueue } from '../../requirements.js';
import { rulesOption, rulesSettings, type RulesOptions } from '../generation/rules-option.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { producedLine } from '../shop-lines.js';

interface UserSeederOptions extends RulesOptions {
  readonly rate?: number | 'max';
  readonly count?: number;
  readonly seed?: string;
}

/** `foldmart user-seeder`: publishes generated users to the queue in real time. */
export function addUserSeederCommand(program: Command): void {
  program
    .command('user-seeder')
    .description('publish new users until Ctrl+C')
    .option(
      '--rate <n|max|paced>',
      'users per second; paced, the default, is 1 to 3 users every 5 to 15 s',
      perSecondOrPaced,
    )
    .option('--count <n>', 'end after this many users', wholeNumber)
    .option('--seed <text>', 'make the stream repeatable: the same seed gives the same users')
    .addOption(rulesOption())
    .addHelpText(
      'after',
      `
The users of a seed are those of foldmart produce with the same seed. Needs neither cache nor database.

  foldmart user-seeder --count 1000 --rate 50 --seed demo`,
    )
    .action(async (options: UserSeederOptions, command: Command) => {
      await runShopCommand(
        command,
        (context) => run(context, options),
        () => rulesSettings(options),
      );
    });
}

async function run(
  { settings, system, output, signal }: ShopContext,
  { rate, count, seed }: UserSeederOptions,
): Promise<ExitCode> {
  if (settings.queueType === 'direct') requireDatabase('user-seeder', settings);
  else {
    requireQueue('user-seeder', settings);
    await prepareTopics(system);
  }
  const result = await produce(system, await openPublisher(system), {
    kinds: ['users'],
    ...(rate === undefined ? {} : { rate }),
    ...(count === undefined ? {} : { users: count }),
    ...(seed === undefined ? {} : { seed }),
    signal,
    onProgress: (progress) => {
      output.progress(producedLine(progress, system.clock.now()));
    },
  });
  const { users, unconfirmed } = result;
  output.result({ users, unconfirmed }, () => describe(result));
  return unconfirmed === 0 ? exitCodes.done : exitCodes.notRight;
}

function describe({ users, unconfirmed }: ProducerResult): string {
  return plainTable(['users', 'unconfirmed'], [[users, unconfirmed]]);
}
