import fc from 'fast-check';
import { describe, it } from 'vitest';
import {
  addDecimals,
  canonicalDecimal,
  canonicalInstant,
  withOffset,
  type EventData,
  type Row,
} from '@foldmart/core';
import { shopProjections } from '@foldmart/core/shop';
import { specFor } from '@foldmart/core/testing';
import { orderData } from '@foldmart/core/shop/testing';

const timeOffset = '+09:00';
const sales = shopProjections({ timeOffset }).find(({ name }) => name === 'sales')!;

/** Orders of few categories in few minutes, so that they meet; minutes that others name by other zones among them. */
const orders = fc.array(
  fc
    .tuple(
      orderData(),
      fc.constantFrom('전자제품', 'books'),
      fc.constantFrom('Success', 'Cancelled'),
      fc.constantFrom(
        '2026-02-03T14:30:00',
        '2026-02-03T14:30:59.999999',
        '2026-02-03T05:30:01Z',
        '2026-02-03T14:31:00',
        '2026-02-04T00:00:00',
      ),
    )
    .map(([data, category, status, created_at]) => ({ ...data, category, status, created_at })),
  { maxLength: 30 },
);

/** What was ordered, added up without the projection. */
function sums(placed: readonly EventData[], keyOf: (order: EventData) => Row): readonly Row[] {
  const keys = new Map(placed.map((order) => [JSON.stringify(keyOf(order)), keyOf(order)]));
  return [...keys].map(([text, key]) => {
    const mine = placed.filter((order) => JSON.stringify(keyOf(order)) === text);
    const total = (column: string): string =>
      mine.reduce((sum, order) => addDecimals(sum, canonicalDecimal(order[column]) ?? ''), '0');
    return {
      ...key,
      orders: mine.length,
      quantity: total('quantity'),
      amount: total('total_amount'),
    };
  });
}

function minuteOf({ created_at }: EventData): string {
  const instant = canonicalInstant(withOffset(String(created_at), timeOffset)) ?? '';
  return instant.replace(/:\d\d\.\d+Z$/, 'Z');
}

describe('sales', () => {
  it('are what the orders add up to, by category and by minute', () => {
    fc.assert(
      fc.property(orders, (placed) => {
        specFor(sales)
          .given(placed.map((data) => ({ type: 'order_created', data })))
          .then({
            sales_by_category: sums(placed, ({ category, status }) => ({ category, status })),
            sales_by_minute: sums(placed, (order) => ({
              minute: minuteOf(order),
              status: order['status'],
            })),
          });
      }),
    );
  });

  it('are exact, and know a minute by the zone of the shop', () => {
    const order = {
      ...fc.sample(orderData(), 1)[0]!,
      category: 'books',
      status: 'Success',
      quantity: Number.MAX_SAFE_INTEGER,
      total_amount: 0.1,
      created_at: '2026-02-03T08:59:59',
    };
    const events = [order, order, order].map((data) => ({ type: 'order_created', data }));
    const figures = { status: 'Success', orders: 3, quantity: '27021597764222973', amount: '0.3' };
    specFor(sales)
      .given(events)
      .then({
        sales_by_category: [{ category: 'books', ...figures }],
        sales_by_minute: [{ minute: '2026-02-02T23:59Z', ...figures }],
      });
  });

  it('cannot be computed for an order without a valid time', () => {
    const order = { ...fc.sample(orderData(), 1)[0]!, created_at: 'yesterday' };
    specFor(sales)
      .given([{ type: 'order_created', data: order }])
      .thenFails('yesterday+09:00 is no date and time');
  });
});
