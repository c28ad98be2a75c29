import { afterEach, beforeEach, expect, it } from 'vitest';
import { isPortError, isRetryableError, planRebuilds, type IngestItem } from '@foldmart/core';
import { countShop, ordersModel, userKind, usersModel } from '@foldmart/core/shop';
import { realClock } from '@foldmart/conformance';
import type { PostgresDatabase } from '../src/index.js';
import { planOf, rebuildPlan, shopAt } from './support/raised-shop.js';
import { ordersPlaced } from './support/sample-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const userIds = Array.from({ length: 40 }, (_, nth) => `u_${String(nth)}`);
const newest = 4;

let schema: ScratchSchema;

beforeEach(() => {
  schema = scratchSchema();
});

afterEach(() => schema.dispose());

it('readers, writers and markers continue through successive rebuilds, and nothing is lost', async () => {
  const first = await schema.open(shopAt(1), { poolSize: 4 });
  await first.events.ingest({ items: userIds.map(registered) });
  const programs = [first];
  const counts = { orders: 0, grades: new Map<string, string>(), reads: 0, marks: 0, refused: 0 };
  const run = { isOver: false };

  async function write(work: (database: PostgresDatabase) => Promise<unknown>): Promise<void> {
    for (let nth = programs.length - 1; ; nth = (nth + 1) % programs.length) {
      const database = programs[nth];
      if (database === undefined) continue;
      try {
        await work(database);
        return;
      } catch (error) {
        if (!isPortError(error) || error.code !== 'projection-version') throw error;
        expect(isRetryableError(error)).toBe(true);
        counts.refused += 1;
        await realClock.sleep(1);
      }
    }
  }

  async function until(work: (nth: number) => Promise<void>): Promise<void> {
    for (let nth = 0; !run.isOver; nth += 1) await work(nth);
  }

  const going = [
    until(async () => {
      const items = ordersPlaced(40);
      await write(({ events }) => events.ingest({ items }));
      counts.orders += items.length;
    }),
    until(async () => {
      const items = ordersPlaced(2);
      await write(({ events }) => events.ingest({ items }));
      counts.orders += items.length;
    }),
    until(async (nth) => {
      const userId = userIds[nth % userIds.length] ?? '';
      const grade = `grade ${String(nth)}`;
      await write(({ events }) => events.append([graded(userId, grade)]));
      counts.grades.set(userId, grade);
    }),
    ...programs.map((database) =>
      until(async (nth) => {
        await lookAt(database, userIds[nth % userIds.length] ?? '');
        counts.reads += 1;
      }),
    ),
    until(async (nth) => {
      await first.repository.markCached(userKind, [userIds[nth % userIds.length] ?? '']);
      counts.marks += 1;
    }),
  ];
  // A failure also ends the rebuilds, and is reported at the end.
  const traffic = Promise.all(going).finally(() => (run.isOver = true));
  try {
    for (let version = 2; version <= newest && !run.isOver; version += 1) {
      const projections = shopAt(version);
      const next = await schema.open(projections, { poolSize: 4 });
      programs.push(next);
      for (const plan of planRebuilds(projections)) {
        expect(await rebuildPlan(next, plan)).toMatchObject({ outcome: 'done' });
      }
    }
  } finally {
    run.isOver = true;
    await traffic;
  }
  const last = programs.at(-1) ?? first;
  expect(await last.readModels.count(ordersModel)).toBe(counts.orders);
  for (const [userId, grade] of counts.grades) {
    expect(await last.readModels.get(usersModel, { user_id: userId })).toMatchObject({ grade });
  }
  expect(await last.rebuilds.list()).toEqual([]);
  expect(Math.min(counts.orders, counts.grades.size, counts.reads, counts.marks)).toBeGreaterThan(
    10,
  );
}, 120_000);

it('rows that are marked during the swap stay marked', async () => {
  const database = await schema.open(shopAt(1));
  await database.events.ingest({ items: userIds.map(registered) });
  await database.repository.markCached(userKind, userIds);
  const marked = new Map<string, unknown>();
  const run = { isOver: false };
  const marking = (async () => {
    for (let nth = 0; !run.isOver; nth += 1) {
      const userId = userIds[nth % userIds.length] ?? '';
      await database.repository.markCached(userKind, [userId]);
      const row = await database.readModels.get(usersModel, { user_id: userId });
      marked.set(userId, row?.last_cached_at);
    }
  })();
  for (let nth = 0; nth < 4; nth += 1) {
    await rebuildPlan(database, planOf(shopAt(1), 'users'));
  }
  run.isOver = true;
  await marking;
  expect(marked.size).toBeGreaterThan(0);
  for (const [userId, at] of marked) {
    const row = await database.readModels.get(usersModel, { user_id: userId });
    expect(row?.last_cached_at).toBe(at);
    expect(at).not.toBeNull();
  }
}, 120_000);

async function lookAt(database: PostgresDatabase, userId: string): Promise<void> {
  const [user, users, all] = await Promise.all([
    database.readModels.get(usersModel, { user_id: userId }),
    database.readModels.scan(usersModel, { limit: 1_000 }),
    countShop(database.readModels),
    database.repository.candidates(userKind, 'never-cached', 5),
  ]);
  expect(user).toMatchObject({ user_id: userId, age: 25, name: '홍길동' });
  expect(users).toHaveLength(userIds.length);
  expect(all.users).toBe(userIds.length);
}

function registered(userId: string): IngestItem {
  return {
    streamId: `user-${userId}`,
    startsStream: true,
    event: {
      id: `user_created:${userId}`,
      type: 'user_created',
      data: {
        user_id: userId,
        name: '홍길동',
        email: 'hong@example.com',
        phone: '010-1234-5678',
        gender: 'M',
        age: 25,
        age_group: '20대',
        region: '서울시',
        grade: 'BRONZE',
        created_at: '2026-02-03T14:30:00',
      },
      schemaVersion: 1,
      time: '2026-02-03T14:30:00Z',
      origin: 'bus:users',
    },
  };
}

function graded(userId: string, grade: string) {
  const event = {
    id: `user_grade_changed:${userId}:${grade}`,
    type: 'user_grade_changed',
    data: { user_id: userId, grade },
    schemaVersion: 1,
    time: '2026-02-03T14:30:00Z',
    origin: 'command',
  };
  return { streamId: `user-${userId}`, expectedVersion: 'any', events: [event] } as const;
}
