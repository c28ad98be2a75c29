import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  persistEvents,
  PortError,
  projectionFailedError,
  silentLogger,
  type DeliveredMessage,
  type IngestBatch,
  type LogFields,
  type PortErrorCode,
} from '@foldmart/core';
import { brokenMessages, eventMessages, type EventMessage } from '@foldmart/core/shop/testing';
import { memoryShop } from '../support/memory-shop.js';
import {
  context,
  group,
  persist,
  position,
  rejecting,
  rejection,
  withIngest,
} from '../support/persisting.js';

/** The messages of a partition, valid and broken, each at its own offset. */
function batches(): fc.Arbitrary<{ messages: DeliveredMessage[]; broken: number }> {
  const sound = eventMessages().map(({ message }) => ({ message, isBroken: false }));
  const broken = brokenMessages().map(({ message }) => ({ message, isBroken: true }));
  const one = fc.oneof({ weight: 4, arbitrary: sound }, { weight: 1, arbitrary: broken });
  return fc.array(one, { minLength: 1, maxLength: 20 }).map((all) => ({
    messages: all.map(({ message }, index) => ({
      ...message,
      topic: 'orders',
      partition: 0,
      offset: String(index),
    })),
    broken: all.filter(({ isBroken }) => isBroken).length,
  }));
}

