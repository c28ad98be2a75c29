import type { SettingTexts } from '@foldmart/composition';
import { couponPace, type ShopSettings } from '@foldmart/composition/shop';
import type { Command } from 'commander';
import { positiveNumber, secondsToMs, wholeNumber } from '../../argument-parsers.js';
import type { GlobalOptions } from '../../command-context.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { requirePartners } from '../../requirements.js';
import { openMemoryStage } from '../rush/memory-stage.js';
import { openProcessStage } from '../rush/process-stage.js';
import type { RushPlan } from '../rush/rush-plan.js';
import { describeRush } from '../rush/rush-report.js';
import { runRush } from '../rush/run-rush.js';
import { UsageError } from '../../usage-error.js';

type RushOptions = Omit<RushPlan, 'couponId' | 'patienceMs'> & { readonly patience: number };

/** `foldmart rush`: a crowd after few coupons, and whether all went right. */
export function addRushCommand(program: Command): void {
  program
    .command('rush')
    .description('race users for coupons against APIs and workers, and check what came of it')
    .option('--users <n>', 'users in the crowd', positiveNumber, 1_000)
    .option('--requests-per-user <n>', 'how often each asks', positiveNumber, 3)
    .option('--stock <n>', 'coupons there are', wholeNumber, 100)
    .option('--apis <n>', 'API processes', positiveNumber, 3)
    .option('--workers <n>', 'worker processes', positiveNumber, 3)
    .option('--concurrency <n>', 'requests on their way at the same time', positiveNumber, 96)
    .option('--in-turn', 'ask only when the request before has its outcome', false)
    .option(
      '--kill-workers <n>',
      'workers to kill in the middle, one after another',
      wholeNumber,
      0,
    )
    .option(
      '--patience <seconds>',
      'give up when nothing has happened for so long',
      secondsToMs,
      60_000,
    )
    .addHelpText(
      'after',
      `
  foldmart rush
  foldmart rush --queue redis --users 10000 --requests-per-user 3 --stock 100 --apis 3 --workers 3
  foldmart rush --queue kafka --kill-workers 5

On redis and kafka every API and worker is a process of its own, and the ledger is Postgres; in memory all
live in this process. Afterwards the queue is read again as it lies there, and who was issued a coupon is
compared with who came first. Exit code 0 only if every check is met.`,
    )
    .action(async (options: RushOptions, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      await runShopCommand(command, (context) => rush(context, options, global), sharedDatabase);
    });
}

/** Processes share nothing but the services: with a queue of theirs goes the database of theirs. */
function sharedDatabase({ queueType }: ShopSettings): SettingTexts {
  return queueType === 'redis' || queueType === 'kafka' ? { DB_TYPE: 'postgres' } : {};
}

async function rush(
  context: ShopContext,
  options: RushOptions,
  global: GlobalOptions,
): Promise<ExitCode> {
  const { system, settings, output, signal } = context;
  const { patience, ...numbers } = options;
  const plan: RushPlan = { ...numbers, patienceMs: patience, couponId: system.clock.now() };
  const progress = (line: string): void => output.progress(line);
  const isInMemory = settings.queueType === 'memory';
  if (!isInMemory) requirePartners('rush', settings);
  if (isInMemory && plan.killWorkers > 0) {
    throw new UsageError(
      'foldmart rush --kill-workers needs workers in processes: --queue redis or kafka',
    );
  }
  const report = await runRush(plan, {
    system,
    signal,
    progress,
    openStage: (opened) =>
      isInMemory
        ? openMemoryStage(system, opened, plan)
        : openProcessStage(plan, {
            args: childArguments(settings.queueType, global),
            doAllJoin: couponPace(settings).mode === 'push',
            onLine: settings.values.LOG_LEVEL === 'debug' ? progress : reportTrouble(progress),
          }),
  });
  output.result(report, () => describeRush(report));
  return report.isRight ? exitCodes.done : exitCodes.notRight;
}

function childArguments(queueType: string, { set, envFile }: GlobalOptions): readonly string[] {
  return [
    ...['--queue', queueType, '--db', 'postgres'],
    ...set.flatMap((assignment) => ['--set', assignment]),
    ...(envFile === undefined ? [] : ['--env-file', envFile]),
  ];
}

/** Of what processes say, what is no success: warnings are JSON, complaints begin with the command's name. */
function reportTrouble(progress: (line: string) => void): (line: string) => void {
  return (line) => {
    if (/^\S+: (\{|foldmart:)/.test(line)) progress(line);
  };
}
