/** The keys of a kind. The first is read by other programs, so its name is fixed; they are made for one server. */
export interface CacheKeys {
  /** Hash: id to JSON. */
  readonly entities: string;
  /** List of the same ids, from which positions can be drawn. */
  readonly ids: string;
  /** Hash: the tickets last drawn and last used. */
  readonly refresh: string;
}

/** Names the keys of a kind. */
export function cacheKeys(kind: string): CacheKeys {
  const entities = `cache:${kind}`;
  return { entities, ids: `${entities}:ids`, refresh: `${entities}:refresh` };
}
