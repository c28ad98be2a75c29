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
  const topics = [
    { name: 'other', id: 'other' },
    { name: 't', id: topicId },
  ] as TopicDescription[];
  return {
    lag: async (): Promise<readonly PartitionLag[]> =>
      committed.map((position, partition) => ({
        ...place,
        partition,
        committed: position,
        end: '900',
        lag: 0,
      })),
    describeTopics: async (names: readonly string[]) =>
      topics.filter(({ name }) => names.includes(name)),
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

  it('are none where the group has committed nothing', async () => {
    const shop = memoryShop();
    const { events: store } = shop.database;
    await consumeTo(shop, '500', store);
    const found = findAcknowledgedGaps({ admin: busAt([null]), store }, [place]);
    expect(await shop.clock.drive(found)).toEqual([]);
  });

  it('begin where the store was last recorded, also if the bus knows no identity', async () => {
    const shop = memoryShop();
    const { events: store } = shop.database;
    const consumed = { ...place, topicId: null, from: '0', next: '500' };
    await shop.clock.drive(store.ingest({ items: [], consumed }));
    const admin = { ...busAt(['700']), describeTopics: async () => [] };
    const found = findAcknowledgedGaps({ admin, store }, [place]);
    expect(await shop.clock.drive(found)).toEqual([
      { ...place, topicId: null, from: '500', to: '700' },
    ]);
  });

  it('begin where the record of that very group, topic, identity and partition ends', async () => {
    const own = { ...place, topicId: 'first', next: '500', gap: null };
    const others = [{ group: 'g2' }, { topic: 't2' }, { topicId: 'x' }, { topicId: null }];
    const recorded = [...others, { partition: 9 }].map((other) => ({
      ...own,
      ...other,
      next: '1',
    }));
    const store = {
      consumed: async () => [...recorded, own],
      ingest: () => Promise.reject(new Error('it changes nothing')),
      readEnd: () => Promise.reject(new Error('something was recorded')),
    };
    expect(await findAcknowledgedGaps({ admin: busAt(['700']), store }, [place])).toEqual([
      { ...place, topicId: 'first', from: '500', to: '700' },
    ]);
  });

  it('are found and reported for several groups and topics', async () => {
    const shop = memoryShop();
    const { events: store } = shop.database;
    const other = { group: 'h', topic: 'other', partition: 0 };
    await consumeTo(shop, '500', store);
    const consumed = { ...other, topicId: 'other', from: '0', next: '10' };
    await shop.clock.drive(store.ingest({ items: [], consumed }));
    const admin = {
      ...busAt([]),
      lag: async (group: string, topic: string): Promise<readonly PartitionLag[]> => [
        { group, topic, partition: 0, committed: '700', end: '900', lag: 0 },
      ],
    };
    const seen: PartitionGap[] = [];
    const gaps = new GapReports({ onGap: (gap) => seen.push(gap) });
    await shop.clock.drive(recordAcknowledgedGaps({ admin, store, gaps }, [other, place]));
    const found = [
      { ...place, from: '500', to: '700' },
      { ...other, from: '10', to: '700' },
    ];
    expect(seen).toHaveLength(2);
    expect(seen).toEqual(expect.arrayContaining(found));
    expect(await store.consumed()).toHaveLength(2);
  });

  it('are reported to nobody, if nobody listens', () => {
    expect(() => new GapReports().see(place, { from: '1', to: '5' })).not.toThrow();
  });

  it('are those of the groups and topics that are asked for', async () => {
    const shop = memoryShop();
    const { events: store } = shop.database;
    await consumeTo(shop, '500', store);
    for (const other of [{ group: 'other' }, { topic: 'other' }, { partition: 1 }]) {
      const consumed = { ...place, topicId: 'first', ...other };
      await shop.clock.drive(
        store.ingest({ items: [], consumed: { ...consumed, from: '0', next: '1' } }),
      );
      await shop.clock.drive(
        store.ingest({ items: [], consumed: { ...consumed, from: '5', next: '6' } }),
      );
    }
    const seen: PartitionGap[] = [];
    const gaps = new GapReports({ onGap: (gap) => seen.push(gap) });
    const admin = busAt(['500']);
    await shop.clock.drive(recordAcknowledgedGaps({ admin, store, gaps }, [place]));
    expect(seen).toEqual([{ ...place, partition: 1, from: '1', to: '5' }]);
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
    const closing = { ...place, topicId: 'first', from: '500', next: '700' };
    await shop.clock.drive(store.ingest({ items: [], consumed: closing }));
    await record();
    expect(seen).toHaveLength(1);
  });
});
