/** A part of the bisected list: items that one step applied together, or the single item that fails. */
export type BisectedPart<Item, Result> =
  | { readonly kind: 'taken'; readonly items: readonly Item[]; readonly result: Result }
  | { readonly kind: 'failed'; readonly item: Item; readonly error: unknown };

/**
 * Applies a step to items, in order and in as few calls as possible. If a step fails with an error that may be an
 * item's fault, each half is tried, down to the single item that fails. Steps run when the parts are requested, so a
 * caller that stops iterating stops the work. Throws every other error.
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
