import assert from 'node:assert/strict';
import { canonicalInstant, isNotFoundError, isValidationError } from '@foldmart/core';
import type { DeadLetterQuery } from '@foldmart/core';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { sourceAt } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { letter, offsetsOf, parked } from './letters.js';

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);

export const settlingCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a new letter waits, and is found by its id',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([letter(1), letter(2)]);
      for (const each of await deadLetters.list()) {
        assert.deepEqual([each.status, each.settled, each.edited], ['waiting', null, null]);
        assert.deepEqual(await deadLetters.find(each.id), each);
        assert.deepEqual(await deadLetters.history(each.id), []);
      }
      for (const id of ['0', '3', '99999999999999999999', 'x', '', '1.0', ' 1']) {
        assert.equal(await deadLetters.find(id), undefined, id);
        assert.deepEqual(await deadLetters.history(id), []);
      }
    },
  },
  {
    name: 'the time of a message and the identity of its topic are kept if they are known',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      const source = sourceAt(1, { timestampMs: 1_770_129_005_123, topicId: 'first' });
      await deadLetters.park([letter(1, { source }), letter(2)]);
      const [known, unknown] = await deadLetters.list();
      assert.deepEqual(
        [known?.source.timestampMs, known?.source.topicId],
        [1_770_129_005_123, 'first'],
      );
      assert.deepEqual(
        [unknown?.source.timestampMs, unknown?.source.topicId],
        [undefined, undefined],
      );
    },
  },
  {
    name: 'an edit is kept beside the original, byte for byte, and the last one counts',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([letter(1)]);
      const [before] = await deadLetters.list();
      const id = before?.id ?? '';
      await deadLetters.edit(id, { value: null, headers: { ce_id: 'one' } }, 'ann');
      const contents = { value: everyByte, headers: { ce_id: 'a\u0000b', 이름: '책' } };
      const edited = await deadLetters.edit(id, contents, 'eve');
      assert.deepEqual(await deadLetters.find(id), edited);
      const { value, headers } = edited.edited ?? contents;
      assert.deepEqual([value && Uint8Array.from(value), headers], [everyByte, contents.headers]);
      assert.deepEqual([parked(edited), edited.status], [parked(letter(1)), 'waiting']);
      const history = await deadLetters.history(id);
      assert.deepEqual(
        history.map(({ action, by }) => [action, by]),
        [
          ['edited', 'ann'],
          ['edited', 'eve'],
        ],
      );
    },
  },
  ...(['replayed', 'discarded'] as const).map((as) => ({
    name: `a letter is ${as} once, with who did it, when and why`,
    async run(harness: EventStoreHarness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([letter(1), letter(2), letter(3)]);
      const [first = '', second = '', third = ''] = await idsOf({ deadLetters });
      await deadLetters.settle([second, first, second], { as, by: '앤', note: 'too late' });
      const [one, two, three] = await deadLetters.list();
      assert.deepEqual([one?.status, two?.status, three?.status], [as, as, 'waiting']);
      assert.equal(two?.settled?.by, '앤');
      assert.ok(canonicalInstant(two.settled.at), two.settled.at);
      const [action, ...others] = await deadLetters.history(second);
      assert.deepEqual([action?.action, action?.by, action?.note], [as, '앤', 'too late']);
      assert.deepEqual(others, []);
      await assertRefused({ deadLetters }, [third, first], third);
      await assertRefused({ deadLetters }, [third, '77'], third);
      await deadLetters.settle([], { as, by: 'ann' });
    },
  })),
  {
    name: 'letters are listed and counted by status and key',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      const [one, other] = [Uint8Array.of(0, 255), Uint8Array.of(0)];
      await deadLetters.park([
        ...[1, 2, 3].map((offset) => letter(offset, { source: sourceAt(offset, { key: one }) })),
        letter(4, { source: sourceAt(4, { key: other }) }),
        letter(5, { source: sourceAt(5, { key: null }) }),
      ]);
      const [first = ''] = await idsOf({ deadLetters });
      await deadLetters.settle([first], { as: 'discarded', by: 'ann' });
      const expectations: readonly (readonly [DeadLetterQuery, readonly number[]])[] = [
        [{ key: one }, [1, 2, 3]],
        [{ key: other }, [4]],
        [{ key: one, status: 'waiting' }, [2, 3]],
        [{ status: 'discarded' }, [1]],
        [{ status: 'replayed' }, []],
        [{ key: new Uint8Array() }, []],
        [{ key: one, topic: 'other' }, []],
      ];
      for (const [query, offsets] of expectations) {
        assert.deepEqual(offsetsOf(await deadLetters.list(query)), offsets, JSON.stringify(query));
        assert.equal(await deadLetters.count(query), offsets.length, JSON.stringify(query));
      }
      assert.equal(await deadLetters.count(), 5);
    },
  },
  {
    name: 'parking holds no key',
    async run(harness) {
      const { deadLetters } = await harness.open([]);
      await deadLetters.park([letter(1)]);
      assert.deepEqual(await deadLetters.heldKeys(), []);
    },
  },
  {
    name: 'held keys are listed by group and topic, and name their heads',
    async run(harness) {
      const { deadLetters, events } = await harness.open([]);
      for (const [group, topic] of [
        ['a', 'x'],
        ['b', 'x'],
        ['b', 'y'],
      ] as const) {
        const broken = letter(1, { group, topic });
        await events.ingest({ items: [], deadLetters: [broken], parking: 'park-key' });
      }
      const lettersById = new Map((await deadLetters.list()).map((each) => [each.id, each]));
      const held = await deadLetters.heldKeys();
      for (const { group, topic, key, head, heldSince, waiting } of held) {
        const { source } = lettersById.get(head) ?? letter(0);
        assert.deepEqual([group, topic, waiting], [source.group, source.topic, 1]);
        assert.deepEqual(Uint8Array.from(key), Uint8Array.from(source.key ?? []));
        assert.ok(canonicalInstant(heldSince), heldSince);
      }
      const counts = [
        {},
        { group: 'b' },
        { topic: 'x' },
        { group: 'b', topic: 'y' },
        { group: 'c' },
      ];
      const found = await Promise.all(counts.map((filter) => deadLetters.heldKeys(filter)));
      assert.deepEqual(
        found.map(({ length }) => length),
        [3, 2, 2, 1, 0],
      );
    },
  },
  {
    name: 'if the head of a key is settled, the next letter that waits is the head, and the last one releases the key',
    async run(harness) {
      const { deadLetters, events } = await harness.open([]);
      const key = Uint8Array.of(1);
      const letters = [1, 2, 3].map((offset) =>
        letter(offset, { source: sourceAt(offset, { key }) }),
      );
      await events.ingest({ items: [], deadLetters: letters, parking: 'park-key' });
      const [first = '', second = '', third = ''] = await idsOf({ deadLetters });
      const heads = async () => (await deadLetters.heldKeys()).map(({ head }) => head);
      assert.deepEqual(await heads(), [first]);
      await deadLetters.settle([second], { as: 'discarded', by: 'ann' });
      assert.deepEqual(await heads(), [first]);
      await deadLetters.settle([first], { as: 'replayed', by: 'ann' });
      assert.deepEqual(await heads(), [third]);
      await deadLetters.settle([third], { as: 'discarded', by: 'ann' });
      assert.deepEqual(await heads(), []);
    },
  },
];

async function idsOf({ deadLetters }: Pick<StoreInstance, 'deadLetters'>): Promise<string[]> {
  return (await deadLetters.list()).map(({ id }) => id);
}

/** Asserts that neither a settlement of these letters nor an edit of the last one changes anything. */
async function assertRefused(
  { deadLetters }: Pick<StoreInstance, 'deadLetters'>,
  ids: readonly string[],
  untouched: string,
): Promise<void> {
  const before = await deadLetters.list();
  const last = ids.at(-1) ?? '';
  const contents = { value: null, headers: {} };
  for (const work of [
    () => deadLetters.settle(ids, { as: 'discarded', by: 'bob' }),
    () => deadLetters.edit(last, contents, 'bob'),
  ]) {
    await assert.rejects(work, (error) => isNotFoundError(error) || isValidationError(error));
  }
  assert.deepEqual(await deadLetters.list(), before);
  assert.deepEqual(await deadLetters.history(untouched), []);
}
