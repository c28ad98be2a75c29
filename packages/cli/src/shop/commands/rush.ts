import { settingDefinitions, type SettingTexts } from '@foldmart/composition';
import { couponPace, shopConfig, type ShopSettings } from '@foldmart/composition/shop';
import { mostStock } from '@foldmart/core/shop';
import { Option, type Command } from 'commander';
import { secondsToMs, wholeFrom } from '../../argument-parsers.js';
import type { GlobalOptions } from '../../global-options.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { requirePartners } from '../../requirements.js';
import { childSettings } from '../rush/child-settings.js';
import { openMemoryStage } from '../rush/memory-stage.js';
import { openProcessStage } from '../rush/process-stage.js';
import { quickSessions } from '../rush/quick-sessions.js';
import { requestCount, type RushPlan } from '../rush/rush-plan.js';
import { describeRush } from '../rush/rush-report.js';
import { runRush } from '../rush/run-rush.js';
import { UsageError } from '../../usage-error.js';

const processes = wholeFrom(1, 100);
const mostRequests = 10_000_000;
const settingNames = Object.keys({ ...settingDefinitions, ...shopConfig.settings });

type RushOptions = Omit<RushPlan, 'couponId' | 'patienceMs'> & { readonly patience: number };

/** `foldmart rush`: races a crowd for few coupons and checks the result. */
export function addRushCommand(program: Command): void {
  program
    .command('rush')
    .description('race users for coupons against APIs and workers, and check the result')
    .option('--users <n>', 'the number of users', wholeFrom(1, 1_000_000), 1_000)
    .option(
      '--requests-per-user <n>',
      'the number of requests of each user',
      wholeFrom(1, 1_000),
      3,
    )
    .option('--stock <n>', 'the number of coupons', wholeFrom(0, mostStock), 100)
    .option('--apis <n>', 'the number of API processes', processes, 3)
    .option('--workers <n>', 'the number of worker processes', processes, 3)
    .option(
      '--concurrency <n>',
      'the maximum number of concurrent requests',
      wholeFrom(1, 10_000),
      96,
    )
    .option('--in-turn', 'send a request only when the previous one has its outcome', false)
    .option(
      '--kill-workers <n>',
      'the number of workers to kill during the race',
      wholeFrom(0, 1_000),
      0,
    )
    .addOption(
      new Option('--patience <seconds>', 'give up after this time without progress')
        .argParser(secondsToMs)
        .default(60_000, '60'),
    )
    .addHelpText(
      'after',
      `
  foldmart rush
  foldmart rush --queue redis --users 10000 --requests-per-user 3 --stock 100 --apis 3 --workers 3
  foldmart rush --queue kafka --kill-workers 5

On redis and kafka, each API and worker is a separate process, and the ledger is in Postgres. In memory,
everything runs in this process. A killed worker is started again under its name. Unless the settings choose
others, sessions last 6 s, so that its requests do not wait longer. Afterwards the queue is read again, and the coupon holders are compared
with the order of the queue. Exit code 0 only if every check passes.`,
    )
    .action(async (options: RushOptions, command: Command) => {
      const global = command.optsWithGlobals<GlobalOptions>();
      await runShopCommand(command, (context) => rush(context, options, global), sharedDatabase);
    });
}

/** Processes share only services, so a shared queue implies a shared database. */
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
  if (requestCount(plan) > mostRequests) {
    const problem = `may send ${String(mostRequests)} requests, not ${String(requestCount(plan))}`;
    throw new UsageError(`foldmart rush ${problem}: lower --users or --requests-per-user`);
  }
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
            ...childSettings(settings.queueType, global, settingNames),
            defaults: quickSessions(settings),
            doAllJoin: couponPace(settings).mode === 'push',
            onLine: settings.values.LOG_LEVEL === 'debug' ? progress : reportTrouble(progress),
          }),
  });
  output.result(report, () => describeRush(report));
  return report.isRight ? exitCodes.done : exitCodes.notRight;
}

/** Passes on problems only: warnings are JSON, and errors start with the name of the command. */
function reportTrouble(progress: (line: string) => void): (line: string) => void {
  return (line) => {
    if (/^\S+: (\{|foldmart:)/.test(line)) progress(line);
  };
}
