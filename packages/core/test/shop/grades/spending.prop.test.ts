import fc from 'fast-check';
import { describe, it } from 'vitest';
import { addDecimals, canonicalDecimal, type EventData } from '@foldmart/core';
import { shopProjections } from '@foldmart/core/shop';
import { specFor } from '@foldmart/core/testing';
import { orderData } from '@foldmart/core/shop/testing';

const spending = shopProjections({ timeOffset: '+09:00' }).find(({ name }) => name === 'spending')!;

/** Times, and the days that they belong to in UTC. */
const days: Readonly<Record<string, string>> = {
  '2026-02-03T08:59:59': '2026-02-02',
  '2026-02-03T09:00:00': '2026-02-03',
  '2026-02-03T23:59:59.999Z': '2026-02-03',
  '2026-02-03T23:00:00-02:00': '2026-02-04',
};

/** Orders of few users on few days, so that they share rows. */
const orders = fc.array(
  fc
    .tuple(
      orderData(),
      fc.constantFrom('u_1', 'u_2'),
      fc.constantFrom('Success', 'Cancelled', 'Failed', 'success', '완료'),
      fc.constantFrom(...Object.keys(days)),
    )
    .map(([data, user_id, status, created_at]) => ({ ...data, user_id, status, created_at })),
  { maxLength: 30 },
);

function sums(placed: readonly EventData[]) {
  const amounts = new Map<string, string>();
  for (const { user_id, created_at, status, total_amount } of placed) {
    if (status !== 'Success') continue;
    const key = JSON.stringify([user_id, days[String(created_at)]]);
    const amount = canonicalDecimal(total_amount) ?? '';
    amounts.set(key, addDecimals(amounts.get(key) ?? '0', amount));
  }
  return [...amounts].map(([key, amount]) => {
    const [user_id, day] = JSON.parse(key) as readonly string[];
    return { user_id, day, amount };
  });
}

describe('spending', () => {
  it('is what successful orders add up to, by user and by day in UTC', () => {
    fc.assert(
      fc.property(orders, (placed) => {
        specFor(spending)
          .given(placed.map((data) => ({ type: 'order_created', data })))
          .then({ spending_by_day: sums(placed) });
      }),
    );
  });

  it('follows the status of an order, on the day on which it was placed', () => {
    const order = {
      ...fc.sample(orderData(), 1)[0]!,
      user_id: 'u_1',
      created_at: '2026-02-03T09:00:00',
      total_amount: 521_500,
      status: 'Created',
    };
    const moved = (previous_status: string, status: string) => ({
      type: 'order_status_changed',
      data: {
        order_id: order.order_id,
        user_id: 'u_1',
        previous_status,
        status,
        changed_at: '2026-02-09T09:00:00',
        ordered_at: order.created_at,
        total_amount: order.total_amount,
      },
    });
    const placed = { type: 'order_created', data: order };
    const row = (amount: string) => ({
      spending_by_day: [{ user_id: 'u_1', day: '2026-02-03', amount }],
    });
    const paid = [placed, moved('Created', 'Paid')];
    specFor(spending).given([placed]).then({ spending_by_day: [] });
    specFor(spending).given(paid).then(row('521500'));
    const delivered = [...paid, moved('Paid', 'Shipped'), moved('Shipped', 'Delivered')];
    specFor(spending).given(delivered).then(row('521500'));
    specFor(spending)
      .given([...delivered, moved('Delivered', 'Returned')])
      .then(row('0'));
  });

  it('cannot be computed for an order without a valid time', () => {
    const order = { ...fc.sample(orderData(), 1)[0]!, status: 'Success', created_at: 'yesterday' };
    specFor(spending)
      .given([{ type: 'order_created', data: order }])
      .thenFails('yesterday+09:00 is no date and time');
  });
});
