/** The keys of a kind, for a single server. The first is read by other programs, so its name is fixed. */
export interface CacheKeys {
  /** Hash: id to JSON. */
  readonly entities: string;
  /** List of the same ids, to draw random positions from. */
  readonly ids: string;
  /** Hash: the last ticket drawn and the last ticket used, the number of refreshes and the server time of the last. */
  readonly refresh: string;
  /** Hash: the hits and misses of all clients. */
  readonly lookUps: string;
}

/** Names the keys of a kind. */
export function cacheKeys(kind: string): CacheKeys {
  const entities = `cache:${kind}`;
  return {
    entities,
    ids: `${entities}:ids`,
    refresh: `${entities}:refresh`,
    lookUps: `${entities}:lookups`,
  };
}
