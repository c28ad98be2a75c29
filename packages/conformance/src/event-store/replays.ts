import assert from 'node:assert/strict';
import {
  isNotFoundError,
  isValidationError,
  replayLetters,
  type ReplayReport,
} from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { portErrorOf } from '../rejections.js';
import { acquired, booksModel, booksProjection } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { assertHeld } from './held-keys.js';
import { opening } from './ingest-items.js';
import {
  ingestKeyed,
  keyedSource,
  letterAt,
  loggedOffsets,
  mend,
  placesOf,
  readKeyed,
} from './keyed-messages.js';

const ann = { by: 'ann', read: readKeyed };

export const replayCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a replay records a mended message and what waits behind it, in the order of the key',
    async run(harness) {
      const store = await harness.open([booksProjection]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a b a! a b a');
      await ingestKeyed(events, 6, 'a b a');
      const head = await mend(store, 2, 'a');
      const { letters, next } = await events.replay({ letter: head.id, ...ann });
      assert.deepEqual([letters.map(({ outcome }) => outcome), next], [appended(5), null]);
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [0, 2, 3, 5, 6, 8]);
      await assertHeld(store, {});
      assert.deepEqual((await ingestKeyed(events, 9, 'a')).outcomes, ['appended']);
      for (const { id, settled, status } of await deadLetters.list()) {
        assert.deepEqual([status, settled?.by], ['replayed', 'ann']);
        const history = await deadLetters.history(id);
        const actions = history.map(({ action, by }) => `${action} ${by}`);
        assert.deepEqual(
          actions,
          id === head.id ? ['edited eve', 'replayed ann'] : ['replayed ann'],
        );
      }
      assert.equal(await store.readModels.count(booksModel), 10);
    },
  },
  {
    name: 'events of one stream follow in the order of their key',
    async run(harness) {
      const store = await harness.open([]);
      await ingestKeyed(store.events, 0, 'A A! A A');
      const head = await mend(store, 1, 'A');
      await store.events.replay({ letter: head.id, ...ann });
      await ingestKeyed(store.events, 4, 'A');
      assert.deepEqual(await loggedOffsets(harness, store.events, 'A'), [0, 1, 2, 3, 4]);
    },
  },
  {
    name: 'a replay goes in steps, each of which keeps the rest held',
    async run(harness) {
      const store = await harness.open([]);
      const { events } = store;
      await ingestKeyed(events, 0, 'a! a a a a a a');
      const head = await mend(store, 0, 'a');
      const { letters, next } = await events.replay({ letter: head.id, limit: 3, ...ann });
      assert.equal(letters.length, 3);
      assert.equal(next, (await store.deadLetters.heldKeys())[0]?.head);
      await assertHeld(store, { a: 4 });
      assert.deepEqual((await ingestKeyed(events, 7, 'a')).outcomes, ['held']);
      const summary = await replayLetters(events, next, { limit: 2, ...ann });
      assert.deepEqual(summary, { appended: 5, duplicates: 0, failed: null, next: null });
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [0, 1, 2, 3, 4, 5, 6, 7]);
      await assertHeld(store, {});
    },
  },
  {
    name: 'an event that was recorded before is a duplicate, and its letter is replayed',
    async run(harness) {
      const store = await harness.open([]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a! a');
      await events.ingest({ items: [opening('a@1', acquired('a@1', { id: 'a@1' }))] });
      const head = await mend(store, 0, 'a');
      const { letters } = await events.replay({ letter: head.id, ...ann });
      const outcomes = letters.map(({ outcome }) => outcome);
      assert.deepEqual(outcomes, ['appended', 'duplicate']);
      assert.equal(await deadLetters.count({ status: 'replayed' }), 2);
    },
  },
  {
    name: 'a replay stops at a letter that cannot be read, which becomes the head with its new reason',
    async run(harness) {
      const store = await harness.open([]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a! a a! a');
      const head = await mend(store, 0, 'a');
      const { letters, next } = await events.replay({ letter: head.id, ...ann });
      const stopped = letterAt(await deadLetters.list(), 2);
      assert.deepEqual(letters.at(-1), {
        id: stopped.id,
        outcome: 'failed',
        reason: 'invalid',
        detail: 'it is broken',
      });
      assert.deepEqual([next, stopped.status, stopped.reason], [stopped.id, 'waiting', 'invalid']);
      const [failed] = await deadLetters.history(stopped.id);
      assert.deepEqual([failed?.action, failed?.by], ['replay-failed', 'ann']);
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [0, 1]);
      await assertHeld(store, { a: 2 });
    },
  },
  {
    name: 'a replay stops at a conflict, and what is behind it waits until it is discarded',
    async run(harness) {
      const store = await harness.open([]);
      const { events, deadLetters } = store;
      const other = acquired('a@1', { id: 'other', data: { price: 1 } });
      await events.ingest({ items: [opening('a@1', other)] });
      await ingestKeyed(events, 0, 'a! a a a');
      const head = await mend(store, 0, 'a');
      const { letters, next } = await events.replay({ letter: head.id, ...ann });
      assert.deepEqual(
        letters.map(({ outcome }) => outcome),
        ['appended', 'failed'],
      );
      const conflict = letterAt(await deadLetters.list(), 1);
      assert.deepEqual([conflict.id, conflict.reason], [next, 'conflict']);
      await assertHeld(store, { a: 3 });
      await deadLetters.settle([conflict.id], { as: 'discarded', by: 'ann', note: 'twice' });
      const [held] = await deadLetters.heldKeys();
      const rest = await events.replay({ letter: held?.head ?? '', ...ann });
      assert.deepEqual([rest.letters.length, rest.next], [2, null]);
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [0, 2, 3]);
      await assertHeld(store, {});
    },
  },
  {
    name: 'a head that fails again stays the head',
    async run(harness) {
      const store = await harness.open([]);
      await ingestKeyed(store.events, 0, 'a! a');
      const head = letterAt(await store.deadLetters.list(), 0);
      const { letters, next } = await store.events.replay({ letter: head.id, ...ann });
      assert.deepEqual([letters.map(({ outcome }) => outcome), next], [['failed'], head.id]);
      await assertHeld(store, { a: 2 });
      assert.deepEqual(await loggedOffsets(harness, store.events, 'a'), []);
    },
  },
  {
    name: 'a dry run reports what would happen, and changes nothing',
    async run(harness) {
      const store = await harness.open([booksProjection]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a! a a! a b');
      const head = await mend(store, 0, 'a');
      const before = await deadLetters.list();
      const dry = await events.replay({ letter: head.id, dryRun: true, ...ann });
      assert.deepEqual(await deadLetters.list(), before);
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), []);
      assert.equal(await store.readModels.count(booksModel), 1);
      assert.deepEqual((await deadLetters.history(head.id)).length, 1);
      await assertHeld(store, { a: 4 });
      assert.deepEqual(await events.replay({ letter: head.id, ...ann }), dry);
    },
  },
  ...[true, false].map((dryRun) => ({
    name: `a failing inline projection rejects a replay, and no letter is at fault${dryRun ? ': in a dry run too' : ''}`,
    async run(harness: EventStoreHarness) {
      const project = (): never => {
        throw new TypeError('there is no such shelf');
      };
      const store = await harness.open([{ ...booksProjection, project }]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a! a');
      const head = await mend(store, 0, 'a');
      const before = await deadLetters.list();
      await portErrorOf(events.replay({ letter: head.id, dryRun, ...ann }), {
        reason: 'rejected',
        code: 'projection-failed',
      });
      assert.deepEqual(await deadLetters.list(), before);
      await assertHeld(store, { a: 2 });
    },
  })),
  {
    name: 'a letter behind the head, one that was settled, and one that does not exist are not replayed',
    async run(harness) {
      const store = await harness.open([]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a! a b!');
      const letters = await deadLetters.list();
      const [head, behind, other] = [0, 1, 2].map((offset) => letterAt(letters, offset).id);
      await deadLetters.settle([other ?? ''], { as: 'discarded', by: 'ann' });
      const refused = await rejectionOf(events.replay({ letter: behind ?? '', ...ann }));
      assert.ok(isValidationError(refused), 'a letter behind the head is refused');
      assert.match(refused.message, new RegExp(`\\b${head ?? ''}\\b`));
      const settled = await rejectionOf(events.replay({ letter: other ?? '', ...ann }));
      assert.ok(isValidationError(settled), 'a settled letter is refused');
      for (const letter of ['999999', 'none', '']) {
        const missing = await rejectionOf(events.replay({ letter, ...ann }));
        assert.ok(isNotFoundError(missing), `there is no letter ${letter}`);
      }
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), []);
    },
  },
  {
    name: 'a letter that holds no key is replayed alone',
    async run(harness) {
      const store = await harness.open([]);
      const { events, deadLetters } = store;
      await ingestKeyed(events, 0, 'a! a! a', { parking: 'skip-message' });
      const second = await mend(store, 1, 'a');
      const report = await events.replay({ letter: second.id, ...ann });
      assert.deepEqual(report, { letters: [{ id: second.id, outcome: 'appended' }], next: null });
      assert.deepEqual(await loggedOffsets(harness, events, 'a'), [2, 1]);
      assert.equal(await deadLetters.count({ status: 'waiting' }), 1);
    },
  },
  {
    name: 'a conflict that was parked before the head does not block its key',
    async run(harness) {
      const store = await harness.open([]);
      const { events, deadLetters } = store;
      const conflict = { reason: 'conflict', detail: '', attempts: 1 } as const;
      await deadLetters.park([{ ...conflict, source: keyedSource('a', 0) }]);
      await ingestKeyed(events, 1, 'a! a');
      await deadLetters.park([{ ...conflict, source: keyedSource('a', 900) }]);
      const head = await mend(store, 1, 'a');
      const { letters, next } = await events.replay({ letter: head.id, ...ann });
      assert.deepEqual([letters.length, next], [2, null]);
      const waiting = await deadLetters.list({ status: 'waiting' });
      assert.deepEqual(placesOf(waiting), ['0 conflict', '900 conflict']);
    },
  },
];

function appended(count: number): readonly string[] {
  return Array.from({ length: count }, () => 'appended');
}

async function rejectionOf(work: Promise<ReplayReport>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  assert.fail('the replay was not rejected');
}
