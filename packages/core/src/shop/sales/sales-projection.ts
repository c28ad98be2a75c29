import { canonicalInstant } from '../../events/instant.js';
import { defineProjection } from '../../projections/define/define-projection.js';
import { accumulateRow } from '../../projections/define/row-writes.js';
import type { Projection } from '../../projections/projection.js';
import { shopRegistry } from '../shop-registry.js';
import { salesByCategoryModel, salesByMinuteModel } from './sales-read-models.js';

/** Totals of orders, asynchronous because many orders share a row. `instant` adds the zone to a wire time. */
export function salesProjection(instant: (time: string) => string): Projection {
  return defineProjection(shopRegistry, {
    name: 'sales',
    version: 1,
    mode: 'async',
    models: [salesByCategoryModel, salesByMinuteModel],
    on: {
      order_created: ({ data: { category, status, created_at, quantity, total_amount } }) => {
        const minute = minuteOf(instant(created_at));
        const add = { orders: 1, quantity, amount: total_amount };
        return [
          accumulateRow(salesByCategoryModel, { category, status }, { add }),
          accumulateRow(salesByMinuteModel, { minute, status }, { add }),
        ];
      },
    },
  });
}

/** Throws RangeError if `time` is not valid. */
function minuteOf(time: string): string {
  const instant = canonicalInstant(time);
  if (instant === undefined) throw new RangeError(`${time} is no date and time.`);
  return `${instant.slice(0, '2026-02-03T14:30'.length)}Z`;
}
