import assert from 'node:assert/strict';
import { canonicalInstant, type MessageSource, type NewDeadLetter } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { assertLargeEqual } from '../large-values.js';
import { sourceAt } from '../sample-domain/index.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { letter, offsetsOf, parked } from './letters.js';

const { headers, ...first } = sourceAt(1);
const [key, value] = [first.key ?? new Uint8Array(), first.value ?? new Uint8Array()];
const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Malformed messages. Each must be kept, or it blocks its partition for good. */
const brokenMessages: Readonly<Record<string, NewDeadLetter>> = {
  'an ordinary message': letter(1, { eventId: 'event-1', attempts: 3 }),
  'no body and no key': letter(2, { source: sourceAt(2, { key: null, value: null }) }),
  'an empty body and an empty key': letter(3, {
    source: sourceAt(3, { key: new Uint8Array(), value: new Uint8Array() }),
  }),
  'every byte': letter(4, { source: sourceAt(4, { key: everyByte, value: everyByte }) }),
  'a megabyte': letter(5, {
    source: sourceAt(5, { value: new Uint8Array(1_000_000).fill(0xe0) }),
  }),
  'no headers': letter(6, { source: sourceAt(6, { headers: {} }) }),
  'a NUL character in a header': letter(7, {
    source: sourceAt(7, { headers: { 'x\u0000y': 'a\u0000b', ce_id: '\u0000' } }),
  }),
  'half a character in a header': letter(8, {
    source: sourceAt(8, { headers: { broken: '\ufffd', quoted: '"\\' } }),
  }),
  'an offset of another transport': letter(9, {
    source: sourceAt(9, { offset: '1770129005000-12' }),
  }),
  'a long detail': letter(10, { detail: '왜냐하면 '.repeat(50) }),
};

/** Messages that differ in one part, or in the boundary between parts. */
const otherContents: Readonly<Record<string, Partial<MessageSource>>> = {
  'another body': { value: new TextEncoder().encode('{}') },
  'no body': { value: null },
  'an empty body': { value: new Uint8Array() },
  'another key': { key: new TextEncoder().encode('other') },
  'no key': { key: null },
  'a key and a body that read the same together': {
    key: Uint8Array.from([...key, 0]),
    value: value.slice(1),
  },
  'another header': { headers: { ...headers, more: '\\u0000 "' } },
  'no headers': { headers: {} },
};

export const parkingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a new store holds no letters',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      assert.deepEqual(await deadLetters.list(), []);
      assert.deepEqual(await deadLetters.countByReason(), {});
      await deadLetters.park([]);
      assert.deepEqual(await deadLetters.list(), []);
    },
  },
  ...Object.entries(brokenMessages).map(([what, broken]) => ({
    name: `a message is kept byte for byte: ${what}`,
    async run(harness: EventStoreHarness) {
      const [writer, reader] = [await harness.open([]), await harness.open([])];
      await writer.deadLetters.park([broken]);
      const kept = await reader.deadLetters.list();
      assertLargeEqual(kept.map(parked), [parked(broken)]);
    },
  })),
  ...['a NUL \u0000 character', 'half \ud83d a pair'].map((detail, index) => ({
    name: `a letter is kept even if its detail cannot be stored unchanged (${index + 1})`,
    async run(harness: EventStoreHarness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([letter(1, { detail, eventId: detail })]);
      const [kept] = await deadLetters.list();
      assert.deepEqual(kept && parked(kept).source, parked(letter(1)).source);
    },
  })),
  {
    name: 'every letter has an ascending id of its own, and the time of its parking in UTC',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      for (let nth = 1; nth <= 12; nth += 1) await deadLetters.park([letter(nth)]);
      const letters = await deadLetters.list();
      assert.deepEqual(
        offsetsOf(letters),
        Array.from({ length: 12 }, (_, index) => index + 1),
      );
      assert.equal(new Set(letters.map(({ id }) => id)).size, 12);
      for (const { parkedAt } of letters) {
        assert.ok(canonicalInstant(parkedAt), parkedAt);
        assert.match(parkedAt, /Z$/);
      }
    },
  },
  {
    name: 'a message that is already parked is dropped, whatever its new reason',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([letter(1), letter(1, { detail: 'again' }), letter(2)]);
      await deadLetters.park([letter(2, { reason: 'refused' }), letter(3)]);
      const letters = await deadLetters.list();
      assert.deepEqual(letters.map(parked), [letter(1), letter(2), letter(3)].map(parked));
    },
  },
  {
    name: 'a letter of another group, topic or partition is another letter',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      const letters = [
        letter(1),
        letter(1, { group: 'other' }),
        letter(1, { topic: 'other' }),
        letter(1, { partition: 1 }),
      ];
      await deadLetters.park(letters);
      assert.deepEqual((await deadLetters.list()).map(parked), letters.map(parked));
    },
  },
  ...Object.entries(otherContents).map(([what, change]) => ({
    name: `another message at the same offset is another letter, as in a topic that was recreated: ${what}`,
    async run(harness: EventStoreHarness) {
      const { deadLetters } = await harness.open([]);
      const [before, after] = [letter(1), letter(1, { source: sourceAt(1, change) })];
      for (const some of [[before], [after], [before, after], [after]]) {
        await deadLetters.park(some);
      }
      const kept = await deadLetters.list();
      assert.deepEqual(kept.map(parked), [before, after].map(parked));
    },
  })),
  {
    name: 'a letter that many park concurrently is kept once',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([])];
      const letters = Array.from({ length: 40 }, (_, index) => letter(index));
      await Promise.all(
        Array.from({ length: 6 }, (_, worker) =>
          retrying(harness.clock, async () =>
            instances[worker % 2]?.deadLetters.park(
              worker % 3 === 0 ? letters : [...letters].reverse(),
            ),
          ),
        ),
      );
      const kept = (await instances[0]?.deadLetters.list({ limit: 1_000 })) ?? [];
      assert.deepEqual(
        [...offsetsOf(kept)].sort((one, other) => one - other),
        letters.map((_letter, index) => index),
      );
    },
  },
];
