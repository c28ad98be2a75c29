import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RowTables, type StoredEvent } from '@foldmart/core';
import {
  RollingUpgrade,
  type PlannedAppend,
  type PlannedProcess,
} from './support/rolling-upgrade.js';
import { seededRandom } from './support/seeded-random.js';
import { newest, tallyModels, tallyProjections } from './support/tallies.js';

const anyAppend: fc.Arbitrary<PlannedAppend> = fc.record({
  atMs: fc.nat(400),
  takesMs: fc.nat(80),
  fate: fc.constantFrom('commit', 'commit', 'commit', 'roll back', 'crash'),
  streams: fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 }),
});

const anyProcess: fc.Arbitrary<PlannedProcess> = fc.record({
  atMs: fc.nat(400),
  version: fc.integer({ min: 1, max: newest }),
  crashesAfterMs: fc.option(fc.nat(150), { nil: undefined }),
  rebuildsAfterMs: fc.option(fc.nat(300), { nil: undefined }),
});

it('an upgrade loses and duplicates no event, whichever processes crash or rebuild concurrently', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.array(anyAppend, { maxLength: 40 }),
      fc.array(anyProcess, { maxLength: 6 }),
      async (seed, appends, processes) => {
        const upgrade = new RollingUpgrade(seededRandom(seed));
        const followed = await upgrade.run(appends, processes);
        const expected = appends.flatMap(({ fate, streams }, index) =>
          fate === 'commit' ? streams.map((stream) => `${index}-${stream}`) : [],
        );
        for (const seen of followed) assertWhole(seen, expected);
        const log = followed[0] ?? [];
        expect(await upgrade.clock.drive(rowsOf(upgrade))).toEqual(foldOf(log));
        const states = await upgrade.clock.drive(upgrade.reader.projections.states());
        expect(states).toMatchObject([
          { name: 'followed_tallies', version: newest, position: log.at(-1)?.position },
          { name: 'tallies', version: newest },
        ]);
        expect(await upgrade.clock.drive(upgrade.reader.rebuilds.list())).toEqual([]);
      },
    ),
  );
});

function assertWhole(seen: readonly StoredEvent[], expected: readonly string[]): void {
  expect(seen.map(({ id }) => id).sort()).toEqual([...expected].sort());
  for (const stream of new Set(seen.map(({ streamId }) => streamId))) {
    const events = seen.filter(({ streamId }) => streamId === stream);
    expect(events.map(({ streamVersion }) => streamVersion)).toEqual(
      events.map((_event, index) => index + 1),
    );
  }
}

function rowsOf({ reader }: RollingUpgrade): Promise<unknown> {
  return Promise.all(
    tallyModels(newest).map((model) => reader.readModels.scan(model, { limit: 100 })),
  );
}

function foldOf(log: readonly StoredEvent[]): unknown {
  const tables = new RowTables(tallyModels(newest));
  for (const event of log) {
    for (const projection of tallyProjections(newest)) tables.apply(projection.project(event));
  }
  return tallyModels(newest).map(({ name }) => tables.scan(name, { limit: 100 }));
}
