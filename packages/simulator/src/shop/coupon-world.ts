import { memoryShop } from '@foldmart/adapters-memory/shop';
import {
  openCouponRush,
  prepareCouponTopic,
  type Shop,
  type ShopSettings,
} from '@foldmart/composition/shop';
import { isRetryableError, isValidationError, retryTransient } from '@foldmart/core';
import {
  couponGroup,
  couponTopicName,
  createRequestCoupon,
  shopDomain,
  type CouponRequestInput,
  type RequestCoupon,
  type RequestIds,
} from '@foldmart/core/shop';
import { logOracle } from '../oracles/log-oracle.js';
import { findUnfinished } from '../oracles/progress.js';
import { readModelsOracle } from '../oracles/read-models-oracle.js';
import type { ProcessContext } from '../processes/process-spec.js';
import type { Choose } from '../tape/choose.js';
import type { Behind } from '../services/services.js';
import type { Scene, Stage, World } from '../worlds/world.js';
import { couponOracle } from './coupon-oracle.js';
import { shopSettings } from './open-shop.js';
import { workProcesses } from './shop-process.js';

const domain = shopDomain();
const coupons = [1, 2] as const;

/** The coupon rush: two processes that take requests, three workers that decide them, and two that open and refill campaigns. */
export function couponWorld({ behind }: { readonly behind?: Behind } = {}): World {
  const settings = shopSettings();
  return {
    name: 'coupons',
    ...(behind === undefined ? {} : { behind }),
    open: (stage) => openScene(stage, settings),
  };
}

function openScene(stage: Stage, settings: ShopSettings): Scene {
  const accepted = new Set<string>();
  const judge = couponOracle(stage);
  return {
    processes: [
      ...workProcesses('coupon-worker', 3, settings, decideRequests),
      ...workProcesses('coupon-api', 2, settings, (shop, context) =>
        takeRequests(shop, context, accepted),
      ),
      ...workProcesses('campaigner', 2, settings, manageCampaigns),
    ],
    oracles: [logOracle(stage), judge, readModelsOracle(stage, domain, { modules: [memoryShop] })],
    pending: () => {
      const open = [...accepted].find((id) => !judge.hasOutcome(id));
      if (open !== undefined) return `request ${open} has no outcome`;
      const consumers = [{ type: 'coupon', topic: couponTopicName, group: couponGroup }];
      const own = { ...domain, consumers, projections: [] };
      return findUnfinished(stage, own, { hasOutbox: false });
    },
  };
}

async function decideRequests(shop: Shop, { name, clock, random }: ProcessContext): Promise<void> {
  await retryTransient(() => prepareCouponTopic(shop), { clock, random });
  const rush = await openCouponRush(shop);
  await rush.work({ member: name, signal: new AbortController().signal });
}

/** Crowds of users request coupons, some of them several times, and repeat requests whose outcome is not known. */
async function takeRequests(
  shop: Shop,
  context: ProcessContext,
  accepted: Set<string>,
): Promise<void> {
  const { clock, random, ids, choose, workOver } = context;
  await retryTransient(() => prepareCouponTopic(shop), { clock, random });
  const { ledger, queue } = await openCouponRush(shop);
  const request = createRequestCoupon({ ledger, queue, ids: requestIds(ids), clock });
  while (!workOver.aborted) {
    const crowd = Array.from({ length: choose.integer(1, 6) }, () => chooseWish(choose));
    await Promise.all(crowd.map((wish) => takeOne(request, wish, context, accepted)));
    await clock.sleep(choose.pauseMs(), workOver);
  }
}

function chooseWish(choose: Choose): Required<CouponRequestInput> {
  return {
    couponId: choose.oneOf(coupons),
    userId: choose.integer(1, 60),
    idempotencyKey: `key-${String(choose.integer(1, 2))}`,
  };
}

async function takeOne(
  request: RequestCoupon,
  wish: Required<CouponRequestInput>,
  { tell }: ProcessContext,
  accepted: Set<string>,
): Promise<void> {
  const { couponId, userId, idempotencyKey } = wish;
  const what = `coupon ${String(couponId)} for user ${String(userId)}, ${idempotencyKey}`;
  tell('requests', what);
  try {
    const answer = await request(wish);
    if (answer.isAccepted) accepted.add(answer.requestId);
  } catch (error) {
    if (!isRetryableError(error)) throw error;
    tell('does not know the outcome of', what);
  }
}

/** Ids without the randomness of the machine. Nobody looks into the tokens. */
function requestIds({ next }: { readonly next: () => string }): RequestIds {
  return {
    next,
    forKey: ({ couponId, userId, key }) => `${String(couponId)}-${String(userId)}-${key}`,
    tokenOf: (requestId) => requestId,
    idOf: (token) => token,
  };
}

async function manageCampaigns(shop: Shop, context: ProcessContext): Promise<void> {
  const { clock, random, ids, choose, workOver } = context;
  const { manage } = await openCouponRush(shop);
  for (const couponId of coupons) {
    const open = { type: 'open-campaign', couponId, stock: 4, opensAtMs: 0 } as const;
    await retryTransient(() => manage(open), { clock, random });
  }
  while (!workOver.aborted) {
    await clock.sleep(choose.pauseMs(), workOver);
    const couponId = choose.oneOf(coupons);
    const refill = {
      type: 'refill-campaign',
      couponId,
      refillId: ids.next(),
      quantity: 1,
    } as const;
    try {
      await retryTransient(() => manage(refill), { clock, random, signal: workOver });
    } catch (error) {
      if (!isRetryableError(error) && !isValidationError(error)) throw error;
    }
  }
}
