import type { ReadModel } from '../projections/read-model.js';
import { cachedAtColumn, segmentsOf, type CacheSegment } from './cached-entity-kind.js';

/**
 * A read model with all that a {@link CachedEntityKind} of these segments needs: the column `last_cached_at`, an
 * arrival column (`arrival`, unless the model has one), and an index for the order of each segment.
 *
 * @example
 * const titlesModel = cacheable(
 *   { name: 'titles', key: ['title'], columns: { title: 'text', loans: 'integer' } },
 *   { popular: { orderBy: [{ column: 'loans', direction: 'descending' }] } },
 * );
 */
export function cacheable(
  model: ReadModel,
  segments: Readonly<Record<string, CacheSegment>> = {},
): ReadModel {
  const { arrival = 'arrival', indexes = [], operational } = model;
  const orders = Object.values(segmentsOf({ name: model.name, model, segments }));
  const wanted = [
    ...indexes,
    ...orders.map(({ orderBy }) => [...orderBy.map(({ column }) => column), arrival]),
  ];
  return {
    ...model,
    arrival,
    operational: { ...operational, [cachedAtColumn]: 'timestamp' },
    indexes: [...new Map(wanted.map((index) => [index.join(), index])).values()],
  };
}
