import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventMessages, type EventMessage } from '@foldmart/core/shop/testing';
import { memoryShop } from '../support/memory-shop.js';
import { persist, rejecting, rejection, withIngest } from '../support/persisting.js';

describe('persist-events, if the store rejects messages permanently', () => {
  it('holds their keys', async () => {
    const distinct = fc.uniqueArray(eventMessages(), {
      minLength: 1,
      maxLength: 20,
      selector: ({ event }) => event.id,
    });
    await fc.assert(
      fc.asyncProperty(distinct, fc.infiniteStream(fc.boolean()), async (all, isBad) => {
        const shop = memoryShop();
        const keys = ['one', 'two', 'three'].map((key) => new TextEncoder().encode(key));
        const messages = all.map(({ message }, index) => {
          const place = { topic: 'orders', partition: 0, offset: String(index) };
          return { ...message, ...place, key: keys[index % 3]! };
        });
        const bad = new Set(all.filter(() => isBad.next().value).map(({ event }) => event.id));
        await persist(shop, messages, rejecting(shop.database.events, bad));
        const letters = await shop.database.deadLetters.list({ limit: 100 });
        const expected = all.flatMap(({ event }, index) => {
          if (bad.has(event.id)) return [`${String(index)} refused`];
          const before = all.slice(0, index).filter((_each, other) => other % 3 === index % 3);
          const isHeld = before.some((each) => bad.has(each.event.id));
          return isHeld ? [`${String(index)} parked-successor`] : [];
        });
        const parked = letters.filter(({ reason }) => reason !== 'conflict');
        const places = parked.map(({ source, reason }) => `${source.offset} ${reason}`);
        expect(places.toSorted()).toStrictEqual(expected.toSorted());
        for (const key of keys) {
          const own = parked.filter(({ source }) => String(source.key) === String(key));
          const offsets = own.map(({ source }) => Number(source.offset));
          expect(offsets).toStrictEqual(offsets.toSorted((one, other) => one - other));
        }
        const heads = await shop.database.deadLetters.heldKeys();
        expect(heads).toHaveLength(
          new Set(all.flatMap(({ event }, index) => (bad.has(event.id) ? [index % 3] : []))).size,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('holds the keys of messages that are no events, too', async () => {
    const shop = memoryShop();
    const sampled = fc.sample(
      fc.uniqueArray(eventMessages(), {
        minLength: 6,
        maxLength: 6,
        selector: ({ event }) => event.id,
      }),
      1,
    ) as [EventMessage[]];
    const keys = ['one', 'two', 'three'].map((key) => new TextEncoder().encode(key));
    const messages = sampled[0].map(({ message }, index) => {
      const place = { topic: 'orders', partition: 0, offset: String(index) };
      return { ...message, ...place, key: keys[index % 3]! };
    });
    messages[0] = { ...messages[0]!, value: new TextEncoder().encode('no event') };
    const store = rejecting(shop.database.events, new Set([sampled[0][4]!.event.id]));
    await persist(shop, messages, store);
    const letters = await shop.database.deadLetters.list();
    const parked = letters.filter(({ reason }) => reason !== 'conflict');
    expect(parked.map(({ source, reason }) => `${source.offset} ${reason}`)).toStrictEqual([
      '0 malformed',
      '3 parked-successor',
      '4 refused',
    ]);
    const held = await shop.database.deadLetters.heldKeys();
    expect(held.map(({ key }) => String(key))).toStrictEqual([String(keys[0]), String(keys[1])]);
  });

  it('parks nothing of a batch if a second message is refused for the reason of the first', async () => {
    const shop = memoryShop();
    const [{ message }] = fc.sample(eventMessages(), 1) as [EventMessage];
    const messages = Array.from({ length: 8 }, (_, index) => ({
      ...message,
      offset: String(index),
      headers: { ...message.headers, ce_id: `id-${String(index)}` },
    }));
    const store = withIngest(shop.database.events, async (batch) => {
      const bad = batch.items.find(({ event }) => ['id-0', 'id-7'].includes(event.id));
      if (bad === undefined) return shop.database.events.ingest(batch);
      throw rejection(`event ${bad.event.id} is out of place`);
    });
    await expect(persist(shop, messages, store, 'skip-message')).rejects.toMatchObject({
      reason: 'rejected',
    });
    expect(await shop.database.deadLetters.list()).toStrictEqual([]);
  });
});
