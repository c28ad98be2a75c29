import { canonicalInstant } from '../../events/instant.js';
import { defineProjection } from '../../projections/define/define-projection.js';
import { accumulateRow } from '../../projections/define/row-writes.js';
import type { Projection } from '../../projections/projection.js';
import { shopRegistry } from '../shop-registry.js';
import { isBought } from './bought-status.js';
import { spendingModel } from './spending-read-model.js';

interface Purchase {
  readonly user_id: string;
  /** When the order was placed. */
  readonly at: string;
  readonly amount: number;
}

/**
 * Adds up what users bought: the `total_amount` of their orders that count as bought (see {@link isBought}), on the day
 * of the order's own `created_at`. A status that changes adds the amount of its order, or takes it back. `instant` adds the zone to a
 * wire time.
 */
export function spendingProjection(instant: (time: string) => string): Projection {
  const add = ({ user_id, at, amount }: Purchase) =>
    accumulateRow(spendingModel, { user_id, day: dayOf(instant(at)) }, { add: { amount } });
  return defineProjection(shopRegistry, {
    name: 'spending',
    version: 2,
    mode: 'async',
    models: [spendingModel],
    on: {
      order_created: ({ data: { user_id, status, created_at, total_amount } }) =>
        isBought(status) ? [add({ user_id, at: created_at, amount: total_amount })] : [],
      order_status_changed: ({ data }) => {
        const { user_id, previous_status, status, ordered_at, total_amount } = data;
        if (isBought(previous_status) === isBought(status)) return [];
        const amount = isBought(status) ? total_amount : -total_amount;
        return [add({ user_id, at: ordered_at, amount })];
      },
    },
  });
}

/** Throws RangeError if `time` is not valid. */
function dayOf(time: string): string {
  const instant = canonicalInstant(time);
  if (instant === undefined) throw new RangeError(`${time} is no date and time.`);
  return instant.slice(0, '2026-02-03'.length);
}
