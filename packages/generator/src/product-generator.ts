import type { Random } from '@foldmart/core';
import type { GenerationContext, ProductListing } from '@foldmart/core/shop';
import { entityId } from './entity-id.js';
import { moneySteps } from './money-steps.js';
import type { ShopRules } from './rules/rules-schema.js';
import { uniformItem, uniformWhole, weightedName, weightedPick } from './weighted-pick.js';

/** Generates products by the rules. */
export function productGenerator(
  { products: rules, moneyStep }: ShopRules,
  wireTime: (epochMs: number) => string,
): (context: GenerationContext) => ProductListing {
  const category = weightedPick(
    Object.entries(rules.categories).map(([name, { weight, brands, ...rest }]) => ({
      item: { name, brand: weightedName(brands), ...rest },
      weight,
    })),
  );
  const discount = weightedPick(rules.discounts.map((item) => ({ item, weight: item.weight })));
  const money = moneySteps(moneyStep);
  return ({ random, ids, nowMs }) => {
    const product_id = entityId('p', ids);
    const { name, brand, attributes, things, price } = category(random);
    const { percent } = discount(random);
    const orgSteps = money.toSteps(evenlyOverMagnitudes(price, random));
    const steps = Math.max(1, Math.floor((orgSteps * (100 - percent)) / 100));
    return {
      product_id,
      name: `${uniformItem(attributes, random)} ${uniformItem(things, random)}`,
      category: name,
      brand: brand(random),
      price: money.toAmount(steps),
      org_price: money.toAmount(orgSteps),
      stock: uniformWhole(rules.stock, random),
      created_at: wireTime(nowMs),
    };
  };
}

function evenlyOverMagnitudes(
  { min, max }: { readonly min: number; readonly max: number },
  random: Random,
): number {
  return min * (max / min) ** random.next();
}
