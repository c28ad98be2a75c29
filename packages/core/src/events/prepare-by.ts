import type { Preparation } from '../ports/preparation.js';

/** Prepares items by the codec that each belongs to; an item without one needs nothing. */
export function preparationBy<Item, Codec>(
  codecOf: (item: Item) => Codec | undefined,
  preparationOf: (codec: Codec) => Preparation<Item>,
): Preparation<Item> {
  const parts = (items: readonly Item[]) =>
    [...groupBy(items, codecOf)].map(([codec, own]) => [preparationOf(codec), own] as const);
  return {
    isReady: (items) => parts(items).every(([preparation, own]) => preparation.isReady(own)),
    async prepare(items) {
      await Promise.all(parts(items).map(([preparation, own]) => preparation.prepare(own)));
    },
  };
}

/** Waits until items are prepared. Undefined if nothing has to be loaded, so that a caller need not wait. */
export function prepared<Item>(
  preparation: Preparation<Item> | undefined,
  items: readonly Item[],
): Promise<void> | undefined {
  if (preparation === undefined || preparation.isReady(items)) return undefined;
  return preparation.prepare(items);
}

function groupBy<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key | undefined,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
