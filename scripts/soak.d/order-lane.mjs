import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { command } from './folders.mjs';

/** Each lane begins with a shorter segment than the one before it, so that they never start a process at the same time. */
const segmentSeconds = 120;
const retryMs = 500;

/**
 * Sends seeded segments of orders, one after the other. A segment is sent again until all of it is acknowledged, so that
 * exactly its orders must arrive, however often the producer is killed.
 * @param {object} soak
 * @param {number} soak.lane
 * @param {import('./state.mjs').SoakState} soak.state
 * @param {number} soak.lanes how many there are
 * @param {number} soak.rate orders per second of this lane
 * @param {import('./supervisor.mjs').Supervisor} soak.supervisor
 * @param {import('./order-ledger.mjs').OrderLedger} soak.ledger
 * @param {() => Promise<readonly [number, string, number]>} soak.endOfLog
 * @param {() => boolean} soak.isOver whether to begin no further segment
 * @param {() => void} soak.onAnnounced called before a segment is sent, when its orders are in the ledger
 * @param {AbortSignal} soak.signal kills the producer in the middle of a segment
 */
export async function runLane(soak) {
  const { lane, lanes, state, rate, supervisor, ledger, endOfLog, isOver, onAnnounced, signal } =
    soak;
  const name = `producer_${lane + 1}`;
  signal.addEventListener('abort', () => supervisor.signal(name, 'SIGKILL'));
  while (!isOver()) {
    const { segment, count } = (state.lanes[lane] ??= {
      segment: 1,
      count: Math.ceil((rate * segmentSeconds * (lane + 1)) / lanes),
      cursor: await endOfLog(),
    });
    const seed = `${state.seed}-${lane}-${segment}`;
    const wanted = ['produce', '--only', 'orders', '--orders', String(count), '--seed', seed];
    ledger.expect(seed, await ordersOf(wanted));
    onAnnounced();
    if (signal.aborted) return;
    const send = [...wanted, '--rate', String(rate), '-o', 'json'];
    while (!isAcknowledged(await supervisor.run(name, send))) {
      if (signal.aborted) return;
      await sleep(retryMs);
    }
    state.acknowledged += count;
    state.lanes[lane] = {
      segment: segment + 1,
      count: rate * segmentSeconds,
      cursor: await endOfLog(),
    };
  }
}

/** @param {import('./shop-process.mjs').Ended} ended */
function isAcknowledged({ code, stdout }) {
  return code === 0 && JSON.parse(stdout).unconfirmed === 0;
}

/**
 * The orders of a seeded run, without sending them.
 * @param {readonly string[]} wanted
 * @returns {Promise<readonly import('./order-ledger.mjs').Order[]>}
 */
async function ordersOf(wanted) {
  const args = [command, ...wanted, '--sink', 'stdout'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 30 });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => {
    const { order_id, user_id } = JSON.parse(line).body.data;
    return { orderId: order_id, userId: user_id };
  });
}
