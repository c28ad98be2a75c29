import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { verifyReadModels, type EventEnvelope } from '@foldmart/core';
import { chanceOf } from '../../support/chance.js';
import { placed, read } from '../../support/reading-room.js';
import {
  RoomUnderCrashes,
  type PlannedFollower,
  type PlannedWriter,
} from '../../support/room-under-crashes.js';

const books = ['a', 'b', 'c'];

const anyFollower: fc.Arbitrary<PlannedFollower> = fc.record({
  atMs: fc.nat(300),
  version: fc.constantFrom(1, 2),
  diesAt: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 400 })),
  rebuildsAfterMs: fc.option(fc.nat(200), { nil: undefined }),
});

const anyWriter = fc.record({
  atMs: fc.nat(400),
  takesMs: fc.nat(60),
  isRolledBack: fc.boolean(),
  readings: fc.array(
    fc.tuple(fc.constantFrom(...books), fc.constantFrom('', '', '', 'throws', 'unfit')),
    {
      minLength: 1,
      maxLength: 5,
    },
  ),
});

/** Each event has its own id, so that a repeated append adds nothing. */
const anyWriters = fc.array(anyWriter, { minLength: 1, maxLength: 15 }).map((writers) =>
  writers.map(({ readings, ...writer }, nth): PlannedWriter => {
    const events = readings.map(([book, fault], index): EventEnvelope =>
      read(book, 100 * nth + index, fault === '' ? {} : { fault }),
    );
    const arrival = books.slice(nth, nth + 1).map((book) => placed(book, 's'));
    return { ...writer, events: nth % 2 === 0 ? [...arrival, ...events] : [...events, ...arrival] };
  }),
);

it(
  'read models match the log, whichever processes crash, roll back or rebuild at any point',
  { timeout: 120_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(anyFollower, { maxLength: 6 }),
        anyWriters,
        async (seed, followers, writers) => {
          const drill = new RoomUnderCrashes(chanceOf(seed).random);
          const { instance, all } = await drill.run(followers, writers);
          const { room } = drill;
          const found = await room.drive(verifyReadModels({ audit: instance.audit, digest }, all));
          const events = new Set(writers.flatMap((writer) => writer.events.map(({ id }) => id)));
          expect(found).toMatchObject({ events: events.size, differences: [], lagging: [] });
          const states = await room.drive(instance.projections.states());
          expect(states).toMatchObject([
            { name: 'books', version: 2 },
            { name: 'readings', version: 2, parked: undefined },
            { name: 'shelves', version: 1, parked: undefined },
          ]);
        },
      ),
      { numRuns: 100 },
    );
  },
);

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
