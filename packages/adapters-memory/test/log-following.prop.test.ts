import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventEnvelope, LogPosition, StoredEvent } from '@foldmart/core';
import {
  createMemoryDatabase,
  MemoryDatabase,
  type MemoryDatabaseInstance,
} from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';
import { seededRandom } from './support/seeded-random.js';

const rolledBack = new Error('rolled back on purpose');

const anyAppend = fc.record({
  beginsAtMs: fc.integer({ min: 0, max: 200 }),
  takesMs: fc.integer({ min: 0, max: 100 }),
  commits: fc.boolean(),
  streams: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
});

function eventOf(id: string): EventEnvelope {
  const time = '2026-02-03T14:30:00Z';
  return { id, type: 'counted', data: { id }, schemaVersion: 1, time, origin: 'command' };
}

async function follow(
  { events }: MemoryDatabaseInstance,
  clock: VirtualClock,
  untilMs: number,
): Promise<readonly StoredEvent[]> {
  const seen: StoredEvent[] = [];
  let after: LogPosition | undefined;
  while (clock.monotonic() < untilMs) {
    const slice = await events.readAll({ limit: 2, ...(after === undefined ? {} : { after }) });
    seen.push(...slice.events);
    after = slice.next;
    if (slice.events.length === 0) await clock.sleep(3);
  }
  return seen;
}

it('a follower sees every committed event once, in the order of its stream, whatever others do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.array(anyAppend, { maxLength: 25 }),
      async (seed, appends) => {
        const clock = new VirtualClock();
        const random = seededRandom(seed);
        const database = new MemoryDatabase({ clock });
        const reader = createMemoryDatabase({}, { clock, projections: [], database });
        const writers = appends.map(async ({ beginsAtMs, takesMs, commits, streams }, index) => {
          const { events } = createMemoryDatabase(
            {},
            {
              clock,
              projections: [],
              database,
              async beforeCommit() {
                await clock.sleep(takesMs * random.next());
                if (!commits) throw rolledBack;
              },
            },
          );
          await clock.sleep(beginsAtMs);
          const wanted = streams.map((stream) => ({
            streamId: `stream-${stream}`,
            expectedVersion: 'any' as const,
            events: [eventOf(`${index}-${stream}`)],
          }));
          return events.append(wanted).catch((error: unknown) => {
            if (error !== rolledBack) throw error;
          });
        });
        const seen = follow(reader, clock, 10_000);
        await clock.drive(Promise.all(writers));
        const followed = await clock.drive(seen);
        const expected = appends.flatMap(({ commits, streams }, index) =>
          commits ? streams.map((stream) => `${index}-${stream}`) : [],
        );
        expect(followed.map(({ id }) => id).sort()).toEqual(expected.sort());
        for (let stream = 0; stream <= 4; stream += 1) {
          const versions = followed
            .filter(({ streamId }) => streamId === `stream-${stream}`)
            .map(({ streamVersion }) => streamVersion);
          expect(versions).toEqual(versions.map((_version, index) => index + 1));
        }
      },
    ),
  );
});
