import { LogReader } from './log-reader.mjs';
import { OrderLedger } from './order-ledger.mjs';
import { recoveryOf } from './pauses.mjs';

/** Orders recorded in this time before a reading begins may be invisible to it. */
const settleMs = 1_500;

/** The orders that arrive in the log, and those that must. */
export class Arrivals {
  ledger = new OrderLedger();
  #database;
  /** @type {LogReader} */
  #log;
  /** What was recorded until then has been read. */
  #readUntilMs = 0;

  /** @param {import('./database.mjs').Database} database */
  constructor(database) {
    this.#database = database;
    this.#log = new LogReader(database, [0, '0', 0]);
  }

  /** Begins where the segments that are being sent began. @param {readonly import('./state.mjs').Lane[]} lanes */
  beginAt(lanes) {
    const [first] = lanes.map(({ cursor }) => cursor).sort(byPosition);
    this.#log = new LogReader(this.#database, first ?? [0, '0', 0]);
  }

  /**
   * Reads what has arrived since.
   * @returns {Promise<string[]>} orders that came twice or out of order
   */
  async read() {
    const startedMs = Date.now();
    /** @type {string[]} */
    const problems = [];
    await this.#log.read((order) => {
      const problem = this.ledger.see(order);
      if (problem !== undefined) problems.push(problem);
    });
    this.#readUntilMs = startedMs - settleMs;
    for (const segment of this.ledger.open) {
      if (this.ledger.missing(segment) === 0) this.ledger.forget(segment);
    }
    return problems;
  }

  /** When the last order was recorded; 0 if none was read. */
  get latestMs() {
    return this.#log.latestMs;
  }

  /** Whether each partition has an order that was recorded since. @param {number} sinceMs */
  isFlowing(sinceMs) {
    return this.#log.times.every((times) => (times.at(-1) ?? 0) >= sinceMs);
  }

  /** How orders arrived around a fault, as far as they were read. @param {{ atMs: number, healedMs: number }} fault */
  recoveryFrom({ atMs, healedMs }) {
    const recovery = recoveryOf(this.#log.times, { atMs, healedMs, untilMs: this.#readUntilMs });
    this.#log.forget(this.#readUntilMs);
    return recovery;
  }

  /** Segments of which orders are missing, in words. */
  get missing() {
    return this.ledger.open.map((segment) => `${this.ledger.missing(segment)} of ${segment}`);
  }
}

/**
 * @param {import('./state.mjs').Lane['cursor']} left
 * @param {import('./state.mjs').Lane['cursor']} right
 */
function byPosition([epoch, tx, position], [otherEpoch, otherTx, otherPosition]) {
  return epoch - otherEpoch || Number(BigInt(tx) - BigInt(otherTx)) || position - otherPosition;
}
