import { partitionForKey } from '@foldmart/core';

const pageSize = 10_000;
const partitions = 3;

// A bare `tx` in ORDER BY would be the text of the output column, in which 10000 comes before 9999.
const nextOrders = `
  SELECT epoch, tx::text, position, data->>'order_id' AS order_id, data->>'user_id' AS user_id,
         extract(epoch FROM recorded_at) * 1000 AS recorded_ms
    FROM events
   WHERE (epoch, tx, position) > ($1, $2::xid8, $3) AND tx < pg_snapshot_xmin(pg_current_snapshot())
     AND type = 'order_created'
   ORDER BY epoch, events.tx, position LIMIT ${pageSize}`;

/** Reads the orders of the log in its order, each once, and remembers when those of each partition were recorded. */
export class LogReader {
  /** @type {number[][]} */
  times = Array.from({ length: partitions }, () => []);
  #database;
  /** @type {readonly [number, string, number]} */
  #cursor;

  /**
   * @param {import('./database.mjs').Database} database
   * @param {readonly [number, string, number]} cursor
   */
  constructor(database, cursor) {
    this.#database = database;
    this.#cursor = cursor;
  }

  /** When the last order was recorded; 0 if none was read. */
  get latestMs() {
    return Math.max(0, ...this.times.map((times) => times.at(-1) ?? 0));
  }

  /**
   * Hands over the orders since the last call.
   * @param {(order: import('./order-ledger.mjs').Order) => void} take
   */
  async read(take) {
    for (;;) {
      const rows = await this.#database.query(nextOrders, [...this.#cursor]);
      for (const row of rows) {
        take({ orderId: row.order_id, userId: row.user_id });
        this.times[partitionForKey(Buffer.from(row.user_id), partitions)]?.push(
          Number(row.recorded_ms),
        );
        this.#cursor = [row.epoch, row.tx, row.position];
      }
      if (rows.length < pageSize) return;
    }
  }

  /** Forgets when orders were recorded before this time. @param {number} untilMs */
  forget(untilMs) {
    this.times = this.times.map((times) => times.filter((time) => time >= untilMs));
  }
}

/** The position before which everything is visible. @param {import('./database.mjs').Database} database */
export async function endOfLog({ query }) {
  const [last] = await query(
    `SELECT epoch, tx::text, position FROM events
      WHERE tx < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY epoch DESC, events.tx DESC, position DESC LIMIT 1`,
  );
  return /** @type {const} */ ([last?.epoch ?? 0, last?.tx ?? '0', last?.position ?? 0]);
}
