import type { Shop } from '@foldmart/composition/shop';
import type { ProcessContext } from '../processes/process-spec.js';
import type { Choose } from '../tape/choose.js';
import type { Acknowledged } from '../oracles/acknowledged.js';
import { sendCommands, type SimulatedCommand } from '../worlds/commands/command-client.js';
import { orderCreated, userCreated } from './shop-data.js';
import type { ShopJournal } from './shop-journal.js';

/** Users and orders of its own, which the outbox publishes. */
const users = ['c_1', 'c_2'] as const;
const orders = ['o_1', 'o_2', 'o_3'] as const;

/** Sends commands to the shop, whose events the outbox publishes. */
export function workAsClerk(
  shop: Shop,
  context: ProcessContext,
  { acknowledged, journal }: { readonly acknowledged: Acknowledged; readonly journal: ShopJournal },
): Promise<void> {
  const next = (): SimulatedCommand => commandFor(context.choose, journal);
  return sendCommands(shop as never, context, next, acknowledged);
}

function commandFor(choose: Choose, journal: ShopJournal): SimulatedCommand {
  const user = choose.oneOf(users);
  const changedAt = new Date(Date.UTC(2026, 1, 5) + journal.nextNumber() * 1_000)
    .toISOString()
    .slice(0, 19);
  switch (choose.oneOf(['grade', 'register', 'place', 'status'] as const)) {
    case 'register':
      return { decider: 'user', id: user, type: 'register', data: userCreated(user).data };
    case 'place':
      return placeOrder(choose, user);
    case 'status': {
      const status = choose.oneOf(['Cancelled', 'Success']);
      return {
        decider: 'order',
        id: choose.oneOf(orders),
        type: 'changeStatus',
        data: { status, changedAt },
      };
    }
    case 'grade': {
      const grade = choose.oneOf(['SILVER', 'GOLD']);
      return { decider: 'user', id: user, type: 'changeGrade', data: { grade, changedAt } };
    }
  }
}

function placeOrder(choose: Choose, user: string): SimulatedCommand {
  const id = choose.oneOf(orders);
  const { data } = orderCreated(id, user, choose);
  return {
    decider: 'order',
    id,
    type: 'place',
    data: {
      orderId: id,
      placedAt: '2026-02-03T14:30:00',
      buyer: { user_id: user, region: 'Seoul', gender: 'F', age_group: '20s' },
      product: { product_id: String(data['product_id']), category: 'Electronics', price: 1_000 },
      quantity: Number(data['quantity']),
      shippingCost: 0,
      discountAmount: 0,
      paymentMethod: 'Card',
      status: 'Success',
    },
  };
}
