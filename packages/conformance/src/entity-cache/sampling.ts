import assert from 'node:assert/strict';
import type { CachedEntity, EntityCache } from '@foldmart/core';
import type { EntityCacheHarness } from '../harness.js';
import type { ConformanceCase } from '../suite.js';
import { entities, refresh, sortedIds } from './entities.js';
import { assertUniform, countOutcomes } from './uniformity.js';

const draws = [
  {
    name: 'each entity of a large set is as likely as any other',
    size: 1_000,
    count: 10,
    times: 3_000,
  },
  {
    name: 'each entity is as likely as any other when one is drawn at a time',
    size: 20,
    count: 1,
    times: 4_000,
  },
];

export const samplingCases: readonly ConformanceCase<EntityCacheHarness>[] = [
  {
    name: 'a kind that was never filled is empty',
    async run(harness) {
      const cache = await harness.open();
      const kind = harness.uniqueName('kind');
      assert.equal(await cache.size(kind), 0);
      assert.deepEqual(await cache.sample(kind, 5), []);
      assert.equal(await cache.get(kind, 'book-0'), undefined);
    },
  },
  {
    name: 'a sample has as many distinct entities as asked for',
    async run(harness) {
      const { cache, kind, all } = await filled(harness, 40);
      for (const count of [1, 2, 20, 39, 40]) {
        const found = await cache.sample(kind, count);
        assert.equal(found.length, count);
        assert.equal(new Set(found.map(({ id }) => id)).size, count);
        for (const entity of found) assert.deepEqual(entity, entityWith(all, entity.id));
      }
    },
  },
  {
    name: 'a sample larger than the set is the whole set',
    async run(harness) {
      const { cache, kind, all } = await filled(harness, 12);
      for (const count of [12, 13, 1_000]) {
        assert.deepEqual(sortedIds(await cache.sample(kind, count)), sortedIds(all));
      }
    },
  },
  {
    name: 'a sample of none is empty',
    async run(harness) {
      const { cache, kind } = await filled(harness, 12);
      assert.deepEqual(await cache.sample(kind, 0), []);
    },
  },
  ...draws.map(({ name, size, count, times }) => ({
    name,
    async run(harness: EntityCacheHarness) {
      const { cache, kind, all } = await filled(harness, size);
      const drawn = await draw(cache, kind, { count, times });
      assertUniform('an entity', countOutcomes(idsOf(all), idsOf(drawn.flat())));
    },
  })),
  {
    name: 'each pair is as likely as any other',
    async run(harness) {
      const { cache, kind, all } = await filled(harness, 12);
      const drawn = await draw(cache, kind, { count: 2, times: 6_600 });
      const pairs = drawn.map((pair) => sortedIds(pair).join('+'));
      const possible = arrangements(all, 2).map((pair) => sortedIds(pair).join('+'));
      assertUniform('a pair', countOutcomes([...new Set(possible)], pairs));
    },
  },
  ...[3, 4, 9].map((count) => ({
    name: `each order of ${count} asked for of four is as likely as any other`,
    async run(harness: EntityCacheHarness) {
      const { cache, kind, all } = await filled(harness, 4);
      const drawn = await draw(cache, kind, { count, times: 4_800 });
      const orders = drawn.map((order) => idsOf(order).join('+'));
      const possible = arrangements(all, Math.min(count, 4)).map((order) => idsOf(order).join('+'));
      assertUniform('an order', countOutcomes(possible, orders));
    },
  })),
];

async function filled(
  harness: EntityCacheHarness,
  count: number,
): Promise<{
  readonly cache: EntityCache;
  readonly kind: string;
  readonly all: readonly CachedEntity[];
}> {
  const cache = await harness.open();
  const kind = harness.uniqueName('kind');
  const all = entities(count);
  await refresh(cache, kind, all);
  return { cache, kind, all };
}

/** Draws several samples concurrently, as a busy producer does. */
async function draw(
  cache: EntityCache,
  kind: string,
  { count, times }: { readonly count: number; readonly times: number },
): Promise<readonly (readonly CachedEntity[])[]> {
  const drawn: (readonly CachedEntity[])[] = [];
  while (drawn.length < times) {
    const batch = Math.min(100, times - drawn.length);
    drawn.push(
      ...(await Promise.all(Array.from({ length: batch }, () => cache.sample(kind, count)))),
    );
  }
  return drawn;
}

/** Every arrangement of `count` of these entities. */
function arrangements(
  all: readonly CachedEntity[],
  count: number,
): readonly (readonly CachedEntity[])[] {
  if (count === 0) return [[]];
  return all.flatMap((entity) =>
    arrangements(
      all.filter((other) => other !== entity),
      count - 1,
    ).map((rest) => [entity, ...rest]),
  );
}

function idsOf(some: readonly CachedEntity[]): string[] {
  return some.map(({ id }) => id);
}

function entityWith(all: readonly CachedEntity[], id: string): CachedEntity | undefined {
  return all.find((entity) => entity.id === id);
}
