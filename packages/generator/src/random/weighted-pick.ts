import type { Random } from '@foldmart/core';

/** Draws one of the items. */
export type WeightedPick<Item> = (random: Random) => Item;

/** Draws items in proportion to their weights; at least one weight must be above 0. */
export function weightedPick<Item>(
  entries: readonly { readonly item: Item; readonly weight: number }[],
): WeightedPick<Item> {
  const possible = entries.filter(({ weight }) => weight > 0);
  const last = possible.at(-1);
  if (last === undefined) throw new RangeError('Nothing to draw from: no weight is above 0.');
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  return (random) => {
    let left = random.next() * total;
    for (const { item, weight } of possible) {
      left -= weight;
      if (left < 0) return item;
    }
    return last.item;
  };
}

/** Draws names in proportion to their weights. */
export function weightedName(weights: Readonly<Record<string, number>>): WeightedPick<string> {
  return weightedPick(Object.entries(weights).map(([item, weight]) => ({ item, weight })));
}

/** Draws uniformly; `items` must not be empty. */
export function uniformItem<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random.next() * items.length)] as Item;
}

/** A uniform whole number between both bounds, inclusive. */
export function uniformWhole(
  { min, max }: { readonly min: number; readonly max: number },
  random: Random,
): number {
  return min + Math.floor(random.next() * (max - min + 1));
}
