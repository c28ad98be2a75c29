import type { GenerationContext, ProductListing } from '@foldmart/core/shop';
import { entityId } from './entity-id.js';
import { moneySteps } from './money-steps.js';
import type { ShopRules } from './rules/rules-schema.js';
import { drawNumber, drawWhole } from './random/distributions.js';
import { uniformItem, weightedName, weightedPick } from './random/weighted-pick.js';

/** Generates products by the rules. */
export function productGenerator(
  { products: rules, moneyStep }: ShopRules,
  wireTime: (epochMs: number) => string,
): (context: GenerationContext) => ProductListing {
  const category = weightedPick(
    Object.entries(rules.categories).map(([name, { weight, brands, price, ...rest }]) => ({
      item: { name, brand: weightedName(brands), price: drawNumber(price), ...rest },
      weight,
    })),
  );
  const discount = weightedPick(rules.discounts.map((item) => ({ item, weight: item.weight })));
  const money = moneySteps(moneyStep);
  const stock = drawWhole(rules.stock);
  return ({ random, ids, nowMs }) => {
    const product_id = entityId('p', ids);
    const { name, brand, attributes, things, price } = category(random);
    const { percent } = discount(random);
    const orgSteps = money.toSteps(price(random));
    const steps = Math.max(1, Math.floor((orgSteps * (100 - percent)) / 100));
    return {
      product_id,
      name: `${uniformItem(attributes, random)} ${uniformItem(things, random)}`,
      category: name,
      brand: brand(random),
      price: money.toAmount(steps),
      org_price: money.toAmount(orgSteps),
      stock: stock(random),
      created_at: wireTime(nowMs),
    };
  };
}
