import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { IngestItem, IngestOutcome } from '@foldmart/core';
import { shopProjections, usersModel } from '@foldmart/core/shop';
import { createMemoryDatabase, MemoryDatabase } from '@foldmart/adapters-memory';
import { VirtualClock } from '@foldmart/core/testing';

const userIds = ['u_1', 'u_2', 'u_3'];

/** Two bodies per user, so that some deliveries contradict others. */
const anyItem = fc.record({
  user: fc.constantFrom(...userIds),
  body: fc.constantFrom('Kim', 'Lee'),
  offset: fc.nat({ max: 30 }),
});

const anyBatches = fc.array(fc.array(anyItem, { maxLength: 8 }), { maxLength: 6 });

function toItem({
  user,
  body,
  offset,
}: {
  user: string;
  body: string;
  offset: number;
}): IngestItem {
  return {
    streamId: `user-${user}`,
    startsStream: true,
    event: {
      id: `${user}-${body}`,
      type: 'user_created',
      data: { user_id: user, name: body, age: 30, created_at: '2026-02-03T14:30:00' },
      schemaVersion: 1,
      time: '2026-02-03T14:30:00Z',
      origin: 'bus:users',
    },
    source: {
      topic: 'users',
      partition: 0,
      offset: String(offset),
      group: 'users_group',
      key: null,
      value: null,
      headers: {},
    },
  };
}

it('of contradicting deliveries, one is kept, its redeliveries are duplicates, and the others are parked', async () => {
  await fc.assert(
    fc.asyncProperty(anyBatches, fc.array(fc.nat({ max: 20 })), async (batches, delays) => {
      const clock = new VirtualClock();
      const database = new MemoryDatabase({ clock });
      const instances = batches.map((_batch, index) =>
        createMemoryDatabase(
          {},
          {
            clock,
            projections: shopProjections(),
            database,
            beforeCommit: () => clock.sleep(delays[index] ?? 0),
          },
        ),
      );
      const ingestAll = (): Promise<readonly IngestOutcome[]> =>
        clock.drive(
          Promise.all(
            batches.map(async (batch, index) => {
              const report = await instances[index]!.events.ingest({ items: batch.map(toItem) });
              return report.outcomes;
            }),
          ).then((reports) => reports.flat()),
        );
      const outcomes = await ingestAll();
      const items = batches.flat();
      const projections = shopProjections();
      const observer = createMemoryDatabase({}, { clock, projections, database });
      const log = await observer.events.readAll({ limit: 100 });
      const kept = new Map(log.events.map(({ streamId, data }) => [streamId, data['name']]));

      expect(log.events).toHaveLength(new Set(items.map(({ user }) => user)).size);
      expect(outcomes.filter((outcome) => outcome === 'appended')).toHaveLength(kept.size);
      const contradicting = items.filter(({ user, body }) => kept.get(`user-${user}`) !== body);
      expect(outcomes.map((outcome) => outcome === 'conflict')).toEqual(
        items.map((item) => contradicting.includes(item)),
      );
      const parked = await observer.deadLetters.countByReason();
      expect(parked.conflict ?? 0).toBe(new Set(contradicting.map(({ offset }) => offset)).size);
      expect(await observer.readModels.count(usersModel)).toBe(kept.size);

      expect(await ingestAll()).toEqual(
        items.map((item) => (contradicting.includes(item) ? 'conflict' : 'duplicate')),
      );
      expect(await observer.deadLetters.countByReason()).toEqual(parked);
    }),
  );
});
