import type { EventEnvelope } from '@foldmart/core';
import { generateOrderEvents } from '../measure/order-messages.js';
import { timeCalls } from '../measure/percentiles.js';
import type { WriteTimes } from './write-config.js';

type Write = (orders: readonly EventEnvelope[]) => Promise<unknown>;

const lanes = 4;
const batchSize = 500;
const burstSize = 3;
const mostBursts = 200;
const warmUpBatches = 4;

/**
 * Times bursts of three orders, up to 200 one after another, and then batches of 500, four at a time.
 * `persisted` resolves once this many orders in all are in the database.
 */
export async function measureWriting(
  messages: number,
  write: Write,
  persisted: (orders: number) => Promise<unknown> = async () => undefined,
): Promise<WriteTimes> {
  const smallest = Math.min(batchSize, messages);
  const bursts = Math.min(mostBursts, Math.ceil(messages / 20));
  const warmUpBursts = Math.ceil(bursts / 4);
  const inBursts = (warmUpBursts + bursts) * burstSize;
  const inWarmUp = inBursts + warmUpBatches * smallest;
  const orders = await generateOrderEvents(inWarmUp + messages, 'benchmark');
  const small = inPieces(orders.slice(0, inBursts), burstSize);
  await timeCalls(small.slice(0, warmUpBursts), write);
  const burst = await timeCalls(small.slice(warmUpBursts), write);
  await inLanes(inPieces(orders.slice(inBursts, inWarmUp), smallest), write);
  await persisted(inWarmUp);
  const startedAt = performance.now();
  await inLanes(inPieces(orders.slice(inWarmUp), batchSize), write);
  const acceptedSeconds = (performance.now() - startedAt) / 1_000;
  await persisted(inWarmUp + messages);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { messages, seconds, acceptedSeconds, burstP50Ms: burst.p50, burstP99Ms: burst.p99 };
}

async function inLanes(
  batches: readonly (readonly EventEnvelope[])[],
  write: Write,
): Promise<void> {
  const waiting = batches.values();
  const lane = async (): Promise<void> => {
    for (const batch of waiting) await write(batch);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function inPieces<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
