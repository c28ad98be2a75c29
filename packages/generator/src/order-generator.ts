import type { Buyer, GenerationContext, OrderedProduct, PlaceOrder } from '@foldmart/core/shop';
import { moneySteps } from './money-steps.js';
import type { ShopRules } from './rules/rules-schema.js';
import { weightedName, weightedPick } from './random/weighted-pick.js';

/** Generates orders by the rules; the shop computes their totals. */
export function orderGenerator(
  { orders: rules, moneyStep }: ShopRules,
  wireTime: (epochMs: number) => string,
): (buyer: Buyer, product: OrderedProduct, context: GenerationContext) => PlaceOrder {
  const quantityOf = weightedPick(
    rules.quantities.map(({ quantity, weight }) => ({ item: quantity, weight })),
  );
  const percentOff = weightedPick(
    rules.discounts.map(({ percent, weight }) => ({ item: percent, weight })),
  );
  const paymentMethod = weightedName(rules.paymentMethods);
  const status = weightedName(rules.statuses);
  const money = moneySteps(moneyStep);
  return (buyer, product, { random, ids, nowMs }) => {
    const quantity = quantityOf(random);
    const goods = product.price * quantity;
    const stepsOff = Math.floor((goods * percentOff(random)) / 100 / moneyStep);
    return {
      orderId: ids.next(),
      placedAt: wireTime(nowMs),
      buyer,
      product,
      quantity,
      shippingCost: goods < rules.shipping.freeFrom ? rules.shipping.cost : 0,
      discountAmount: money.toAmount(stepsOff),
      paymentMethod: paymentMethod(random),
      status: status(random),
    };
  };
}
