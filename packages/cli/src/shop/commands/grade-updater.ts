import { prepareTopics, runOutbox } from '@foldmart/composition';
import {
  drainOutbox,
  hasSharedQueue,
  keepGradesUpToDate,
  updateGradesOnce,
} from '@foldmart/composition/shop';
import type { GradeUpdate } from '@foldmart/core/shop';
import type { Command } from 'commander';
import { intervalMs } from '../../argument-parsers.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { requireKeptDatabase } from '../../requirements.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { gradeUpdateLine } from '../shop-lines.js';

interface GradeUpdaterOptions {
  readonly once?: boolean;
  readonly interval?: number;
}

/** `foldmart grade-updater`: gives customers the grade of what they bought. */
export function addGradeUpdaterCommand(program: Command): void {
  program
    .command('grade-updater')
    .description(
      "update customers' grades by what they bought, every GRADE_UPDATE_INTERVAL seconds",
    )
    .option('--once', 'update once and end')
    .option('--interval <seconds>', 'time between two updates (default: the setting)', intervalMs)
    .addHelpText(
      'after',
      `
One process updates; others stand by and take over. A customer has the grade of the amount of their successful
orders in the last GRADE_WINDOW_DAYS days (GRADE_THRESHOLDS). Other grades than BRONZE, SILVER, GOLD and VIP stay.

Each change is an event, which this process also publishes on the topic users if the queue is shared by processes.
With -o json, prints one JSON object per line for each update.`,
    )
    .action(async (options: GradeUpdaterOptions, command: Command) => {
      await runShopCommand(command, (context) => run(context, options));
    });
}

async function run(context: ShopContext, options: GradeUpdaterOptions): Promise<ExitCode> {
  requireKeptDatabase('grade-updater', context.settings);
  return options.once === true ? once(context) : keepUpdating(context, options);
}

async function once(context: ShopContext): Promise<ExitCode> {
  const { system, signal, output } = context;
  const { isLeader, update } = await updateGradesOnce(system, signal);
  if (!isLeader) output.error('nothing was updated: another grade updater leads');
  if (update === undefined) return exitCodes.notRight;
  show(context, update, 1);
  const isPublished = !hasSharedQueue(system) || (await drainOutbox(system, { signal }));
  if (!isPublished) output.error('not every change is published yet: run foldmart outbox relay');
  return update.isComplete && isPublished ? exitCodes.done : exitCodes.notRight;
}

/** Updates and publishes until the signal aborts; if one of the two fails, the other one ends too. */
async function keepUpdating(
  context: ShopContext,
  { interval }: GradeUpdaterOptions,
): Promise<ExitCode> {
  const { system, output } = context;
  const failing = new AbortController();
  const signal = AbortSignal.any([context.signal, failing.signal]);
  const isPublishing = hasSharedQueue(system);
  // The roles retry failures. This first contact does not, so that a wrong configuration ends the command at once.
  await system.database();
  if (isPublishing) await prepareTopics(system);
  output.progress('grade updater started');
  const work = [
    keepGradesUpToDate(system, {
      signal,
      ...(interval === undefined ? {} : { intervalMs: interval }),
      onUpdate: (update, number) => {
        show(context, update, number);
      },
      onStandBy: () => {
        output.progress('grade updater stands by: another process updates the grades');
      },
    }),
    ...(isPublishing ? [runOutbox(system, { signal })] : []),
  ];
  try {
    await Promise.all(work);
  } finally {
    failing.abort();
    await Promise.allSettled(work);
  }
  return exitCodes.done;
}

function show({ output }: ShopContext, update: GradeUpdate, number: number): void {
  output.result({ number, ...update }, () => gradeUpdateLine(update, number));
}
