import { canonicalInstant } from '../../events/instant.js';
import type { EventData } from '../../events/envelope.js';
import type { Projection } from '../../projections/projection.js';
import type { AccumulateRow, Row } from '../../projections/read-model.js';
import { orderCreated } from '../orders/order-events.js';
import { salesByCategoryModel, salesByMinuteModel } from './sales-read-models.js';

/** Totals of orders, asynchronous because many orders share a row. `instant` adds the zone to a wire time. */
export function salesProjection(instant: (time: unknown) => string): Projection {
  return {
    name: 'sales',
    version: 1,
    mode: 'async',
    models: [salesByCategoryModel, salesByMinuteModel],
    handles: [orderCreated.type],
    project: ({ data }) => {
      const { category, status } = data;
      const minute = minuteOf(instant(data['created_at']));
      return [
        addTo(salesByCategoryModel.name, { category, status }, data),
        addTo(salesByMinuteModel.name, { minute, status }, data),
      ];
    },
  };
}

function addTo(model: string, key: Row, { quantity, total_amount }: EventData): AccumulateRow {
  return { op: 'accumulate', model, key, add: { orders: 1, quantity, amount: total_amount } };
}

/** Throws RangeError if `time` is not valid. */
function minuteOf(time: string): string {
  const instant = canonicalInstant(time);
  if (instant === undefined) throw new RangeError(`${time} is no date and time.`);
  return `${instant.slice(0, '2026-02-03T14:30'.length)}Z`;
}
