import { inspectCampaign, openCouponRush, prepareCouponTopic } from '@foldmart/composition/shop';
import { NotFoundError } from '@foldmart/core';
import { customerGrades, mostStock, type CampaignCommand } from '@foldmart/core/shop';
import { Option, type Command } from 'commander';
import { instantMs, positiveNumber, wholeFrom, wholeNumbers } from '../../argument-parsers.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { isConfirmed } from '../../confirmation.js';
import { describeCampaign, reportCampaign } from '../coupons/campaign-report.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { requireDatabase } from '../../requirements.js';

const couponId = ['<id>', 'the number of the coupon', positiveNumber] as const;

interface OpenOptions {
  readonly stock: number;
  readonly opensAt?: number;
  readonly closesAt?: number;
  readonly block?: readonly number[];
  readonly minimumGrade?: string;
}

interface ResetOptions {
  readonly yes: boolean;
  readonly dryRun: boolean;
}

/** `foldmart coupon open|refill|close|reset|status`: manages campaigns in the database. */
export function addCouponCommand(program: Command): void {
  const coupon = program
    .command('coupon')
    .description('open, refill, close, reset and show campaigns');
  addOpen(coupon);
  coupon
    .command('refill')
    .argument(...couponId)
    .description('add coupons to a campaign')
    .requiredOption('--quantity <n>', 'how many coupons to add', wholeFrom(1, mostStock))
    .option('--refill-id <text>', 'identifies this refill: repeating it adds nothing')
    .action(
      async (id: number, options: { quantity: number; refillId?: string }, command: Command) => {
        await runShopCommand(command, (context) => {
          const refillId = options.refillId ?? context.system.ids.next();
          const { quantity } = options;
          return manage(context, {
            type: 'refill-campaign',
            couponId: id,
            refillId,
            quantity,
          });
        });
      },
    );
  coupon
    .command('close')
    .argument(...couponId)
    .description('close a campaign permanently')
    .action(async (id: number, _options: unknown, command: Command) => {
      const close: CampaignCommand = { type: 'close-campaign', couponId: id };
      await runShopCommand(command, (context) => manage(context, close));
    });
  addReset(coupon);
  coupon
    .command('status')
    .argument(...couponId)
    .description('show stock, issued coupons, waiting requests and outcomes of a campaign')
    .action(async (id: number, _options: unknown, command: Command) => {
      await runShopCommand(command, (context) => status(context, id));
    });
}

function addOpen(coupon: Command): void {
  coupon
    .command('open')
    .argument(...couponId)
    .description('open a campaign; opening it again on the same terms changes nothing')
    .requiredOption('--stock <n>', 'how many coupons the campaign has', wholeFrom(0, mostStock))
    .option('--opens-at <time>', 'such as 2026-02-03T14:30:00Z (default: at once)', instantMs)
    .option('--closes-at <time>', 'the instant at which it closes (default: never)', instantMs)
    .option('--block <ids>', 'users it refuses, separated by commas', wholeNumbers)
    .addOption(
      new Option('--minimum-grade <grade>', 'the lowest grade that is admitted').choices(
        customerGrades,
      ),
    )
    .action(async (id: number, options: OpenOptions, command: Command) => {
      await runShopCommand(command, (context) => manage(context, openCommand(id, options)));
    });
}

function addReset(coupon: Command): void {
  coupon
    .command('reset')
    .argument(...couponId)
    .description('for a test run: nobody holds the coupon, and the stock is that of the opening')
    .option('--yes', 'do not ask', false)
    .option('--dry-run', 'say what would change, and change nothing', false)
    .addHelpText(
      'after',
      `
The log keeps what was before. Requests that are decided keep their decisions, and those that still wait in the
queue are decided as new ones. A closed campaign cannot be reset.`,
    )
    .action(async (id: number, options: ResetOptions, command: Command) => {
      await runShopCommand(command, (context) => reset(context, id, options));
    });
}

function openCommand(id: number, options: OpenOptions): CampaignCommand {
  const { stock, opensAt, closesAt, block, minimumGrade } = options;
  return {
    type: 'open-campaign',
    couponId: id,
    stock,
    ...(opensAt === undefined ? {} : { opensAtMs: opensAt }),
    ...(closesAt === undefined ? {} : { closesAtMs: closesAt }),
    rules: {
      ...(block === undefined ? {} : { blockedUsers: block }),
      ...(minimumGrade === undefined ? {} : { minimumGrade }),
    },
  };
}

async function manage(context: ShopContext, command: CampaignCommand): Promise<ExitCode> {
  requireDatabase('coupon', context.settings);
  const { system, settings } = context;
  if (settings.queueType !== 'memory' && settings.queueType !== 'direct') {
    await prepareCouponTopic(system);
  }
  const rush = await openCouponRush(system);
  await rush.manage(command);
  return status(context, command.couponId);
}

async function reset(
  context: ShopContext,
  id: number,
  { yes, dryRun }: ResetOptions,
): Promise<ExitCode> {
  const { system, settings, signal, output } = context;
  requireDatabase('coupon reset', settings);
  const found = await inspectCampaign(system, id);
  if (found === undefined) throw new NotFoundError(`Coupon ${String(id)}`);
  const { issued } = found.status.state;
  if (dryRun) {
    output.progress(`coupon ${String(id)} would be taken away from its ${String(issued)} holders`);
    return status(context, id);
  }
  const question = `Take coupon ${String(id)} away from its ${String(issued)} holders?`;
  if (!(await isConfirmed(question, { yes, signal }))) {
    output.progress('nothing was changed');
    return exitCodes.notRight;
  }
  const rush = await openCouponRush(system);
  await rush.reset(id);
  return status(context, id);
}

async function status({ system, settings, output }: ShopContext, id: number): Promise<ExitCode> {
  requireDatabase('coupon status', settings);
  const found = await inspectCampaign(system, id);
  if (found === undefined) throw new NotFoundError(`Coupon ${String(id)}`);
  const report = reportCampaign(found.status, found.waiting);
  output.result(report, () => describeCampaign(report));
  return exitCodes.done;
}
