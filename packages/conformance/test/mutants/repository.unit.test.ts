import { repositorySuite } from '@foldmart/conformance';
import { canonicalDecimal, type CachedEntity, type CachedEntityKind } from '@foldmart/core';
import { readersModel, titleKind } from '../../src/sample-domain/index.js';
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
      'ties are ordered by arrival in every segment, and not by id',
      'rows that were never cached are ordered by arrival',
    ],
  },
  {
    what: 'a repository that reverses every order',
    mutate: changingSegments((rows) => rows.toReversed()),
    caughtBy: [
      'an ascending segment of rows with a value holds only those rows, the lowest first',
      'a descending segment of rows without a value holds only those rows, the highest first',
      'a segment of all rows is ordered by its own column, whatever the order of other segments',
      'the rows that were cached longest ago come first, in every turn',
      'a thousand rows are marked in one turn',
    ],
  },
  {
    what: 'a repository that reads one row more than it was asked for',
    mutate: changingRepository((repository) => ({
      candidates: (kind, segment, limit) => repository.candidates(kind, segment, limit + 1),
    })),
    caughtBy: ['a segment is cut off at the limit'],
  },
  {
    what: 'a repository that treats an unknown segment as another one',
    mutate: changingRepository((repository) => ({
      candidates: (kind, segment, limit) =>
        repository.candidates(kind, segmentOrFirst(kind, segment), limit),
    })),
    caughtBy: ['a segment that the kind does not have is rejected, even if another kind has it'],
  },
  {
    what: 'a repository that treats every reader as a borrower',
    mutate: changingRepository((repository) => ({
      candidates: async (kind, segment, limit) =>
        segment === 'borrowers'
          ? [
              ...(await repository.candidates(kind, segment, limit)),
              ...(await repository.candidates(kind, 'non-borrowers', limit)),
            ]
          : repository.candidates(kind, segment, limit),
    })),
    caughtBy: ['an ascending segment of rows with a value holds only those rows, the lowest first'],
  },
  {
    what: 'a repository that orders everything by the text of its values',
    mutate: changingRepository((repository) => ({
      async candidates(kind, segment, limit) {
        const rows = await repository.candidates(kind, segment, 1_000);
        const [order] = kind.segments?.[segment]?.orderBy ?? [];
        if (order === undefined) return rows.slice(0, limit);
        const sign = order.direction === 'ascending' ? 1 : -1;
        const textOf = ({ data }: CachedEntity): string => JSON.stringify(data[order.column] ?? '');
        return [...rows]
          .sort((one, other) => (textOf(one) < textOf(other) ? -sign : sign))
          .slice(0, limit);
      },
    })),
    caughtBy: [
      'decimals are ordered by their value, and a row without one is the lowest',
      'a segment may be ordered by several columns, text by its UTF-8 bytes',
    ],
  },
  {
    what: 'a repository that does not check kinds',
    mutate: changingRepository((repository) => ({
      candidates: (kind, segment, limit) =>
        repository.candidates(validKind(kind), segmentOrFirst(kind, segment), limit),
      markCached: (kind, ids) => repository.markCached(validKind(kind), ids),
    })),
    caughtBy: ['a kind that cannot be selected in the order of an index is rejected'],
  },
  {
    what: 'a repository that rounds decimals to numbers',
    mutate: changingData((data) =>
      'price' in data ? { ...data, price: Number(data['price']) } : data,
    ),
    caughtBy: ['a decimal that no number can represent stays text'],
  },
  {
    what: 'a repository that compares a decimal with the text that a number writes',
    mutate: changingData((data) => {
      const { price } = data;
      const isPlain = typeof price !== 'number' || !String(price).includes('e');
      return isPlain ? data : { ...data, price: canonicalDecimal(price) };
    }),
    caughtBy: ['a decimal that a number writes with an exponent is a number too'],
  },
  {
    what: 'a repository that returns operational columns',
    mutate: changingData((data) => ({ ...data, last_cached_at: null })),
    caughtBy: ['an entity has the columns of its read model, and no others'],
  },
  {
    what: 'a repository that returns decimals as text',
    mutate: changingData((data) =>
      'price' in data ? { ...data, price: String(data['price']) } : data,
    ),
    caughtBy: ['an entity has its decimals as exact numbers'],
  },
  {
    what: 'a repository that returns decimals to two places',
    mutate: changingData((data) =>
      'price' in data ? { ...data, price: Number(Number(data['price']).toFixed(2)) } : data,
    ),
    caughtBy: ['an entity has its decimals as exact numbers'],
  },
  {
    what: 'a repository that marks row by row',
    mutate: changingRepository((repository) => ({
      async markCached(kind, ids) {
        for (const id of ids) await repository.markCached(kind, [id]);
      },
    })),
    caughtBy: [
      'every turn has one mark for all its rows, later than the previous mark, however soon it follows',
      'ties are ordered by arrival in every segment, and not by id',
      'concurrent turns of several processes are serialized',
    ],
  },
  {
    what: 'a repository that marks a row once',
    mutate: changingRepository((repository) => ({
      async markCached(kind, ids) {
        const cached = await repository.candidates(kind, 'longest-cached', 10_000);
        const known = new Set(cached.map(({ id }) => id));
        await repository.markCached(
          kind,
          ids.filter((id) => !known.has(id)),
        );
      },
    })),
    caughtBy: [
      'the rows that were cached longest ago come first, in every turn',
      'every turn has one mark for all its rows, later than the previous mark, however soon it follows',
    ],
  },
  {
    what: 'a repository that marks rows of another kind, too',
    mutate: changingRepository((repository) => ({
      async markCached(kind, ids) {
        await repository.markCached(kind, ids);
        if (kind.name === 'readers') await repository.markCached(titleKind, ids);
      },
    })),
    caughtBy: ['ids that do not exist are ignored, and so is an empty turn'],
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
      'every turn has one mark for all its rows, later than the previous mark, however soon it follows',
      'concurrent turns of several processes are serialized',
    ],
  },
  {
    what: 'a repository that ignores loans',
    mutate: changingIncoming((event) =>
      event.type === 'title_lent' ? { ...event, type: 'loan_ignored' } : event,
    ),
    caughtBy: [
      'an entity shows the later writes of events and asynchronous projections to its row',
      'an entity shows the counts from before its own event arrived',
      'the rows that candidates come from are counted, without duplicates',
    ],
  },
  {
    what: 'a repository that ignores promotions',
    mutate: changingIncoming((event) =>
      event.type === 'reader_promoted' ? { ...event, type: 'promotion_ignored' } : event,
    ),
    caughtBy: [
      'an entity shows the later writes of events and asynchronous projections to its row',
      'events of a row leave its mark unchanged',
    ],
  },
];

itRejects(repositorySuite, storeHarness, mutants);
itAccepts(repositorySuite, () => storeHarness((instance) => instance), mutants);

function changingSegments(
  change: (rows: readonly CachedEntity[]) => readonly CachedEntity[],
): StoreMutation {
  return changingRepository((repository) => ({
    candidates: async (kind, segment, limit) =>
      change(await repository.candidates(kind, segment, limit)),
  }));
}

function changingData(change: (data: CachedEntity['data']) => CachedEntity['data']): StoreMutation {
  return changingSegments((rows) => rows.map(({ id, data }) => ({ id, data: change(data) })));
}

/** The kind without its own segments, on a model that can be cached. */
function validKind(kind: CachedEntityKind): CachedEntityKind {
  return kind.name === 'titles' ? titleKind : { name: kind.name, model: readersModel };
}

function segmentOrFirst({ segments = {} }: CachedEntityKind, segment: string): string {
  const isKnown = Object.hasOwn(segments, segment) || segment.endsWith('-cached');
  return isKnown ? segment : (Object.keys(segments)[0] ?? 'never-cached');
}
