import type { Random } from '@foldmart/core';

/** Shuffles the items; every order is equally likely (Fisher and Yates). */
export function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled: Item[] = [];
  items.forEach((item, index) => {
    const place = Math.floor(random.next() * (index + 1));
    const displaced = shuffled[place];
    if (displaced !== undefined) shuffled[index] = displaced;
    shuffled[place] = item;
  });
  return shuffled;
}
