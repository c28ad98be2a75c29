import { describe, expect, it } from 'vitest';
import { isValidationError } from '@foldmart/core';
import {
  createRequestCoupon,
  manageCampaign,
  shopRegistry,
  type CampaignCommand,
  type CouponLedger,
  type RequestCoupon,
  type RequestIds,
} from '@foldmart/core/shop';
import { MemoryRush, type RushProcess } from '../../support/memory-rush.js';

interface Counter {
  readonly rush: MemoryRush;
  readonly first: RushProcess;
  readonly requestCoupon: RequestCoupon;
  /** How often the ledger was asked for the campaign. */
  readonly looks: () => number;
}

async function counter(): Promise<Counter> {
  const rush = new MemoryRush();
  const first = await rush.clock.drive(rush.begin());
  let looks = 0;
  const status: CouponLedger['status'] = (couponId) => {
    looks += 1;
    return first.ledger.status(couponId);
  };
  const { queue, clock } = first;
  const requestCoupon = createRequestCoupon({ ledger: { status }, queue, ids: numbered(), clock });
  return { rush, first, requestCoupon, looks: () => looks };
}

/** Ids that can be told apart, and read. */
function numbered(): RequestIds {
  let last = 0;
  return {
    next: () => `id-${(last += 1)}`,
    forKey: ({ couponId, userId, key }) => `${couponId}-${userId}-${key}`,
    tokenOf: (requestId) => `token of ${requestId}`,
    idOf: () => undefined,
  };
}

function manage({ rush, first }: Counter, command: CampaignCommand): Promise<unknown> {
  return rush.clock.drive(
    manageCampaign({ ledger: first.ledger, registry: shopRegistry }, command),
  );
}

describe('requesting a coupon', () => {
  it('queues the request and answers with its token', async () => {
    const { rush, first, requestCoupon } = await counter();
    const answer = await rush.clock.drive(requestCoupon({ couponId: 1, userId: 16 }));
    expect(answer).toEqual({ isAccepted: true, requestId: 'id-1', token: 'token of id-1' });
    expect(await rush.clock.drive(first.queue.size(1))).toBe(1);
  });

  it('takes the same key of the same user for the same request', async () => {
    const { rush, requestCoupon } = await counter();
    const wish = { couponId: 1, userId: 16, idempotencyKey: 'mine' };
    const one = await rush.clock.drive(requestCoupon(wish));
    expect(await rush.clock.drive(requestCoupon(wish))).toEqual(one);
    const other = await rush.clock.drive(requestCoupon({ ...wish, userId: 17 }));
    expect(other).not.toEqual(one);
  });

  it.each([
    [{ type: 'open-campaign', couponId: 2, stock: 1, opensAtMs: 8e15 }, 'scheduled'],
    [{ type: 'open-campaign', couponId: 2, stock: 1, opensAtMs: 1, closesAtMs: 2 }, 'closed'],
    [undefined, 'unknown'],
  ] as const)('queues nothing for %o', async (command, reason) => {
    const all = await counter();
    if (command !== undefined) await manage(all, command);
    const answer = await all.rush.clock.drive(all.requestCoupon({ couponId: 2, userId: 16 }));
    expect(answer).toEqual({ isAccepted: false, reason });
    expect(await all.rush.clock.drive(all.first.queue.size(2))).toBe(0);
  });

  it.each([
    { couponId: 1, userId: 0 },
    { couponId: 1, userId: -16 },
    { couponId: 1, userId: 1.5 },
    { couponId: 1, userId: 2 ** 53 },
    { couponId: 1, userId: Number.NaN },
    { couponId: 0, userId: 16 },
    { couponId: 1, userId: 16, idempotencyKey: '' },
    { couponId: 1, userId: 16, idempotencyKey: 'x'.repeat(256) },
  ])('refuses %o and queues nothing', async (wish) => {
    const { rush, first, requestCoupon } = await counter();
    const refusal = await rush.clock.drive(requestCoupon(wish).catch((error: unknown) => error));
    expect(refusal).toSatisfy(isValidationError);
    expect(await rush.clock.drive(first.queue.size(1))).toBe(0);
  });

  it('asks the ledger once for a crowd, and again when what it knows is old', async () => {
    const { rush, requestCoupon, looks } = await counter();
    const crowd = Array.from({ length: 50 }, (_, nth) =>
      requestCoupon({ couponId: 1, userId: 1 + nth }),
    );
    await rush.clock.drive(Promise.all(crowd));
    await rush.clock.drive(requestCoupon({ couponId: 1, userId: 99 }));
    expect(looks()).toBe(1);
    await rush.clock.drive(rush.clock.sleep(600));
    await rush.clock.drive(requestCoupon({ couponId: 1, userId: 100 }));
    expect(looks()).toBe(2);
  });

  it('knows at once that a campaign was opened, and soon that it was closed', async () => {
    const all = await counter();
    const { rush, requestCoupon } = all;
    const wish = { couponId: 2, userId: 16 };
    expect(await rush.clock.drive(requestCoupon(wish))).toMatchObject({ reason: 'unknown' });
    await manage(all, { type: 'open-campaign', couponId: 2, stock: 1 });
    expect(await rush.clock.drive(requestCoupon(wish))).toMatchObject({ isAccepted: true });
    await manage(all, { type: 'close-campaign', couponId: 2 });
    await rush.clock.drive(rush.clock.sleep(600));
    expect(await rush.clock.drive(requestCoupon(wish))).toMatchObject({ reason: 'closed' });
  });

  it('knows by itself when a campaign it has seen is over', async () => {
    const all = await counter();
    const { rush, requestCoupon } = all;
    const closesAtMs = rush.clock.now() + 200;
    await manage(all, { type: 'open-campaign', couponId: 2, stock: 1, closesAtMs });
    const wish = { couponId: 2, userId: 16 };
    expect(await rush.clock.drive(requestCoupon(wish))).toMatchObject({ isAccepted: true });
    await rush.clock.drive(rush.clock.sleep(200));
    expect(await rush.clock.drive(requestCoupon(wish))).toMatchObject({ reason: 'closed' });
    expect(all.looks()).toBe(1);
  });
});
