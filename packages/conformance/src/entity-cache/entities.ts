import type { CachedEntity, EntityCache, ReplaceOutcome } from '@foldmart/core';

/** `count` entities, `book-0` and so on, whose data names their generation. */
export function entities(count: number, generation = 0): readonly CachedEntity[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `book-${index}`,
    data: { generation, title: `책 ${index}` },
  }));
}

/** Replaces all entities of a kind with a ticket drawn for it. */
export async function refresh(
  cache: EntityCache,
  kind: string,
  replacement: readonly CachedEntity[],
): Promise<ReplaceOutcome> {
  const ticket = await cache.beginRefresh(kind);
  return cache.replaceAll(kind, replacement, { ticket });
}

/** The ids of entities, sorted. */
export function sortedIds(found: readonly CachedEntity[]): readonly string[] {
  return found.map(({ id }) => id).sort();
}
