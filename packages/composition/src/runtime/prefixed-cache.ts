import type { EntityCache } from '@foldmart/core';

/** A cache whose kinds have a prefix, so that several domains can share one server. */
export function withKindPrefix(cache: EntityCache, prefix: string): EntityCache {
  if (prefix === '') return cache;
  const named = (kind: string): string => prefix + kind;
  return {
    beginRefresh: (kind) => cache.beginRefresh(named(kind)),
    replaceAll: (kind, entities, options) => cache.replaceAll(named(kind), entities, options),
    remove: (kind) => cache.remove(named(kind)),
    sample: (kind, count) => cache.sample(named(kind), count),
    get: (kind, id) => cache.get(named(kind), id),
    size: (kind) => cache.size(named(kind)),
    stats: () => cache.stats(),
    isConnected: () => cache.isConnected(),
    close: () => cache.close(),
  };
}
