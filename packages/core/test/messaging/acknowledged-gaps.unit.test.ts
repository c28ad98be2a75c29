import { createMemoryDatabase } from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';
import { describe, expect, it } from 'vitest';
import {
  findAcknowledgedGaps,
  GapReports,
  recordAcknowledgedGaps,
  type EventStore,
  type PartitionGap,
  type PartitionLag,
  type TopicDescription,
} from '@foldmart/core';
import { memoryShop, type MemoryShop } from '../support/memory-shop.js';

const place = { group: 'g', topic: 't', partition: 0 } as const;

/** A bus on which the group has committed these positions, by partition. */
function busAt(committed: readonly (string | null)[], topicId = 'first') {
  const topic = { name: 't', id: topicId } as TopicDescription;
  return {
    lag: async (): Promise<readonly PartitionLag[]> =>
      committed.map((position, partition) => ({
        ...place,
        partition,
        committed: position,
        end: '900',
        lag: 0,
      })),
    describeTopics: async () => [topic],
  };
}

async function consumeTo(shop: MemoryShop, next: string, store: EventStore): Promise<void> {
  const consumed = { ...place, topicId: 'first', from: '0', next };
  await shop.clock.drive(store.ingest({ items: [], consumed }));
}

describe('gaps that are found before a group consumes', () => {
  it('begin where the store was last recorded, in the topic of that identity', async () => {
    const shop = memoryShop();
    const { events: store } = shop.database;
    await consumeTo(shop, '500', store);
    const find = (admin: ReturnType<typeof busAt>) =>
      shop.clock.drive(findAcknowledgedGaps({ admin, store }, [place, place]));
    expect(await find(busAt(['700', null, '40']))).toEqual([
      { ...place, topicId: 'first', from: '500', to: '700' },
    ]);
    expect(await find(busAt(['500']))).toEqual([]);
    expect(await find(busAt(['300']))).toEqual([]);
    expect(await find(busAt(['700'], 'second'))).toEqual([]);
  });

  it('begin at 0 if nothing was ever recorded and the log is empty', async () => {
    const clock = new VirtualClock();
    const { events: store } = createMemoryDatabase({}, { clock, projections: [] });
    const find = () => clock.drive(findAcknowledgedGaps({ admin: busAt(['700']), store }, [place]));
    expect(await find()).toMatchObject([{ from: '0', to: '700' }]);
    const event = { id: 'e', type: 'parcel_sent', data: {}, schemaVersion: 1, origin: 'bus:t' };
    const time = '2026-01-01T00:00:00.000Z';
    const item = { streamId: 's', startsStream: true, event: { ...event, time } };
    await clock.drive(store.ingest({ items: [item] }));
    expect(await find(), 'a store with events may be older than its records').toEqual([]);
  });

  it('are recorded, so that they outlive the next batch, and reported once', async () => {
    const shop = memoryShop();
    const { events: store } = shop.database;
    await consumeTo(shop, '500', store);
    const seen: PartitionGap[] = [];
    const gaps = new GapReports({ onGap: (gap) => seen.push(gap) });
    const record = () =>
      shop.clock.drive(recordAcknowledgedGaps({ admin: busAt(['700']), store, gaps }, [place]));
    await record();
    await record();
    expect(seen).toEqual([{ ...place, from: '500', to: '700' }]);
    const [position] = await store.consumed();
    expect(position).toMatchObject({ next: '700', gap: { from: '500', to: '700' } });
  });
});
