import { entityCacheSuite } from '@foldmart/conformance';
import type { CachedEntity, EntityCache } from '@foldmart/core';
import { cacheHarness, type CacheMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';

const mutants: readonly Mutant<CacheMutation>[] = [
  {
    what: 'a cache that removes nothing',
    mutate: changing(() => ({ remove: async () => undefined })),
    caughtBy: [
      'a removed kind is empty for every client, other kinds stay, and it can be filled again',
    ],
  },
  {
    what: 'a cache that clears a kind before it fills it',
    mutate: changing((cache) => ({
      async replaceAll(kind, entities, { ticket, ...options }) {
        await cache.replaceAll(kind, [], { ticket, allowEmpty: true });
        await turns(3);
        return cache.replaceAll(kind, entities, { ticket, ...options });
      },
    })),
    caughtBy: [
      'concurrent readers see the old set or the new one, never a mix or nothing',
      'an empty replacement is rejected, and changes nothing',
    ],
  },
  {
    what: 'a cache that replaces one half after the other',
    mutate: changing(replacingByHalves),
    caughtBy: ['concurrent readers see the old set or the new one, never a mix or nothing'],
  },
  {
    what: 'a cache that treats any ticket as the latest',
    mutate: changing((cache) => ({
      async replaceAll(kind, entities, options) {
        const ticket = await cache.beginRefresh(kind);
        return cache.replaceAll(kind, entities, { ...options, ticket });
      },
    })),
    caughtBy: [
      'a worker that stalled cannot replace a newer set with an older one',
      'a used ticket supersedes all tickets drawn before it, by any client',
      'a kind that was emptied on purpose stays empty for older tickets',
      'the cache agrees with its model over random histories',
    ],
  },
  {
    what: 'a cache whose tickets can be used only once',
    mutate: changing((cache) => {
      const used = new Set<string>();
      return {
        async replaceAll(kind, entities, options) {
          if (used.has(options.ticket)) return 'superseded';
          used.add(options.ticket);
          return cache.replaceAll(kind, entities, options);
        },
      };
    }),
    caughtBy: [
      'a replacement can be retried with its ticket, as after a lost answer',
      'the cache agrees with its model over random histories',
    ],
  },
  {
    what: 'a cache that always draws the same ticket',
    mutate: changing(() => ({ beginRefresh: async () => '1' })),
    caughtBy: [
      'tickets drawn at the same time differ',
      'a worker that stalled cannot replace a newer set with an older one',
    ],
  },
  {
    what: 'a cache that prefers some entities',
    mutate: changing((cache) => ({ sample: (kind, count) => biasedSample(cache, kind, count) })),
    caughtBy: [
      'each entity of a large set is as likely as any other',
      'each entity is as likely as any other when one is drawn at a time',
      'each pair is as likely as any other',
    ],
  },
  {
    what: 'a cache that samples neighbours',
    mutate: changing((cache) => ({
      async sample(kind, count) {
        const all = await sorted(cache, kind);
        const start = Math.floor(Math.random() * all.length);
        return [...all.slice(start), ...all.slice(0, start)].slice(0, count);
      },
    })),
    caughtBy: [
      'each pair is as likely as any other',
      'each order of 3 asked for of four is as likely as any other',
    ],
  },
  {
    what: 'a cache that samples in a fixed order',
    mutate: changing((cache) => ({
      sample: async (kind, count) => byId(await cache.sample(kind, count)),
    })),
    caughtBy: [
      'each order of 3 asked for of four is as likely as any other',
      'each order of 4 asked for of four is as likely as any other',
      'each order of 9 asked for of four is as likely as any other',
    ],
  },
  {
    what: 'a cache that draws with replacement',
    mutate: changing((cache) => ({
      async sample(kind, count) {
        const drawn = Array.from({ length: Math.min(count, await cache.size(kind)) }, () =>
          cache.sample(kind, 1),
        );
        return (await Promise.all(drawn)).flat();
      },
    })),
    caughtBy: [
      'a sample has as many distinct entities as asked for',
      'a sample larger than the set is the whole set',
    ],
  },
  {
    what: 'a cache that samples more than the set holds',
    mutate: changing((cache) => ({
      async sample(kind, count) {
        const [first] = await cache.sample(kind, 1);
        const found = await cache.sample(kind, count);
        return first === undefined ? found : [...found, ...repeat(first, count - found.length)];
      },
    })),
    caughtBy: ['a sample larger than the set is the whole set'],
  },
  {
    what: 'a cache that keeps entities as fields of an object',
    mutate: changing((cache) => ({
      async get(kind, id) {
        const fields: Record<string, CachedEntity> = {};
        for (const entity of await cache.sample(kind, 100_000)) fields[entity.id] = entity;
        return fields[id];
      },
    })),
    caughtBy: [
      'ids named like an object’s own properties are not found unless stored',
      'the cache agrees with its model over random histories',
    ],
  },
  {
    what: 'a cache with one set for all kinds',
    mutate: changing((cache) => ({
      replaceAll: (_kind, entities, options) => cache.replaceAll('all', entities, options),
      sample: (_kind, count) => cache.sample('all', count),
      get: (_kind, id) => cache.get('all', id),
      size: () => cache.size('all'),
    })),
    caughtBy: [
      'kinds are independent of each other',
      'a ticket of one kind supersedes nothing of another',
    ],
  },
  {
    what: 'a cache that accepts an empty list without allowEmpty',
    mutate: changing((cache) => ({
      replaceAll: (kind, entities, { ticket }) =>
        cache.replaceAll(kind, entities, { ticket, allowEmpty: true }),
    })),
    caughtBy: ['an empty replacement is rejected, and changes nothing'],
  },
  {
    what: 'a cache that adds to the existing set',
    mutate: changing((cache) => ({
      async replaceAll(kind, entities, options) {
        const names = new Set(entities.map(({ id }) => id));
        const old = (await cache.sample(kind, 100_000)).filter(({ id }) => !names.has(id));
        return cache.replaceAll(kind, [...entities, ...old], options);
      },
    })),
    caughtBy: [
      'a replacement leaves nothing of the set before',
      'an empty replacement that is allowed empties the kind, which can be filled again',
    ],
  },
  {
    what: 'a cache that keeps the last of two entities with one id',
    mutate: changing((cache) => ({
      replaceAll: (kind, entities, options) =>
        cache.replaceAll(
          kind,
          [...new Map(entities.map((entity) => [entity.id, entity])).values()],
          options,
        ),
    })),
    caughtBy: ['a set with a repeated id is rejected, and changes nothing'],
  },
  {
    what: 'a cache that counts every entity it finds',
    mutate: changing((cache) => ({
      async sample(kind, count) {
        const found = await cache.sample(kind, count);
        for (const { id } of found.slice(1)) await cache.get(kind, id);
        return found;
      },
    })),
    caughtBy: ['a look-up is one hit if it finds something, else one miss'],
  },
  {
    what: 'a cache whose hit rate is 0 at the start',
    mutate: changing((cache) => ({
      async stats() {
        const { hitRate, ...stats } = await cache.stats();
        return { ...stats, hitRate: hitRate ?? 0 };
      },
    })),
    caughtBy: ['a client without a look-up has no hit rate'],
  },
  {
    what: 'a cache that can be used after it was closed',
    mutate: changing(() => ({ close: async () => undefined })),
    caughtBy: ['a closed cache rejects every call', 'a cache is connected until it is closed'],
  },
];

itRejects(entityCacheSuite, cacheHarness, mutants);
itAccepts(entityCacheSuite, () => cacheHarness((cache) => cache), mutants);

/** Replaces methods of the cache; the others stay. */
function changing(change: (cache: EntityCache) => Partial<EntityCache>): CacheMutation {
  return (cache) => ({
    beginRefresh: (kind) => cache.beginRefresh(kind),
    replaceAll: (kind, entities, options) => cache.replaceAll(kind, entities, options),
    remove: (kind) => cache.remove(kind),
    sample: (kind, count) => cache.sample(kind, count),
    get: (kind, id) => cache.get(kind, id),
    size: (kind) => cache.size(kind),
    stats: () => cache.stats(),
    isConnected: () => cache.isConnected(),
    close: () => cache.close(),
    ...change(cache),
  });
}

/** For some time, readers see the first half of the new set with the second half of the old one. */
function replacingByHalves(cache: EntityCache): Partial<EntityCache> {
  return {
    async replaceAll(kind, entities, options) {
      const half = entities.slice(0, entities.length / 2);
      const names = new Set(half.map(({ id }) => id));
      const old = (await cache.sample(kind, 100_000)).filter(({ id }) => !names.has(id));
      await cache.replaceAll(kind, [...half, ...old], options);
      await turns(3);
      return cache.replaceAll(kind, entities, options);
    },
  };
}

/** Every tenth entity is drawn about twice as often as the others. */
async function biasedSample(
  cache: EntityCache,
  kind: string,
  count: number,
): Promise<readonly CachedEntity[]> {
  const twice = await cache.sample(kind, 2 * count);
  const isFavourite = ({ id }: CachedEntity): boolean => id.endsWith('0');
  const favourites = twice.filter(isFavourite);
  return [...favourites, ...twice.filter((entity) => !isFavourite(entity))].slice(0, count);
}

async function sorted(cache: EntityCache, kind: string): Promise<readonly CachedEntity[]> {
  return byId(await cache.sample(kind, 100_000));
}

function byId(entities: readonly CachedEntity[]): readonly CachedEntity[] {
  return [...entities].sort((one, other) => (one.id < other.id ? -1 : 1));
}

function repeat(entity: CachedEntity, times: number): readonly CachedEntity[] {
  return Array.from({ length: Math.max(0, times) }, () => entity);
}

/** Lets readers run. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
