/** @typedef {{ readonly orderId: string, readonly userId: string }} Order */

/**
 * Knows which orders were sent, and judges those in the log: each once, and those of a user in the order in which they
 * were sent. Forgets a segment when all of it has arrived.
 */
export class OrderLedger {
  /** @type {Map<string, { orders: Map<string, number>, seen: Set<string>, latest: Map<string, number> }>} */
  #open = new Map();
  #arrived = 0;

  /** How many orders have arrived. */
  get arrived() {
    return this.#arrived;
  }

  /**
   * Announces orders before they are sent.
   * @param {string} segment
   * @param {readonly Order[]} orders
   */
  expect(segment, orders) {
    this.#open.set(segment, {
      orders: new Map(orders.map(({ orderId }, index) => [orderId, index])),
      seen: new Set(),
      latest: new Map(),
    });
  }

  /**
   * Takes the next order of the log, and returns what is wrong with it. One that was not announced is not judged.
   * @param {Order} order
   * @returns {string | undefined}
   */
  see({ orderId, userId }) {
    for (const [segment, { orders, seen, latest }] of this.#open) {
      const index = orders.get(orderId);
      if (index === undefined) continue;
      if (seen.has(orderId)) return `order ${orderId} of ${segment} is in the log twice`;
      seen.add(orderId);
      this.#arrived += 1;
      const before = latest.get(userId) ?? -1;
      latest.set(userId, Math.max(before, index));
      if (index < before) return `order ${orderId} of ${segment} follows a later one of ${userId}`;
      return undefined;
    }
    return undefined;
  }

  /**
   * How many orders of a segment are missing.
   * @param {string} segment
   */
  missing(segment) {
    const open = this.#open.get(segment);
    return open === undefined ? 0 : open.orders.size - open.seen.size;
  }

  /** @param {string} segment */
  forget(segment) {
    this.#open.delete(segment);
  }

  /** Segments of which orders are missing. */
  get open() {
    return [...this.#open.keys()];
  }
}
