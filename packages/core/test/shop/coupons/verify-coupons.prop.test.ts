import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CampaignCommand, QueuedItem } from '@foldmart/core/shop';
import { CouponCounter, queued, refused, unreadable } from '../../support/coupon-counter.js';

const couponIds = [1, 2] as const;
const couponId = fc.constantFrom(...couponIds);

/** Requests of a few users, some twice, some for a coupon that there is not, some torn. */
const item: fc.Arbitrary<QueuedItem> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .record({ couponId: fc.constantFrom(1, 2, 3), userId: fc.integer({ min: 1, max: 6 }) })
      .chain((given) =>
        fc.nat(40).map((nth) => queued({ ...given, requestId: `request-${String(nth)}` })),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.nat(40), fc.constantFrom(0, 1))
      .map(([nth, id]) => unreadable(`request-${String(nth)}`, id)),
  },
);

const refill = fc
  .tuple(couponId, fc.nat(2), fc.integer({ min: 1, max: 3 }))
  .map(([id, nth, quantity]): CampaignCommand => {
    return { type: 'refill-campaign', couponId: id, refillId: `refill-${String(nth)}`, quantity };
  });

const close = couponId.map((id): CampaignCommand => ({ type: 'close-campaign', couponId: id }));

const step = fc.oneof(
  { weight: 6, arbitrary: fc.array(item, { minLength: 1, maxLength: 20 }) },
  { weight: 3, arbitrary: refill },
  { weight: 1, arbitrary: close },
);

const history = fc.record({
  before: fc.array(item, { maxLength: 5 }),
  stock: fc.nat(5),
  steps: fc.array(step, { maxLength: 8 }),
});

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

/** The counter after a history; requests come also before their campaigns are opened. */
async function after({ before, stock, steps }: History): Promise<CouponCounter> {
  const counter = new CouponCounter();
  await counter.decide(before);
  for (const id of couponIds) {
    const rules = { blockedUsers: [6] };
    await counter.manage({ type: 'open-campaign', couponId: id, stock, rules });
  }
  const closed = new Set<number>();
  for (const each of steps) {
    if (Array.isArray(each)) await counter.decide(each);
    else await manage(counter, each, closed);
  }
  return counter;
}

/** A closed campaign is not refilled. */
async function manage(
  counter: CouponCounter,
  command: CampaignCommand,
  closed: Set<number>,
): Promise<void> {
  if (closed.has(command.couponId)) return;
  if (command.type === 'close-campaign') closed.add(command.couponId);
  await counter.manage(command);
}

describe('verifying the coupon ledger', () => {
  it('finds no difference after any history, however it splits the rows', async () => {
    const figures = fc.integer({ min: 1, max: 30 });
    await fc.assert(
      fc.asyncProperty(history, figures, async (given, rowsAtOnce) => {
        const counter = await after(given);
        const whole = await counter.verify();
        expect(whole).toMatchObject({ differences: [], differenceCount: 0, lagging: [] });
        expect(await counter.verify({ rowsAtOnce })).toStrictEqual(whole);
      }),
      { numRuns: 200 },
    );
  });

  it('hashes the rows of the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        const [one, same] = [await after(given), await after(given)];
        const { stateHash } = await one.verify();
        expect(await same.verify()).toMatchObject({ stateHash });
        await same.decide([queued({ requestId: 'one more' })]);
        expect((await same.verify()).stateHash).not.toBe(stateHash);
      }),
      { numRuns: 30 },
    );
  });

  it('folds in smaller parts if events yield more rows than it may hold', async () => {
    const counter = new CouponCounter();
    const events = Array.from({ length: 2_100 }, (_, nth) => refused(nth, 5));
    await counter.changeLog(events);
    counter.changeRows(events.slice(1));
    const totals: number[] = [];
    const onProgress = ({ total }: { readonly total: number }): void => {
      totals.push(total);
    };
    const whole = await counter.verify({ onProgress });
    expect(whole).toMatchObject({ events: 2_100, differenceCount: 5 });
    expect(new Set(totals)).toStrictEqual(new Set([2_100]));
    expect(await counter.verify({ rowsAtOnce: 50, onProgress })).toStrictEqual(whole);
    expect(totals.at(-1)).toBeGreaterThan(10 * 2_100);
  });
});
