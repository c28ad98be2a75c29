import assert from 'node:assert/strict';
import type { EventEnvelope, IngestItem } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { retrying } from '../retrying.js';
import { acquired, lent } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { following, opening } from './ingest-items.js';
import {
  ingestKeyed,
  keyBytes,
  keyedBatch,
  keyedSource,
  loggedOffsets,
  placesOf,
} from './keyed-messages.js';

/** Events that a store may refuse, when it checks them or when it writes them. */
const hardEvents: Readonly<Record<string, EventEnvelope>> = {
  'a NUL character': lent('a', 1, { id: 'hard', data: { reader: 'nul \u0000 byte' } }),
  'a very long id': lent('a', 1, { id: 'hard'.repeat(5_000) }),
};

export const heldKeyCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a parked message holds its key, in its batch and in later ones, and other keys are recorded',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const first = await ingestKeyed(events, 0, 'a b C a! a C b a');
      assert.deepEqual(first.outcomes, [
        ...fill('appended', 3),
        'held',
        'appended',
        'appended',
        'held',
      ]);
      const second = await ingestKeyed(events, 8, 'b a b b b b b b b b a');
      assert.deepEqual(second.outcomes, ['appended', 'held', ...fill('appended', 8), 'held']);
      assert.deepEqual(placesOf(await deadLetters.list()), [
        '3 malformed',
        ...[4, 7, 9, 18].map((offset) => `${offset} parked-successor`),
      ]);
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [0]);
      assert.deepEqual(await loggedOffsets(harness, events, 'C'), [2, 5]);
      await assertHeld({ deadLetters }, { a: 5 });
    },
  },
  {
    name: 'a key is held although the batch that parks its message records no position',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const place = { withPosition: false };
      await ingestKeyed(events, 0, 'a! b', place);
      assert.deepEqual((await ingestKeyed(events, 2, 'b a', place)).outcomes, ['appended', 'held']);
      assert.deepEqual((await ingestKeyed(events, 4, 'b a')).outcomes, ['appended', 'held']);
      await assertHeld({ deadLetters }, { a: 3 });
    },
  },
  {
    name: 'another process finds the key held',
    async run(harness) {
      const [one, other] = [await harness.open([]), await harness.open([])];
      await ingestKeyed(other.events, 0, 'b b b b b b b b b');
      await ingestKeyed(one.events, 9, 'a!');
      const { outcomes } = await ingestKeyed(other.events, 10, 'b b b b b b b b a');
      assert.deepEqual(outcomes, [...fill('appended', 8), 'held']);
      assert.deepEqual(await loggedOffsets(harness, one.events, 'a'), []);
    },
  },
  {
    name: 'of several parked messages of a key, the first is the head, and the ids ascend in their order',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const batch = keyedBatch(98, 'a a! a a! a');
      const reversed = [...(batch.deadLetters ?? [])].reverse();
      const { outcomes } = await events.ingest({ ...batch, deadLetters: reversed });
      assert.deepEqual(outcomes, ['appended', 'held', 'held']);
      const letters = await deadLetters.list();
      assert.deepEqual(placesOf(letters), [
        '99 malformed',
        '100 parked-successor',
        '101 malformed',
        '102 parked-successor',
      ]);
      const [held] = await deadLetters.heldKeys();
      assert.equal(held?.head, letters[0]?.id);
    },
  },
  ...Object.entries(hardEvents).map(([what, event]) => ({
    name: `an item that is refused holds its key: ${what}`,
    async run(harness: EventStoreHarness) {
      const { events, deadLetters } = await harness.open([]);
      const hard = { ...following('A', event), source: keyedSource('A', 1, { topicId: 'first' }) };
      const item = (key: string, offset: number): IngestItem =>
        keyedBatch(offset, key).items[0] ?? hard;
      const items = [item('A', 0), hard, item('A', 2), item('B', 3), item('A', 4)];
      const { outcomes } = await events.ingest({ items, parking: 'park-key' });
      if (outcomes[1] === 'appended') return;
      assert.deepEqual(outcomes, ['appended', 'refused', 'held', 'appended', 'held']);
      assert.deepEqual(placesOf(await deadLetters.list()), [
        '1 refused',
        '2 parked-successor',
        '4 parked-successor',
      ]);
      await assertHeld({ deadLetters }, { A: 3 });
    },
  })),
  {
    name: 'a conflict holds nothing',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await ingestKeyed(events, 0, 'a');
      const other = acquired('a@0', { id: 'other', data: { price: 1 } });
      const conflicting = {
        ...opening('a@0', other),
        source: keyedSource('a', 1, { topicId: 'first' }),
      };
      const [after] = keyedBatch(2, 'a').items;
      const items = after === undefined ? [] : [conflicting, after];
      const { outcomes } = await events.ingest({ items, parking: 'park-key' });
      assert.deepEqual(outcomes, ['conflict', 'appended']);
      await assertHeld({ deadLetters }, {});
    },
  },
  {
    name: 'a message without a key holds nothing',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const [letter] = keyedBatch(0, 'a!').deadLetters ?? [];
      const source = letter && { ...letter.source, key: null };
      const broken = letter && source ? [{ ...letter, source }] : [];
      const [item] = keyedBatch(1, 'a').items;
      const items = item && source ? [{ ...item, source: { ...source, offset: '1' } }] : [];
      const batch = { items, deadLetters: broken, parking: 'park-key' } as const;
      assert.deepEqual((await events.ingest(batch)).outcomes, ['appended']);
      await assertHeld({ deadLetters }, {});
    },
  },
  {
    name: 'with skip-message, a parked message holds nothing, and held keys are recorded',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const skipping = { parking: 'skip-message' } as const;
      assert.deepEqual((await ingestKeyed(events, 0, 'a! a', skipping)).outcomes, ['appended']);
      await assertHeld({ deadLetters }, {});
      await ingestKeyed(events, 2, 'a! a');
      assert.deepEqual((await ingestKeyed(events, 4, 'a', skipping)).outcomes, ['appended']);
      await assertHeld({ deadLetters }, { a: 2 });
    },
  },
  {
    name: 'keys of other groups and topics are not held',
    async run(harness) {
      const { events } = await harness.open([]);
      await ingestKeyed(events, 0, 'a!');
      for (const place of [{ group: 'another' }, { topic: 'another' }]) {
        const { outcomes } = await ingestKeyed(events, 1, 'a', place);
        assert.notDeepEqual(outcomes, ['held'], JSON.stringify(place));
      }
    },
  },
  {
    name: 'messages before the head of their key are recorded',
    async run(harness) {
      const { events } = await harness.open([]);
      await ingestKeyed(events, 10, 'a! a');
      const { outcomes } = await ingestKeyed(events, 9, 'a b');
      assert.deepEqual(outcomes, ['appended', 'appended']);
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [9]);
    },
  },
  {
    name: 'messages in another partition and in another life of the topic come after the head of their key',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await ingestKeyed(events, 10, 'a!');
      for (const place of [{ partition: 1 }, { topicId: 'second' }]) {
        const { outcomes } = await ingestKeyed(events, 3, 'a b', place);
        assert.equal(outcomes[0], 'held', JSON.stringify(place));
      }
      await assertHeld({ deadLetters }, { a: 3 });
    },
  },
  {
    name: 'a redelivered batch with a held key changes nothing, and reports the same outcomes',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const first = await ingestKeyed(events, 0, 'a b a! a b a');
      const letters = await deadLetters.list();
      const again = await ingestKeyed(events, 0, 'a b a! a b a');
      assert.deepEqual(
        again.outcomes,
        first.outcomes.map((outcome) => (outcome === 'appended' ? 'duplicate' : outcome)),
      );
      assert.deepEqual(await deadLetters.list(), letters);
      await assertHeld({ deadLetters }, { a: 3 });
    },
  },
  {
    name: 'a redelivered head stays parked, although nothing is wrong with it',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await ingestKeyed(events, 0, 'a! a a');
      const [head] = await deadLetters.list();
      await deadLetters.settle([head?.id ?? ''], { as: 'discarded', by: 'ann' });
      assert.deepEqual((await ingestKeyed(events, 0, 'a! a a')).outcomes, ['held', 'held']);
      await assertHeld({ deadLetters }, { a: 2 });
    },
  },
  {
    name: 'a redelivered message whose letter was replayed or discarded holds nothing again',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      await ingestKeyed(events, 0, 'a a! c! b');
      const [one, other] = await deadLetters.list();
      await deadLetters.settle([one?.id ?? ''], { as: 'replayed', by: 'ann' });
      await deadLetters.settle([other?.id ?? ''], { as: 'discarded', by: 'ann' });
      await assertHeld({ deadLetters }, {});
      const { outcomes } = await ingestKeyed(events, 0, 'a a! c! b a c');
      assert.deepEqual(outcomes, ['duplicate', 'duplicate', 'appended', 'appended']);
      await assertHeld({ deadLetters }, {});
      const statuses = (await deadLetters.list()).map(({ status }) => status);
      assert.deepEqual(statuses, ['replayed', 'discarded']);
    },
  },
  {
    name: 'a redelivered message whose letter was discarded is not recorded, although nothing is wrong with it',
    async run(harness) {
      const { events, deadLetters } = await harness.open([]);
      const text = `a b a!${' a'.repeat(9)}`;
      await ingestKeyed(events, 0, text);
      const all = await deadLetters.list();
      const ids = all.map(({ id }) => id);
      await deadLetters.settle(ids, { as: 'discarded', by: 'ann' });
      const { outcomes } = await ingestKeyed(events, 0, text);
      assert.deepEqual(outcomes, fill('duplicate', 11));
      assert.deepEqual(
        (await ingestKeyed(events, 3, fill('a', 9).join(' '))).outcomes,
        fill('duplicate', 9),
      );
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [0]);
      assert.deepEqual((await ingestKeyed(events, 3, 'b', { topicId: 'second' })).outcomes, [
        'appended',
      ]);
    },
  },
  {
    name: 'one batch in several processes at once parks each message once, behind one head',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const [first] = instances;
      const text = 'a b a! a b C! a C a! b';
      await Promise.all(
        Array.from({ length: 6 }, (_, worker) =>
          retrying(harness.clock, async () => {
            const store = instances[worker % 2];
            if (store !== undefined) await ingestKeyed(store.events, 0, text);
          }),
        ),
      );
      if (first === undefined) return;
      assert.deepEqual(placesOf(await first.deadLetters.list()), [
        '2 malformed',
        '3 parked-successor',
        '5 malformed',
        '6 parked-successor',
        '7 parked-successor',
        '8 malformed',
      ]);
      await assertHeld(first, { a: 4, C: 2 });
      assert.deepEqual(await loggedOffsets(harness, first.events, 'b'), [1, 4, 9]);
    },
  },
];

/** Asserts how many letters wait for each held key. */
export async function assertHeld(
  { deadLetters }: Pick<StoreInstance, 'deadLetters'>,
  waiting: Readonly<Record<string, number>>,
): Promise<void> {
  const held = await deadLetters.heldKeys();
  assert.deepEqual(
    held.map((each) => [Buffer.from(each.key).toString(), each.waiting]),
    Object.entries(waiting).map(([key, count]) => [Buffer.from(keyBytes(key)).toString(), count]),
  );
}

function fill<Value>(value: Value, count: number): Value[] {
  return Array.from({ length: count }, () => value);
}
