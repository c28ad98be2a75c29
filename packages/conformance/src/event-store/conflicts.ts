import assert from 'node:assert/strict';
import { isVersionConflictError } from '@foldmart/core';
import { inBackground } from '../background.js';
import type { EventStoreHarness } from '../harness.js';
import { acquired, bookStream, lent } from '../sample-domain/index.js';
import { describeError, validationErrorOf, versionConflictOf } from '../rejections.js';
import { retrying } from '../retrying.js';
import type { ConformanceCase } from '../suite.js';
import { grace } from '../waiting.js';
import { assertStream } from './stream-contents.js';

const a = bookStream('a');
const b = bookStream('b');

export const conflictCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'of a hundred appends that expect one version, one wins and the rest conflict',
    async run(harness) {
      const instances = [await harness.open([]), await harness.open([]), await harness.open([])];
      const [first] = instances;
      assert.ok(first);
      await first.events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const races = Array.from({ length: 100 }, (_, nth) =>
        retrying(harness.clock, async () =>
          instances[nth % instances.length]?.events.append([
            { streamId: a, expectedVersion: 1, events: [lent('a', nth)] },
          ]),
        ),
      );
      const outcomes = await Promise.allSettled(races);
      const winners = outcomes.flatMap(({ status }, nth) => (status === 'fulfilled' ? [nth] : []));
      assert.equal(winners.length, 1, `one of the appends wins, not ${winners.length}`);
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled') continue;
        const error: unknown = outcome.reason;
        assert.ok(isVersionConflictError(error), `a loser saw ${describeError(error)}`);
        assert.deepEqual([error.expected, error.actual], [1, 2]);
      }
      await assertStream(first.events, a, [acquired('a'), lent('a', winners[0] ?? -1)]);
    },
  },
  {
    name: 'an append is rejected if its id belongs to an event with another body',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      const other = acquired('a', { data: { price: 99 } });
      await validationErrorOf(
        events.append([{ streamId: a, expectedVersion: 'any', events: [other, lent('a', 1)] }]),
      );
      await assertStream(events, a, [acquired('a')]);
    },
  },
  {
    name: 'an append is rejected if its id belongs to an event of another stream',
    async run(harness) {
      const { events } = await harness.open([]);
      await events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a')] }]);
      await validationErrorOf(
        events.append([{ streamId: b, expectedVersion: 'any', events: [acquired('a')] }]),
      );
      await assertStream(events, b, []);
    },
  },
  {
    name: 'an id that one append uses for two bodies, or in two streams, is rejected',
    async run(harness) {
      const { events } = await harness.open([]);
      const other = acquired('a', { data: { price: 99 } });
      await validationErrorOf(
        events.append([{ streamId: a, expectedVersion: 0, events: [acquired('a'), other] }]),
      );
      await validationErrorOf(
        events.append([
          { streamId: a, expectedVersion: 0, events: [acquired('a')] },
          { streamId: b, expectedVersion: 0, events: [acquired('a')] },
        ]),
      );
      await assertStream(events, a, []);
      await assertStream(events, b, []);
    },
  },
  {
    name: 'an append that races with another for the same version never duplicates that version',
    async run(harness) {
      const { events } = await harness.open([]);
      const held = await harness.holdAppend({
        streamId: a,
        expectedVersion: 0,
        events: [acquired('a')],
      });
      const racing = inBackground(
        retrying(harness.clock, () =>
          events.append([{ streamId: a, expectedVersion: 0, events: [lent('a', 1)] }]),
        ),
      );
      await grace(harness.clock);
      await held.commit();
      await versionConflictOf(racing);
      await assertStream(events, a, [acquired('a')]);
    },
  },
];
