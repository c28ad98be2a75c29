import fc from 'fast-check';
import type { QueuedItem } from '@foldmart/core/shop';
import { requested, unreadable } from './coupon-scene.js';
import type { CouponTerms } from './sequential-coupon.js';

/** A worker that takes the queue from its last commit on, in batches, until its end or its own. */
export interface WorkerPlan {
  /** Begins when this share of the queue is committed, or when nobody is left to commit more. */
  readonly startsAt: number;
  /** Sizes of its batches, over and over. */
  readonly batchSizes: readonly number[];
  /** Ends with this batch, as a crash would end it. */
  readonly crashesIn?: number;
  /** Whether that batch is decided, and only its commit is lost. */
  readonly decidesFirst?: boolean;
}

/** A message of a queue; a name is its request's, and the same name is always the same user's. */
export type PlannedMessage =
  | { readonly kind: 'request'; readonly name: number }
  | { readonly kind: 'unreadable'; readonly name: number | undefined };

/** A campaign, what its queue holds, and who works on it at the same time. */
export interface RushPlan {
  readonly terms: CouponTerms;
  readonly messages: readonly PlannedMessage[];
  readonly workers: readonly WorkerPlan[];
}

const users = 12;
const user = fc.integer({ min: 1, max: users });

/**
 * Few users who ask often, messages that were published twice, some that cannot be read; workers whose ranges
 * overlap as they do after rebalances.
 */
export const rushPlans: fc.Arbitrary<RushPlan> = fc.record({
  terms: fc.record({
    stock: fc.integer({ min: 0, max: 10 }),
    blockedUsers: fc.uniqueArray(user, { maxLength: 2 }),
  }),
  messages: fc.array(
    fc.oneof(
      { weight: 9, arbitrary: messagesOf('request', fc.integer({ min: 0, max: 60 })) },
      {
        weight: 1,
        arbitrary: messagesOf(
          'unreadable',
          fc.option(fc.integer({ min: 55, max: 65 }), { nil: undefined }),
        ),
      },
    ),
    { minLength: 1, maxLength: 50 },
  ),
  workers: fc.array(
    fc.record(
      {
        startsAt: fc.constantFrom(0, 0.3, 0.7),
        batchSizes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 }),
        crashesIn: fc.integer({ min: 0, max: 6 }),
        decidesFirst: fc.boolean(),
      },
      { requiredKeys: ['startsAt', 'batchSizes'] },
    ),
    { minLength: 1, maxLength: 3 },
  ),
});

/** The messages as a queue of this coupon hands them out; no other coupon has requests of these ids. */
export function queueOf(
  couponId: number,
  messages: readonly PlannedMessage[],
): readonly QueuedItem[] {
  const idOf = (name: number): string => `coupon-${couponId}-${name}`;
  return messages.map(({ kind, name }, place) => {
    if (name === undefined) return unreadable(place, undefined, couponId);
    const requestId = idOf(name);
    if (kind === 'unreadable') return unreadable(place, requestId, couponId);
    return requested(place, { requestId, couponId, userId: 1 + (name % users) });
  });
}

function messagesOf<Kind extends PlannedMessage['kind'], Name>(
  kind: Kind,
  names: fc.Arbitrary<Name>,
): fc.Arbitrary<{ readonly kind: Kind; readonly name: Name }> {
  return names.map((name) => ({ kind, name }));
}
