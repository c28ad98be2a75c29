import { repositorySuite } from '@foldmart/conformance';
import type { CachedEntity, CachedKind, CacheSegment } from '@foldmart/core';
import { storeHarness, type StoreMutation } from '../memory/harnesses.js';
import { itAccepts, itRejects, type Mutant } from './expect-rejected.js';
import { changingIncoming, changingReadModels, changingRepository } from './store-mutants.js';

const mutants: readonly Mutant<StoreMutation>[] = [
  {
    what: 'a repository that orders ties by id',
    mutate: changingSegments((rows) =>
      [...rows].sort((one, other) => (one.id < other.id ? -1 : 1)),
    ),
    caughtBy: [
      'ties go by arrival in every segment, and not by id',
      'who was never cached comes first come, first',
    ],
  },
  {
    what: 'a repository that turns every order round',
    mutate: changingSegments((rows) => rows.toReversed()),
    caughtBy: [
      'buyers come by their last order, the longest ago first, and only buyers',
      'non-buyers come by their account, the newest first',
      'popular products come by their number of orders, the newest by their creation',
      'who was cached longest ago comes first, turn after turn',
      'a thousand rows are marked in one turn',
    ],
  },
  {
    what: 'a repository that reads one row more than it was asked for',
    mutate: changingRepository((repository) => ({
      cacheCandidates: (kind, segment, limit) =>
        repository.cacheCandidates(kind, segment, limit + 1),
    })),
    caughtBy: ['a segment is cut off at the limit'],
  },
  {
    what: 'a repository that has every segment of every kind',
    mutate: changingRepository((repository) => ({
      cacheCandidates: (kind, segment, limit) =>
        repository.cacheCandidates(kind, ownSegment(kind, segment), limit),
    })),
    caughtBy: ['a segment of the other kind is empty'],
  },
  {
    what: 'a repository that takes everybody for a buyer',
    mutate: changingRepository((repository) => ({
      cacheCandidates: async (kind, segment, limit) =>
        segment === 'buyers' && kind === 'users'
          ? [
              ...(await repository.cacheCandidates(kind, segment, limit)),
              ...(await repository.cacheCandidates(kind, 'non-buyers', limit)),
            ]
          : repository.cacheCandidates(kind, segment, limit),
    })),
    caughtBy: ['buyers come by their last order, the longest ago first, and only buyers'],
  },
  {
    what: 'a repository that hands out operational columns',
    mutate: changingData((data) => ({ ...data, last_cached_at: null })),
    caughtBy: ['a user comes with the columns of its read model, and nothing else'],
  },
  {
    what: 'a repository that hands out decimals as text',
    mutate: changingData((data) =>
      'price' in data ? { ...data, price: String(data['price']) } : data,
    ),
    caughtBy: ['a product comes with its decimals as numbers, to the digit'],
  },
  {
    what: 'a repository that hands out decimals to two places',
    mutate: changingData((data) =>
      'price' in data ? { ...data, price: Number(Number(data['price']).toFixed(2)) } : data,
    ),
    caughtBy: ['a product comes with its decimals as numbers, to the digit'],
  },
  {
    what: 'a repository that marks row by row',
    mutate: changingRepository((repository) => ({
      async markCached(kind, ids) {
        for (const id of ids) await repository.markCached(kind, [id]);
      },
    })),
    caughtBy: [
      'every turn is later than the one before, however soon it follows, and one for all its rows',
      'ties go by arrival in every segment, and not by id',
      'turns of several processes at the same time are one after another',
    ],
  },
  {
    what: 'a repository that marks a row once',
    mutate: changingRepository((repository) => ({
      async markCached(kind, ids) {
        const cached = await repository.cacheCandidates(kind, 'longest-cached', 10_000);
        const known = new Set(cached.map(({ id }) => id));
        await repository.markCached(
          kind,
          ids.filter((id) => !known.has(id)),
        );
      },
    })),
    caughtBy: [
      'who was cached longest ago comes first, turn after turn',
      'every turn is later than the one before, however soon it follows, and one for all its rows',
    ],
  },
  {
    what: 'a repository that marks both kinds',
    mutate: changingRepository((repository) => ({
      async markCached(_kind, ids) {
        await repository.markCached('users', ids);
        await repository.markCached('products', ids);
      },
    })),
    caughtBy: ['ids that do not exist are passed over, and an empty turn is none'],
  },
  {
    what: 'a repository that marks with the second of its clock',
    mutate: changingReadModels((readModels) => ({
      scan: async (model, range) =>
        (await readModels.scan(model, range)).map((row) => ({
          ...row,
          last_cached_at: String(row['last_cached_at']).slice(0, 19),
        })),
    })),
    caughtBy: [
      'every turn is later than the one before, however soon it follows, and one for all its rows',
      'turns of several processes at the same time are one after another',
    ],
  },
  {
    what: 'a repository that knows no orders',
    mutate: changingIncoming((event) =>
      event.type === 'order_created' ? { ...event, type: 'order_ignored' } : event,
    ),
    caughtBy: [
      'orders are counted for users and products, and the last one is remembered',
      'an order that comes before its user and its product is counted when they come',
      'users, products and orders are counted',
    ],
  },
  {
    what: 'a repository that knows no grades',
    mutate: changingIncoming((event) =>
      event.type === 'user_grade_changed' ? { ...event, type: 'grade_ignored' } : event,
    ),
    caughtBy: [
      'orders are counted for users and products, and the last one is remembered',
      'what happens to a user leaves its turn as it is',
    ],
  },
];

itRejects(repositorySuite, storeHarness, mutants);
itAccepts(repositorySuite, () => storeHarness((instance) => instance), mutants);

function changingSegments(
  change: (rows: readonly CachedEntity[]) => readonly CachedEntity[],
): StoreMutation {
  return changingRepository((repository) => ({
    cacheCandidates: async (kind, segment, limit) =>
      change(await repository.cacheCandidates(kind, segment, limit)),
  }));
}

function changingData(change: (data: CachedEntity['data']) => CachedEntity['data']): StoreMutation {
  return changingSegments((rows) => rows.map(({ id, data }) => ({ id, data: change(data) })));
}

function ownSegment(kind: CachedKind, segment: CacheSegment): CacheSegment {
  if (kind === 'users') {
    return segment === 'popular' || segment === 'newest' ? 'non-buyers' : segment;
  }
  return segment === 'buyers' || segment === 'non-buyers' ? 'newest' : segment;
}
