/** Runs one piece of work for each key at a time; callers for the same key share its result. */
export class Flights<Key, Result> {
  readonly #inFlight = new Map<Key, Promise<Result>>();

  run(key: Key, work: () => Promise<Result>): Promise<Result> {
    const running = this.#inFlight.get(key);
    if (running !== undefined) return running;
    const started = work().finally(() => this.#inFlight.delete(key));
    this.#inFlight.set(key, started);
    return started;
  }
}

const mostAtOnce = 8;

/** Does work for each item, a few at a time. Rejects with the first failure. */
export async function forEachItem<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  while (waiting.length > 0) await Promise.all(waiting.splice(0, mostAtOnce).map(work));
}
