import { performance } from 'node:perf_hooks';
import type { ShopRuntime } from '@foldmart/composition/shop';
import {
  createCommandHandler,
  snapshotEvery,
  loadState,
  type StateSnapshots,
} from '@foldmart/core';
import { userDecider, type UserState } from '@foldmart/core/shop';

/** Milliseconds to load a stream, the median of many runs. */
export interface LoadTimes {
  readonly long: { readonly events: number; readonly ms: number };
  readonly short: { readonly events: number; readonly ms: number };
}

const longEvents = 10_000;
const shortEvents = 100;
const loads = 300;

/**
 * Loads a user with 10,000 events from a snapshot, and one with 100 events without, alternately.
 */
export async function measureLoading(system: ShopRuntime): Promise<LoadTimes> {
  const database = await system.database();
  const { events: store } = database;
  const snapshots: StateSnapshots<UserState> = {
    store: database.snapshots,
    name: 'user',
    schemaVersion: 1,
    encode: (state) => state ?? null,
    decode: (state) => (state === null ? undefined : (state as NonNullable<UserState>)),
    isDue: snapshotEvery(100),
  };
  await fillStream(system, 'user-long', longEvents);
  await fillStream(system, 'user-short', shortEvents);
  const handle = createCommandHandler(userDecider, { ...system, store, snapshots });
  // The command finds no snapshot and saves one.
  await handle('user-long', {
    type: 'changeGrade',
    data: { grade: 'LAST', changedAt: '2026-02-03T14:30:00' },
  });
  const long: number[] = [];
  const short: number[] = [];
  for (let nth = 0; nth < loads; nth += 1) {
    long.push(
      await timed(() => loadState(userDecider, { ...system, store, snapshots }, 'user-long')),
    );
    short.push(await timed(() => loadState(userDecider, { ...system, store }, 'user-short')));
  }
  return {
    long: { events: longEvents + 1, ms: median(long) },
    short: { events: shortEvents, ms: median(short) },
  };
}

async function fillStream(system: ShopRuntime, streamId: string, count: number): Promise<void> {
  const { events: store } = await system.database();
  const userId = streamId.replace('user-', '');
  const handle = createCommandHandler(userDecider, { ...system, store });
  await handle(streamId, { type: 'register', data: exampleUser(userId) });
  for (let version = 1; version < count; version += 1_000) {
    const events = Array.from({ length: Math.min(1_000, count - version) }, (_, nth) => ({
      id: system.ids.next(),
      type: 'user_grade_changed',
      data: {
        user_id: userId,
        previous_grade: `G${String(version + nth - 1)}`,
        grade: `G${String(version + nth)}`,
        changed_at: '2026-02-03T14:30:00',
      },
      schemaVersion: 1,
      time: '2026-02-03T14:30:00Z',
      origin: 'benchmark',
    }));
    await store.append([{ streamId, expectedVersion: version, events }]);
  }
}

function exampleUser(user_id: string) {
  return {
    user_id,
    name: '홍길동',
    email: 'hong@example.com',
    phone: '010-1234-5678',
    gender: 'M',
    age: 25,
    age_group: '20대',
    region: '서울시',
    grade: 'BRONZE',
    created_at: '2026-02-03T14:30:00',
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
