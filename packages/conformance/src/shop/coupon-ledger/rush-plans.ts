import fc from 'fast-check';
import type { QueuedItem } from '@foldmart/core/shop';
import { requested, unreadable } from './coupon-scene.js';
import type { CouponTerms } from './sequential-coupon.js';

/** A worker that reads the queue from its last commit, in batches, until the end of the queue or its own crash. */
export interface WorkerPlan {
  /** Starts when this share of the queue is committed, or when no worker is left to commit more. */
  readonly startsAt: number;
  /** Sizes of its batches, repeated cyclically. */
  readonly batchSizes: readonly number[];
  /** Crashes in this batch. */
  readonly crashesIn?: number;
  /** Whether that batch is decided before the crash, so that only its commit is lost. */
  readonly decidesFirst?: boolean;
}

/** A message of a queue. The name identifies the request, and one name always belongs to the same user. */
export type PlannedMessage =
  | { readonly kind: 'request'; readonly name: number }
  | { readonly kind: 'unreadable'; readonly name: number | undefined };

/** A campaign, the messages of its queue, and its concurrent workers. */
export interface RushPlan {
  readonly terms: CouponTerms;
  readonly messages: readonly PlannedMessage[];
  readonly workers: readonly WorkerPlan[];
}

const users = 12;
const user = fc.integer({ min: 1, max: users });

/**
 * Few users who ask often, messages that were published twice, and unreadable messages. Ranges of workers
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

/** The messages as a queue of this coupon delivers them. No other coupon has requests with these ids. */
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
