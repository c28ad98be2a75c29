import { consumersOf, isVerified, verify, type VerifyReport } from '@foldmart/composition';
import {
  isEverythingPersisted,
  runShop,
  type ShopObserver,
  type ShopSummary,
} from '@foldmart/composition/shop';
import type { Command } from 'commander';
import { perSecond, secondsToMs, wholeFrom, wholeNumber } from '../../argument-parsers.js';
import type { CommandContext } from '../../command-context.js';
import { withPage } from '../../dashboard/start-page.js';
import { shopHelp } from '../shop-help.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { plainTable } from '../../output.js';
import { reportConsumers } from '../../consumer-reporter.js';
import { gradeUpdateLine, producedLine, seedingLine } from '../shop-lines.js';
import { refreshedLine } from '../../progress-lines.js';
import { describeVerification } from '../../verification-report.js';

const rows = wholeFrom(0, 10_000_000);

interface StartOptions {
  readonly duration?: number;
  readonly orders?: number;
  readonly rate?: number | 'max';
  readonly seed?: string;
  readonly users?: number;
  readonly products?: number;
  readonly verify?: boolean;
  readonly open?: boolean;
  readonly dashboard: boolean;
}

/** `foldmart start`: the whole shop in one process. */
export function addShopStartCommand(program: Command): void {
  program
    .command('start')
    .description(
      'run the whole shop in this process: seed, cache worker, producer, consumers, grades',
    )
    .option('--duration <seconds>', 'end after this time (default: at Ctrl+C)', secondsToMs)
    .option('--orders <n>', 'end after this many orders', wholeNumber)
    .option('--rate <n|max>', 'orders per second, instead of bursts at human speed', perSecond)
    .option('--seed <text>', 'make the stream repeatable: the same seed gives the same events')
    .option('--users <n>', 'users to seed an empty shop with', rows)
    .option('--products <n>', 'products to seed an empty shop with', rows)
    .option(
      '--verify',
      'at the end, fold the whole log and compare every read model with the result',
    )
    .option('--open', 'open the live page in a browser')
    .option('--no-dashboard', 'do not serve the live page')
    .addHelpText(
      'after',
      `
Without settings, everything runs in this process's memory, and a live page shows it. The same shop on real services:
  QUEUE_TYPE=kafka CACHE_TYPE=redis DB_TYPE=postgres foldmart start --duration 10

Exit code 0 only if every published event was found in the store, and with --verify only if no row differs.
With --seed and --orders, the state hash that --verify shows is the same on every (empty) queue and database.`,
    )
    .action(async (options: StartOptions, command: Command) => {
      await runShopCommand(command, (context) => start(context, options));
    });
}

async function start(context: ShopContext, options: StartOptions): Promise<ExitCode> {
  const { system, output, settings, signal } = context;
  output.progress(
    `shop started: queue ${settings.queueType}, cache ${settings.cacheType}, database ${settings.databaseType} (Ctrl+C stops it)`,
  );
  const {
    duration,
    users,
    products,
    verify: mustVerify = false,
    open,
    dashboard,
    ...produced
  } = options;
  const anyDomain = context as unknown as CommandContext;
  const page = { dashboard, ...(open === undefined ? {} : { open }) };
  const summary = await withPage(anyDomain, shopHelp, page, () =>
    runShop(system, {
      ...produced,
      ...(duration === undefined ? {} : { durationMs: duration }),
      catalogue: {
        ...(users === undefined ? {} : { users }),
        ...(products === undefined ? {} : { products }),
      },
      signal,
      observer: observe(context),
    }),
  );
  const verification = mustVerify ? await verify(system) : undefined;
  output.result({ ...summary, ...verification }, () =>
    [describe(summary), ...describeIfAny(context, verification)].join('\n'),
  );
  const isRight =
    isEverythingPersisted(summary) && (verification === undefined || isVerified(verification));
  return isRight ? exitCodes.done : exitCodes.notRight;
}

function describeIfAny(
  { system }: ShopContext,
  found: VerifyReport | undefined,
): readonly string[] {
  return found === undefined ? [] : [describeVerification(found, system.domain, shopHelp)];
}

function observe({ output, system: { clock, domain } }: ShopContext): ShopObserver {
  return {
    ...reportConsumers(output, clock, consumersOf(domain.consumers).length),
    seeding(progress) {
      if (progress.done === progress.total || progress.done % 5_000 === 0) {
        output.progress(seedingLine(progress));
      }
    },
    refreshed(refresh, number) {
      output.progress(refreshedLine(refresh, number));
    },
    graded(update, number) {
      output.progress(gradeUpdateLine(update, number));
    },
    produced(progress) {
      output.progress(producedLine(progress, clock.now()));
    },
  };
}

function describe(summary: ShopSummary): string {
  const { published, persisted, duplicates, conflicts, deadLetters, lag } = summary;
  return plainTable(
    ['published', 'persisted', 'duplicates', 'conflicts', 'dead letters', 'lag'],
    [[published, persisted, duplicates, conflicts, deadLetters, lag]],
  );
}
