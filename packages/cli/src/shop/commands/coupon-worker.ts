import { openCouponRush, prepareCouponTopic } from '@foldmart/composition/shop';
import {
  issueOutcomes,
  noOutcomes,
  type OutcomeCounts,
  type RequestDecision,
} from '@foldmart/core/shop';
import type { Command } from 'commander';
import { memberName } from '../../argument-parsers.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { describeOutcomes } from '../coupons/campaign-report.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { requirePartners } from '../../requirements.js';

/** `foldmart coupon-worker`: decides coupon requests. */
export function addCouponWorkerCommand(program: Command): void {
  program
    .command('coupon-worker')
    .description('decide coupon requests in queue order; any number of workers can run')
    .option(
      '--id <name>',
      'its name, which identifies it across restarts; unique (default: coupon_worker_1, not unique)',
      memberName,
    )
    .addHelpText(
      'after',
      `
Ctrl+C or SIGTERM finishes the batches in flight. With -o json, prints {"joined": <name>} once the worker
has joined the queue, and {"decided": …, "outcomes": …} at the end.`,
    )
    .action(async (options: { readonly id?: string }, command: Command) => {
      await runShopCommand(command, (context) => work(context, options.id));
    });
}

async function work(context: ShopContext, instanceId?: string): Promise<ExitCode> {
  const member = instanceId ?? 'coupon_worker_1';
  const { system, settings, output, signal } = context;
  requirePartners('coupon-worker', settings);
  await prepareCouponTopic(system);
  const rush = await openCouponRush(system);
  let outcomes = noOutcomes;
  await rush.work({
    member,
    ...(instanceId === undefined ? {} : { instanceId }),
    signal,
    onJoined: () => output.result({ joined: member }, () => `${member} started`),
    onDecided: (decisions) => {
      const counts = countOutcomes(decisions);
      outcomes = addOutcomes(outcomes, counts);
      output.progress(`${member} decided ${String(decisions.length)}: ${phrase(counts)}`);
    },
  });
  const decided = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  output.result({ decided, outcomes }, () => describeOutcomes(outcomes));
  return exitCodes.done;
}

function countOutcomes(decisions: readonly RequestDecision[]): OutcomeCounts {
  const counts = { ...noOutcomes };
  for (const { outcome } of decisions) counts[outcome] += 1;
  return counts;
}

function addOutcomes(one: OutcomeCounts, other: OutcomeCounts): OutcomeCounts {
  const sum = { ...one };
  for (const outcome of issueOutcomes) sum[outcome] += other[outcome];
  return sum;
}

function phrase(counts: OutcomeCounts): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([outcome, count]) => `${String(count)} ${outcome}`).join(', ');
}