describe('persist-events', () => {
  it('accounts for every message exactly once, and parks the broken ones with their bytes', async () => {
    await fc.assert(
      fc.asyncProperty(batches(), async ({ messages, broken }) => {
        const shop = memoryShop();
        const report = await persist(shop, messages);
        const { received, appended, duplicates, conflicts, refused, deadLetters, held } = report;
        expect(received).toBe(messages.length);
        expect(appended + duplicates + conflicts + refused + deadLetters + held).toBe(received);
        expect(deadLetters).toBe(broken);
        const letters = await shop.database.deadLetters.list({ limit: 1_000 });
        expect(letters).toHaveLength(deadLetters + conflicts + refused + held);
        for (const { source, attempts, detail } of letters) {
          const message = messages[Number(source.offset)]!;
          expect(source).toStrictEqual({
            group,
            topic: 'orders',
            partition: 0,
            offset: message.offset,
            key: message.key,
            value: message.value,
            headers: message.headers,
            timestampMs: message.timestampMs,
          });
          expect([attempts, detail === '']).toStrictEqual([1, false]);
        }
        const { events } = await shop.database.events.readAll({ limit: 1_000 });
        expect(events).toHaveLength(appended);
        expect(new Set(events.map(({ origin }) => origin)).size).toBeLessThanOrEqual(1);
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing when a batch is redelivered', async () => {
    await fc.assert(
      fc.asyncProperty(batches(), async ({ messages }) => {
        const shop = memoryShop();
        const first = await persist(shop, messages);
        const before = await shop.database.events.readAll({ limit: 1_000 });
        const letters = await shop.database.deadLetters.list({ limit: 1_000 });
        const again = await persist(shop, messages);
        expect(again).toMatchObject({
          appended: 0,
          conflicts: first.conflicts,
          refused: first.refused,
          held: first.held,
          duplicates: first.duplicates + first.appended,
        });
        expect(await shop.database.events.readAll({ limit: 1_000 })).toStrictEqual(before);
        expect(await shop.database.deadLetters.list({ limit: 1_000 })).toStrictEqual(letters);
      }),
      { numRuns: 30 },
    );
  });

  it('with skip-message, parks only the messages that the store rejects permanently, and writes the rest', async () => {
    const distinct = fc.uniqueArray(eventMessages(), {
      minLength: 1,
      maxLength: 20,
      selector: ({ event }) => event.id,
    });
    await fc.assert(
      fc.asyncProperty(distinct, fc.infiniteStream(fc.boolean()), async (all, isBad) => {
        const shop = memoryShop();
        const messages = all.map(({ message }, index) => ({ ...message, offset: String(index) }));
        const bad = new Set(all.filter(() => isBad.next().value).map(({ event }) => event.id));
        const store = rejecting(shop.database.events, bad);
        const report = await persist(shop, messages, store, 'skip-message');
        expect(report).toMatchObject({ received: all.length, refused: bad.size, deadLetters: 0 });
        const letters = await shop.database.deadLetters.list({ reason: 'refused', limit: 100 });
        expect(new Set(letters.map(({ eventId }) => eventId))).toStrictEqual(bad);
        const ids = all.map(({ event }) => event.id).filter((id) => !bad.has(id));
        const kept = await shop.database.events.findIds(ids);
        expect(kept.size).toBe(report.appended);
        expect(report.appended + report.duplicates + report.conflicts).toBe(ids.length);
      }),
      { numRuns: 40 },
    );
  });

  it('parks a message that the store rejects permanently', async () => {
    const shop = memoryShop();
    const [{ message }] = fc.sample(eventMessages(), 1) as [EventMessage];
    const store = withIngest(shop.database.events, async (batch) => {
      if (batch.items.length === 0) return shop.database.events.ingest(batch);
      throw rejection('no\u0000');
    });
    expect(await persist(shop, [message], store)).toMatchObject({ refused: 1, appended: 0 });
    expect(await shop.database.deadLetters.list()).toMatchObject([
      { reason: 'refused', detail: 'no\uFFFD' },
    ]);
  });

  it('fails the batch and parks nothing if two messages fail for the same reason', async () => {
    const several = fc.uniqueArray(eventMessages(), {
      minLength: 2,
      maxLength: 20,
      selector: ({ event }) => event.id,
    });
    await fc.assert(
      fc.asyncProperty(several, async (all) => {
        const shop = memoryShop();
        const messages = all.map(({ message }, index) => ({ ...message, offset: String(index) }));
        const store = withIngest(shop.database.events, async ({ items }) => {
          throw rejection(`event ${items[0]?.event.id ?? ''} at place 17 breaks "rule" 3`);
        });
        await expect(persist(shop, messages, store)).rejects.toMatchObject({ reason: 'rejected' });
        expect(await shop.database.deadLetters.list()).toStrictEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('reports a failed projection with advice, at growing intervals', async () => {
    const shop = memoryShop();
    const messages = fc.sample(eventMessages(), 2).map(({ message }) => message);
    const at = { port: 'event-store', operation: 'ingest' } as const;
    const error = projectionFailedError({ ...at, what: 'It failed', cause: undefined });
    const store = withIngest(shop.database.events, () => Promise.reject(error));
    const reported: LogFields[] = [];
    const logger = {
      ...silentLogger,
      error: (_message: string, fields: LogFields = {}) => void reported.push(fields),
    };
    const dependencies = { store, codec: shop.common.codec, logger };
    const handler = persistEvents(dependencies, { group });
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      const batch = { topic: 'orders', partition: 3, position, messages };
      await expect(handler(batch, context(attempt))).rejects.toBe(error);
    }
    const said = { topic: 'orders', partition: 3, hint: error.hint, error };
    expect(reported).toStrictEqual([1, 2, 4, 8].map((attempt) => ({ ...said, attempt })));
    expect(await shop.database.deadLetters.list()).toStrictEqual([]);
  });

  it('finds one bad message among 500 with few attempts', async () => {
    const shop = memoryShop();
    const [{ message }] = fc.sample(eventMessages(), 1) as [EventMessage];
    const messages = Array.from({ length: 500 }, (_, index) => ({
      ...message,
      offset: String(index),
      headers: { ...message.headers, ce_id: `id-${String(index)}` },
    }));
    let calls = 0;
    const counted = rejecting(shop.database.events, new Set(['id-333']), () => (calls += 1));
    const report = await persist(shop, messages, counted);
    expect(report).toMatchObject({ received: 500, refused: 1 });
    expect(calls).toBeLessThanOrEqual(20);
  });

  it.each<[string, PortError['reason'], PortErrorCode | undefined]>([
    ['is unreachable', 'unavailable', undefined],
    ['does not answer in time', 'timeout', undefined],
    ['has withdrawn its rights', 'unauthorized', undefined],
    ['lacks its tables', 'rejected', 'missing-schema'],
    ['is closed', 'closed', undefined],
    ['has rows of another version of a projection', 'unavailable', 'projection-version'],
    ['has an inline projection that fails', 'rejected', 'projection-failed'],
    ['fails in a way that no rule knows', 'unknown', undefined],
  ])('fails the batch and parks nothing while the store %s', async (_what, reason, code) => {
    const shop = memoryShop();
    const messages = fc.sample(eventMessages(), 3).map(({ message }) => message);
    const error = new PortError({
      port: 'event-store',
      operation: 'ingest',
      reason,
      message: 'no',
      ...(code === undefined ? {} : { code }),
    });
    const calls: IngestBatch[] = [];
    const store = withIngest(shop.database.events, async (batch) => {
      calls.push(batch);
      throw error;
    });
    await expect(persist(shop, messages, store)).rejects.toBe(error);
    expect(calls).toHaveLength(1);
    expect(await shop.database.deadLetters.list()).toStrictEqual([]);
  });

  it('writes on redelivery the events that had to wait for a projection to be built', async () => {
    const shop = memoryShop();
    const all = fc.sample(eventMessages(), 3);
    const messages = all.map(({ message }, index) => ({ ...message, offset: String(index) }));
    let isBuilding = true;
    const store = withIngest(shop.database.events, async (batch) => {
      if (!isBuilding) return shop.database.events.ingest(batch);
      throw new PortError({
        port: 'event-store',
        operation: 'ingest',
        reason: 'unavailable',
        code: 'projection-version',
        message: 'orders is at version 1, this program at 2',
      });
    });
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await expect(persist(shop, messages, store)).rejects.toMatchObject({ isRetryable: true });
    }
    isBuilding = false;
    const { appended, duplicates, conflicts, ...put } = await persist(shop, messages, store);
    expect(appended + duplicates + conflicts).toBe(3);
    expect(put).toMatchObject({ refused: 0, deadLetters: 0 });
  });

  it('fails the batch if the message at fault cannot be parked', async () => {
    const shop = memoryShop();
    const [{ message }] = fc.sample(eventMessages(), 1) as [EventMessage];
    const unavailable = new PortError({
      port: 'event-store',
      operation: 'ingest',
      reason: 'unavailable',
      message: 'gone',
    });
    const store = withIngest(shop.database.events, async ({ items }) => {
      throw items.length > 0 ? rejection() : unavailable;
    });
    await expect(persist(shop, [message], store)).rejects.toBe(unavailable);
    expect(await shop.database.deadLetters.list()).toStrictEqual([]);
  });

  it('records the number of delivery attempts of a message', async () => {
    const shop = memoryShop();
    const { codec } = shop.common;
    const message = { topic: 'orders', partition: 0, offset: '9', key: null, timestampMs: 0 };
    const batch = { ...message, value: null, headers: {} };
    const handler = persistEvents({ store: shop.database.events, codec }, { group });
    const place = { topic: 'orders', partition: 0, position };
    await shop.clock.drive(handler({ ...place, messages: [batch] }, context(4)));
    expect(await shop.database.deadLetters.list()).toMatchObject([
      { reason: 'empty', attempts: 4, source: { offset: '9', value: null } },
    ]);
  });
});
