/** A part of what was bisected: items that were taken together, or the one item that a step fails for. */
export type BisectedPart<Item, Result> =
  | { readonly kind: 'taken'; readonly items: readonly Item[]; readonly result: Result }
  | { readonly kind: 'failed'; readonly item: Item; readonly error: unknown };

/**
 * Takes items in as few steps as possible, in order. If a step fails with an error that may be an item's fault, it is
 * repeated with each half, down to the single item that it fails for. Steps run as the parts are asked for, so a
 * caller that stops asking stops the work. Throws every other error.
 */
export async function* bisect<Item, Result>(
  items: readonly Item[],
  take: (items: readonly Item[]) => Promise<Result>,
  mayBeFaultOfItem: (error: unknown) => boolean,
): AsyncGenerator<BisectedPart<Item, Result>, void, undefined> {
  const [first, ...others] = items;
  if (first === undefined) return;
  let result: Result;
  try {
    result = await take(items);
  } catch (error) {
    if (!mayBeFaultOfItem(error)) throw error;
    if (others.length === 0) {
      yield { kind: 'failed', item: first, error };
      return;
    }
    const middle = Math.ceil(items.length / 2);
    yield* bisect(items.slice(0, middle), take, mayBeFaultOfItem);
    yield* bisect(items.slice(middle), take, mayBeFaultOfItem);
    return;
  }
  yield { kind: 'taken', items, result };
}
