import { isOneProcess, type SettingTexts } from '@foldmart/composition';
import { openCouponRush, prepareCouponTopic, type ShopSettings } from '@foldmart/composition/shop';
import { mostStock } from '@foldmart/core/shop';
import type { Command } from 'commander';
import { positiveNumber, wholeFrom } from '../../argument-parsers.js';
import { runShopCommand, type ShopContext } from '../shop-context.js';
import { startCouponApi } from '../coupons/start-coupon-api.js';
import { exitCodes, type ExitCode } from '../../exit-codes.js';
import { untilAborted } from '../../until-aborted.js';

interface CouponApiOptions {
  readonly port?: number;
  readonly coupon?: number;
  readonly stock: number;
}

/** `foldmart coupon-api`: accepts coupon requests over HTTP. */
export function addCouponApiCommand(program: Command): void {
  program
    .command('coupon-api')
    .description('accept coupon requests over HTTP, and report their outcomes')
    .option(
      '--port <n>',
      'the port, instead of COUPON_API_PORT (0 selects a free one)',
      wholeFrom(0, 65_535),
    )
    .option('--coupon <id>', 'open this campaign first', positiveNumber)
    .option('--stock <n>', 'how many coupons the campaign has', wholeFrom(0, mostStock), 100)
    .addHelpText(
      'after',
      `
  foldmart coupon-api --coupon 1 --stock 100
  curl -X POST 'http://127.0.0.1:9090/api/coupons/1/issue?userId=16'

If the queue or the database is in this process's memory, this process also runs a worker. Otherwise
start any number of foldmart coupon-worker processes. GET /openapi.json describes every call, and /docs shows it. With
-o json, prints the address as {"address": …} once the API listens.`,
    )
    .action(async (options: CouponApiOptions, command: Command) => {
      await runShopCommand(command, (context) => serve(context, options), implyMetrics);
    });
}

/** The API serves /metrics itself, unless METRICS is false. */
function implyMetrics({ values: { METRICS: isAsked } }: ShopSettings): SettingTexts {
  return { METRICS: String(isAsked ?? true) };
}

async function serve(context: ShopContext, options: CouponApiOptions): Promise<ExitCode> {
  const { system, settings, output, signal } = context;
  const { coupon: couponId, stock, port } = options;
  await prepareCouponTopic(system);
  const rush = await openCouponRush(system);
  if (couponId !== undefined) await rush.manage({ type: 'open-campaign', couponId, stock });
  const api = await startCouponApi(system, rush, port === undefined ? {} : { port });
  try {
    output.result({ address: api.address }, () => `coupon API at ${api.address} (Ctrl+C ends it)`);
    warn(context);
    await Promise.race([
      untilAborted(signal),
      ...(isOneProcess(settings) ? [rush.work({ member: 'coupon_worker_1', signal })] : []),
    ]);
  } finally {
    await api.close();
  }
  return exitCodes.done;
}

function warn({ settings, output }: ShopContext): void {
  const { COUPON_ADMIN_TOKEN, COUPON_REQUEST_SECRET } = settings.values;
  if (COUPON_ADMIN_TOKEN === undefined) {
    output.progress('COUPON_ADMIN_TOKEN is not set: campaigns cannot be managed over HTTP');
  }
  if (isOneProcess(settings)) {
    output.progress('nothing is shared with other processes: this process also runs a worker');
  } else if (COUPON_REQUEST_SECRET === undefined) {
    output.progress(
      'COUPON_REQUEST_SECRET is not set: other API processes will not accept the request ids of this one',
    );
  }
}
