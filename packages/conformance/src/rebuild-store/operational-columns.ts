import assert from 'node:assert/strict';
import { planRebuilds, type Projection, type RebuildPlan } from '@foldmart/core';
import { shopProjections, usersModel } from '@foldmart/core/shop';
import { LogFollower } from '../event-store/log-follower.js';
import type { EventStoreHarness, StoreInstance } from '../harness.js';
import { user } from '../repository/shop.js';
import type { ConformanceCase } from '../suite.js';
import { rebuild } from './rebuilding.js';

const users = ['u_1', 'u_2', 'u_3'];

export const operationalColumnCases: readonly ConformanceCase<EventStoreHarness>[] = [
  {
    name: 'a rebuild keeps how rows were used: operational columns stay, those of new rows are empty',
    async run(harness) {
      const old = await harness.open(shopProjections());
      await register(old, users);
      await old.repository.markCached('users', ['u_1', 'u_3']);
      const before = await marksOf(old);
      const upgraded = await harness.open(raised());
      await new LogFollower(upgraded.events).readUntil(harness.clock, users.length);
      await rebuild(harness.clock, upgraded, planOfUsers());
      assert.deepEqual(await marksOf(upgraded), before);
      await register(upgraded, ['u_4']);
      assert.equal((await marksOf(upgraded))['u_4'], null);
    },
  },
  {
    name: 'rows that are marked while a rebuild is under way keep their marks',
    async run(harness) {
      const old = await harness.open(shopProjections());
      await register(old, users);
      const upgraded = await harness.open(raised());
      const plan = planOfUsers();
      await upgraded.rebuilds.begin(plan);
      await old.repository.markCached('users', ['u_2']);
      const before = await marksOf(old);
      await rebuild(harness.clock, upgraded, plan);
      assert.deepEqual(await marksOf(upgraded), before);
      assert.notEqual(before['u_2'], null);
      await upgraded.repository.markCached('users', ['u_1']);
      const turns = await upgraded.repository.cacheCandidates('users', 'longest-cached', 10);
      assert.deepEqual(
        turns.map(({ id }) => id),
        ['u_2', 'u_1'],
      );
    },
  },
  {
    name: 'rows keep the order in which they came when they are built anew',
    async run(harness) {
      const old = await harness.open(shopProjections());
      const inOrder = ['u_9', 'u_1', 'u_5', 'u_3'];
      for (const id of inOrder) await register(old, [id]);
      const upgraded = await harness.open(raised());
      await rebuild(harness.clock, upgraded, planOfUsers(), 2);
      await register(upgraded, ['u_0']);
      const candidates = await upgraded.repository.cacheCandidates('users', 'never-cached', 10);
      assert.deepEqual(
        candidates.map(({ id }) => id),
        [...inOrder, 'u_0'],
      );
    },
  },
];

/** The shop's projections, those of the users' plan a version higher. */
function raised(): readonly Projection[] {
  const { projections } = planWithUsers(shopProjections());
  return shopProjections().map((projection) =>
    projections.some(({ name }) => name === projection.name)
      ? { ...projection, version: projection.version + 1 }
      : projection,
  );
}

function planOfUsers(): RebuildPlan {
  return planWithUsers(raised());
}

function planWithUsers(given: readonly Projection[]): RebuildPlan {
  const plan = planRebuilds(given).find(({ projections }) =>
    projections.some(({ name }) => name === 'users'),
  );
  assert.ok(plan);
  return plan;
}

async function register({ events }: StoreInstance, ids: readonly string[]): Promise<void> {
  await events.append(
    ids.map((id) => {
      const { streamId, event } = user(id);
      return { streamId, expectedVersion: 0, events: [event] };
    }),
  );
}

async function marksOf({ readModels }: StoreInstance): Promise<Readonly<Record<string, unknown>>> {
  const rows = await readModels.scan(usersModel, { limit: 100 });
  return Object.fromEntries(
    rows.map((row): [string, unknown] => [row.user_id, row.last_cached_at]),
  );
}
