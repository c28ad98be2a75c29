import { canonicalInstant } from '../../events/instant.js';
import { defineProjection } from '../../projections/define/define-projection.js';
import { accumulateRow } from '../../projections/define/row-writes.js';
import type { Projection } from '../../projections/projection.js';
import { shopRegistry } from '../shop-registry.js';
import { spendingModel } from './spending-read-model.js';

/** The status of an order that counts as bought. */
const boughtStatus = 'Success';

/**
 * Adds up what users bought: the `total_amount` of their orders with status `Success`, on the day of the order's own
 * `created_at`. Cancelled and failed orders do not count. `instant` adds the zone to a wire time.
 */
export function spendingProjection(instant: (time: string) => string): Projection {
  return defineProjection(shopRegistry, {
    name: 'spending',
    version: 1,
    mode: 'async',
    models: [spendingModel],
    on: {
      order_created: ({ data: { user_id, status, created_at, total_amount: amount } }) =>
        status === boughtStatus
          ? [
              accumulateRow(
                spendingModel,
                { user_id, day: dayOf(instant(created_at)) },
                { add: { amount } },
              ),
            ]
          : [],
    },
  });
}

/** Throws RangeError if `time` is not valid. */
function dayOf(time: string): string {
  const instant = canonicalInstant(time);
  if (instant === undefined) throw new RangeError(`${time} is no date and time.`);
  return instant.slice(0, '2026-02-03'.length);
}
