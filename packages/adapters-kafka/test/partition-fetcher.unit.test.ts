import { VirtualClock } from '@foldmart/core/testing';
import { expect, it } from 'vitest';
import type { PartitionWorker } from '../src/consumer/partition-worker.js';
import { PartitionFetcher } from '../src/consumer/partition-fetcher.js';
import type { SubscriptionContext } from '../src/consumer/subscription-context.js';

const notLeader = Object.assign(new Error('moved'), { type: 'NOT_LEADER_FOR_PARTITION' });

/** A worker that notes what it is offered. */
function workerOf(partition: number, isHungry: boolean) {
  const offers: number[] = [];
  const worker = {
    partition,
    position: 0n,
    isHungry: () => isHungry && offers.length === 0,
    isHandling: () => true,
    offer: () => offers.push(partition),
  };
  return { worker: worker as unknown as PartitionWorker, offers };
}

it('reads a partition that moves to a broker whose other partitions are busy', async () => {
  const clock = new VirtualClock();
  const busy = workerOf(0, false);
  const moving = workerOf(1, true);
  const now = new Map([
    [0, 1],
    [1, 1],
  ]);
  const client = {
    leaders: async () => now,
    refreshMetadata: async () => undefined,
    fetch: async (leader: number, _topic: unknown, positions: { partition: number }[]) => {
      if (leader !== 1) throw notLeader;
      return positions.map(({ partition }) => ({ partition, records: [], nextOffset: 0n }));
    },
  };
  const context = { client, clock, random: { next: () => 0 }, topic: 'orders', fetchLimits: {} };
  const workers = new Map([
    [0, busy.worker],
    [1, moving.worker],
  ]);
  const fetcher = new PartitionFetcher(context as unknown as SubscriptionContext, workers, {
    onFailure: () => undefined,
    onRead: () => undefined,
    onPartitionsChanged: () => undefined,
    onTopicDoubted: async () => undefined,
    topicId: () => '',
  });
  fetcher.readFrom(
    new Map([
      [0, 1],
      [1, 2],
    ]),
  );
  await clock.advance(10_000);
  expect(moving.offers).toEqual([1]);
  expect(busy.offers).toEqual([]);
  fetcher.stop();
});
