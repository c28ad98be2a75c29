import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { toIngestItem, type EventEnvelope, type EventStore, type IngestItem } from '@foldmart/core';
import { shopRegistry } from '@foldmart/core/shop';
import { build } from 'hdr-histogram-js';
import { generateOrderEvents } from '../measure/order-messages.js';

const ordersAtOnce = 10;
const everyMs = 20;

/** The duration of writes in milliseconds, from the time at which they were due. */
export interface WriteTimes {
  readonly writes: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/**
 * Writes ten new orders every 20 ms while `work` runs, even if earlier writes have not ended. A
 * pause therefore shows in all writes that were due during it.
 */
export async function writeSteadily(
  store: EventStore,
  work: () => Promise<void>,
): Promise<WriteTimes> {
  const times = build({ highestTrackableValue: 600_000_000, numberOfSignificantValueDigits: 3 });
  const running = new Set<Promise<void>>();
  const state = { isOver: false };
  const ended = work().finally(() => {
    state.isOver = true;
  });
  const models = await generateOrderEvents(ordersAtOnce, 'steady');
  const startedAt = performance.now();
  for (let nth = 0; !state.isOver; nth += 1) {
    const items = models.map(anotherLike);
    const dueAt = startedAt + nth * everyMs;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, dueAt - performance.now())));
    const write = store.ingest({ items }).then(() => {
      times.recordValue(Math.max(1, Math.round((performance.now() - dueAt) * 1_000)));
      running.delete(write);
    });
    running.add(write);
  }
  await Promise.all(running);
  await ended;
  const percentile = (rank: number): number => times.getValueAtPercentile(rank) / 1_000;
  return {
    writes: times.totalCount,
    p50: percentile(50),
    p99: percentile(99),
    max: times.maxValue / 1_000,
  };
}

/** The same order with a different id. */
function anotherLike(order: EventEnvelope): IngestItem {
  const order_id = randomUUID();
  const event = { ...order, id: `order_created:${order_id}`, data: { ...order.data, order_id } };
  return toIngestItem(shopRegistry, event);
}
