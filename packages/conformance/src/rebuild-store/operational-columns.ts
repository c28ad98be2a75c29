import assert from 'node:assert/strict';
import { planRebuilds, type Projection, type RebuildPlan } from '@foldmart/core';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { cachedProjections, reader, readerKind, readersModel } from '../sample-domain/index.js';
import type { ConformanceCase } from '../suite.js';
import { rebuild } from './rebuilding.js';

const readers = ['r_1', 'r_2', 'r_3'];

export const operationalColumnCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a rebuild keeps operational columns of existing rows, and those of new rows are null',
    async run(harness) {
      const old = await harness.open(cachedProjections());
      await register(old, readers);
      await old.repository.markCached(readerKind, ['r_1', 'r_3']);
      const before = await marksOf(old);
      const upgraded = await harness.open(raised());
      await new LogFollower(upgraded.events).readUntil(harness.clock, readers.length);
      await rebuild(harness.clock, upgraded, planOfReaders());
      assert.deepEqual(await marksOf(upgraded), before);
      await register(upgraded, ['r_4']);
      assert.equal((await marksOf(upgraded))['r_4'], null);
    },
  },
  {
    name: 'rows that are marked during a rebuild keep their marks',
    async run(harness) {
      const old = await harness.open(cachedProjections());
      await register(old, readers);
      const upgraded = await harness.open(raised());
      const plan = planOfReaders();
      await upgraded.rebuilds.begin(plan);
      await old.repository.markCached(readerKind, ['r_2']);
      const before = await marksOf(old);
      await rebuild(harness.clock, upgraded, plan);
      assert.deepEqual(await marksOf(upgraded), before);
      assert.notEqual(before['r_2'], null);
      await upgraded.repository.markCached(readerKind, ['r_1']);
      const turns = await upgraded.repository.candidates(readerKind, 'longest-cached', 10);
      assert.deepEqual(
        turns.map(({ id }) => id),
        ['r_2', 'r_1'],
      );
    },
  },
  {
    name: 'rows keep their order of arrival in a rebuild',
    async run(harness) {
      const old = await harness.open(cachedProjections());
      const inOrder = ['r_9', 'r_1', 'r_5', 'r_3'];
      for (const id of inOrder) await register(old, [id]);
      const upgraded = await harness.open(raised());
      await rebuild(harness.clock, upgraded, planOfReaders(), 2);
      await register(upgraded, ['r_0']);
      const candidates = await upgraded.repository.candidates(readerKind, 'never-cached', 10);
      assert.deepEqual(
        candidates.map(({ id }) => id),
        [...inOrder, 'r_0'],
      );
    },
  },
];

/** The same projections, one version higher. */
function raised(): readonly Projection[] {
  return cachedProjections(2);
}

function planOfReaders(): RebuildPlan {
  const [plan, ...others] = planRebuilds(raised());
  assert.ok(plan && others.length === 0);
  return plan;
}

async function register({ events }: StoreInstance, ids: readonly string[]): Promise<void> {
  await events.append(
    ids.map((id) => {
      const { streamId, event } = reader(id);
      return { streamId, expectedVersion: 0, events: [event] };
    }),
  );
}

async function marksOf({ readModels }: StoreInstance): Promise<Readonly<Record<string, unknown>>> {
  const rows = await readModels.scan(readersModel, { limit: 100 });
  return Object.fromEntries(
    rows.map((row): [string, unknown] => [String(row['reader']), row['last_cached_at']]),
  );
}
