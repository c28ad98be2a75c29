import { checkAnswers, isAsAnswered, type AnswerCheck } from '@foldmart/composition/shop';
import { isValidationError } from '@foldmart/core';
import {
  parkingPolicies,
  readAnswerKey,
  type AnswerKey,
  type ParkingPolicy,
} from '@foldmart/generator';
import { Option, type Command } from 'commander';
import { wholeFrom } from '../../argument-parsers.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { requireKeptDatabase } from '../../requirements.js';
import { UsageError } from '../../usage-error.js';
import { describeCheck } from '../generation/check-report.js';
import { readJsonFile } from '../generation/scenario-choice.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';

interface CheckOptions {
  readonly against: string;
  readonly policy?: ParkingPolicy;
  readonly limit: number;
}

/** `foldmart check --against key.json`: compares the store with an answer key. */
export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('compare the database with an answer key of foldmart produce')
    .requiredOption('--against <file>', 'the answer key')
    .addOption(
      new Option(
        '--policy <policy>',
        'what consumers do about messages behind a parked one (default: the dead letters tell)',
      ).choices(parkingPolicies),
    )
    .option('--limit <n>', 'the most differences to list', wholeFrom(0, 1_000_000), 20)
    .addHelpText(
      'after',
      `
The key generates its messages again, so every row, every event and every dead letter is compared. What
the key does not know, such as the rows of foldmart seed, is counted and does not matter. Wait until the
consumers have read everything: foldmart groups show. Exit code 0 only if nothing differs.

  foldmart produce --scenario dirty --seed demo --speed max --answer-key key.json
  foldmart consume --all --until-idle 3
  foldmart check --against key.json`,
    )
    .action(async (options: CheckOptions, command: Command) => {
      await runShopCommand(command, (context) => check(context, options));
    });
}

async function check(
  { settings, system, output, signal }: ShopContext,
  { against, policy, limit }: CheckOptions,
): Promise<ExitCode> {
  const key = await loadKey(against);
  requireKeptDatabase('check', settings);
  output.progress(
    `checking ${String(key.sent.messages)} messages of the scenario ${key.recipe.scenario.name}`,
  );
  const found = await checkAnswers(system, key, {
    maxDifferences: limit,
    signal,
    ...(policy !== undefined && { policy }),
  });
  output.result({ isEqual: isAsAnswered(found), ...found }, () => describe(found));
  return isAsAnswered(found) ? exitCodes.done : exitCodes.notRight;
}

function describe(found: AnswerCheck): string {
  const { head, rows, lines } = describeCheck(found);
  return [plainTable(head, rows), ...lines].join('\n');
}

async function loadKey(path: string): Promise<AnswerKey> {
  const value = await readJsonFile(path, 'a file that foldmart produce --answer-key has written');
  try {
    return readAnswerKey(value);
  } catch (error) {
    if (isValidationError(error)) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}
