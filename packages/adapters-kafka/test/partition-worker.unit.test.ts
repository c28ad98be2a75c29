import { DeliveryAttempts, HandlerSlots, silentLogger, type DeliveryContext } from '@foldmart/core';
import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';
import { defer } from '../src/consumer/flag.js';
import { PartitionWorker } from '../src/consumer/partition-worker.js';
import type { SubscriptionContext } from '../src/consumer/subscription-context.js';

/** A worker on two batches, in the first of which its handler is. */
async function workerInHandler() {
  const begun = defer();
  const handling = defer();
  const delivery: DeliveryContext = {
    handler: () => {
      begun.resolve();
      return handling.promise;
    },
    observer: {},
    slots: new HandlerSlots(1),
    attempts: new DeliveryAttempts(),
    retry: { firstDelayMs: 1, longestDelayMs: 1 },
    clock: new VirtualClock(),
    random: { next: () => 0 },
    logger: silentLogger,
  };
  const context = { topic: 'orders', maxBatchMessages: 1, maxBatchBytes: 1_000 };
  const handled: bigint[][] = [];
  const worker = new PartitionWorker(context as SubscriptionContext, {
    partition: 0,
    position: 0n,
    handled: 0n,
    topicId: '',
    delivery,
    predecessor: Promise.resolve(),
    onHandled: (_partition, ...offsets) => handled.push(offsets),
    onHungry: () => undefined,
  });
  const records = ['0', '1'].map((offset) => ({ ...empty, offset }));
  worker.offer(0n, { partition: 0, records, nextOffset: 2n });
  await begun.promise;
  return { worker, handled, finish: handling.resolve };
}

const empty = { timestampMs: 0, key: null, value: null, headers: {}, payloadBytes: 0 };

it('commits what was left out behind the last message while that was handled', async () => {
  const { worker, handled, finish } = await workerInHandler();
  // The marker of a transaction.
  worker.offer(2n, { partition: 0, records: [], nextOffset: 3n });
  finish();
  await worker.finished;
  expect(handled).toEqual([
    [1n, 1n],
    [3n, 2n],
  ]);
});

it('a worker that is stopped commits only what it has handled', async () => {
  const { worker, handled, finish } = await workerInHandler();
  const stopped = worker.stop();
  finish();
  await stopped;
  expect(handled).toEqual([[1n, 1n]]);
});
