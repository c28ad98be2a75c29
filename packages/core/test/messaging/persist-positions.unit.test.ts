import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  GapReports,
  persistEvents,
  PortError,
  silentLogger,
  type DeliveredMessage,
  type EventStore,
  type IngestBatch,
  type LogFields,
  type PartitionGap,
} from '@foldmart/core';
import { eventMessages } from '@foldmart/core/shop/testing';
import { memoryShop, type MemoryShop } from '../support/memory-shop.js';

const group = 'orders_group';
const context = { attempt: 1, signal: new AbortController().signal };

function messagesOf(count: number): readonly DeliveredMessage[] {
  return fc.sample(eventMessages(), count).map(({ message }) => message);
}

function open(shop: MemoryShop, store: EventStore = shop.database.events) {
  const logged: [string, LogFields][] = [];
  const gaps: PartitionGap[] = [];
  const note = (message: string, fields: LogFields = {}) => void logged.push([message, fields]);
  const logger = { ...silentLogger, error: note, info: note };
  const handler = persistEvents(
    { store, codec: shop.common.codec },
    { group, gaps: new GapReports({ logger, onGap: (gap) => gaps.push(gap) }) },
  );
  const persist = (from: number, next: number, messages = messagesOf(1)) => {
    const position = { from: String(from), next: String(next), topicId: 'topic' };
    return shop.clock.drive(
      handler({ topic: 'orders', partition: 4, position, messages }, context),
    );
  };
  return { logged, gaps, persist };
}

describe('the position of a batch', () => {
  it('a gap is reported once, with its range and advice, and once more when it is closed', async () => {
    const { logged, gaps, persist } = open(memoryShop());
    await persist(0, 500);
    expect(logged).toEqual([]);
    await persist(700, 710);
    await persist(710, 720);
    const place = { group, topic: 'orders', partition: 4 };
    expect(logged).toMatchObject([
      [
        'messages that the group acknowledged are not in the database',
        { ...place, from: '500', to: '700', mostMessages: '200' },
      ],
    ]);
    expect(logged[0]?.[1]['hint']).toMatch(/reset the group/);
    expect(gaps).toEqual([{ ...place, from: '500', to: '700' }]);
    await persist(500, 650);
    expect(logged).toHaveLength(1);
    await persist(650, 710);
    expect(logged.slice(1)).toMatchObject([
      ['no acknowledged messages are missing any more', { ...place, to: '700' }],
    ]);
    await persist(900, 910);
    expect(gaps).toHaveLength(2);
  });

  it('a member that starts later reports an open gap again', async () => {
    const shop = memoryShop();
    const first = open(shop);
    await first.persist(0, 500);
    await first.persist(700, 710);
    const second = open(shop);
    await second.persist(710, 720);
    expect(second.gaps).toEqual(first.gaps);
  });

  it('the position is recorded only when the whole batch is, however it is split', async () => {
    const shop = memoryShop();
    const { events } = shop.database;
    const messages = messagesOf(8);
    const taken: IngestBatch[] = [];
    const bad = { port: 'event-store', operation: 'ingest', reason: 'rejected' } as const;
    const store: EventStore = new Proxy(events, {
      get: (target, name) =>
        name === 'ingest'
          ? (batch: IngestBatch) => {
              taken.push(batch);
              const isBad = batch.items.some(({ source }) => source?.key === messages[5]?.key);
              if (isBad) throw new PortError({ ...bad, message: 'it is too strange' });
              return events.ingest(batch);
            }
          : (Reflect.get(target, name) as unknown),
    });
    await open(shop, store).persist(0, 8, messages);
    const carrying = taken.map(({ items, consumed }) => [items.length, consumed?.next]);
    expect(carrying.at(0)).toEqual([8, '8']);
    expect(carrying.at(-1)).toEqual([0, '8']);
    expect(carrying.slice(1, -1).every(([, next]) => next === undefined)).toBe(true);
    expect(await events.consumed()).toMatchObject([{ next: '8', gap: null }]);
  });
});
