import assert from 'node:assert/strict';
import { replayLetters } from '@foldmart/core';
import type { EventStoreHarness } from '../harness.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { ingestKeyed, loggedOffsets, mend, mended, readKeyed } from './keyed-messages.js';

const ann = { by: 'ann', read: readKeyed };

export const replayRaceCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a batch that is concurrent with a replay of its key is parked, or comes after it in the log',
    async run(harness) {
      for (let round = 0; round < 6; round += 1) await race(harness, `k${round}`);
    },
  },
  {
    name: 'a replay that was killed continues with the next, and records nothing twice',
    async run(harness) {
      const store = await harness.open([]);
      await ingestKeyed(store.events, 0, `a!${' a'.repeat(29)}`);
      await mend(store, 0, 'a');
      for (let killed = 0; killed < 5; killed += 1) {
        const process = await harness.openProcess([]);
        const [held] = await store.deadLetters.heldKeys();
        if (held === undefined) break;
        const replaying = replayLetters(process.instance.events, held.head, { limit: 2, ...ann });
        // The process dies before it is done.
        replaying.catch(() => undefined);
        await process.instance.deadLetters.count();
        await process.crash();
      }
      const [held] = await store.deadLetters.heldKeys();
      if (held !== undefined) {
        await retrying(harness.clock, () => replayLetters(store.events, held.head, ann));
      }
      const offsets = Array.from({ length: 30 }, (_, offset) => offset);
      assert.deepEqual(await loggedOffsets(harness, store.events, 'a'), offsets);
      assert.equal(await store.deadLetters.count({ status: 'replayed' }), 30);
    },
  },
];

/** Replays a key while a consumer records more of it. */
async function race(harness: EventStoreHarness, key: string): Promise<void> {
  const [store, consumer] = [await harness.open([]), await harness.open([])];
  const place = { topic: key };
  const [head] = [`${key}! ${key} ${key} x${key}`];
  await ingestKeyed(store.events, 0, head, place);
  const [letter] = await store.deadLetters.list({ topic: key });
  await store.deadLetters.edit(letter?.id ?? '', mended(key), 'eve');
  const consuming = async (): Promise<void> => {
    for (let from = 4; from < 100; from += 12) {
      const text = `${`${key} x${key} `.repeat(5)}${key} x${key}`;
      await retrying(harness.clock, () => ingestKeyed(consumer.events, from, text, place));
    }
  };
  const replaying = async (): Promise<void> => {
    await retrying(harness.clock, () =>
      replayLetters(store.events, letter?.id ?? '', { limit: 4, ...ann }),
    );
  };
  await Promise.all([consuming(), replaying()]);
  const [held] = await store.deadLetters.heldKeys({ topic: key });
  if (held !== undefined) await replayLetters(store.events, held.head, ann);
  const expected = Array.from({ length: 100 }, (_, offset) => offset).filter(
    (offset) => offset < 3 || (offset >= 4 && offset % 2 === 0),
  );
  assert.deepEqual(await loggedOffsets(harness, store.events, key), expected);
}
