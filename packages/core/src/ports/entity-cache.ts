import type { EventData } from '../events/envelope.js';

/** An entity as it is cached: JSON under its id. */
export interface CachedEntity {
  readonly id: string;
  readonly data: EventData;
}

/** The right to replace the entities of a kind. Opaque; ordered by when tickets were drawn. */
export type RefreshTicket = string;

/** The result of a replacement. `superseded`: a later ticket had been used, and nothing changed. */
export type ReplaceOutcome = 'replaced' | 'superseded';

/** Statistics of a cache. Counts are those of this client, since its start. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  /** Hits over look-ups, 0 to 1; null before the first look-up. */
  readonly hitRate: number | null;
  /** Memory of the whole cache server, in bytes; null if it is not known. */
  readonly memoryBytes: number | null;
}

/** Holds a sample of the entities of each kind (`users`, `products`) for readers that need random ones. */
export interface EntityCache {
  /** Draws a ticket for one refresh. Draw it before you read the data to cache: it orders that data by age. */
  beginRefresh(kind: string): Promise<RefreshTicket>;
  /**
   * Replaces all entities of `kind` atomically: every reader sees the old set or the new one, never a mix or nothing.
   * Rejects with a ValidationError if the list is empty (unless `allowEmpty`) or has an id twice.
   */
  replaceAll(
    kind: string,
    entities: readonly CachedEntity[],
    options: { readonly ticket: RefreshTicket; readonly allowEmpty?: boolean },
  ): Promise<ReplaceOutcome>;
  /**
   * Removes a kind with everything that the cache keeps for it, tickets included. Later tickets still sort after earlier
   * ones. A refresh under way may put its set in place afterwards. A kind that is not there is no error.
   */
  remove(kind: string): Promise<void>;
  /**
   * `count` different entities of one set, in random order; all of them if there are fewer. Every subset is equally
   * likely. The look-up counts as a hit if it finds any entity, else as a miss.
   */
  sample(kind: string, count: number): Promise<readonly CachedEntity[]>;
  /** The entity with this id, or undefined if it is not cached. Counts as a hit or a miss. */
  get(kind: string, id: string): Promise<CachedEntity | undefined>;
  size(kind: string): Promise<number>;
  stats(): Promise<CacheStats>;
  /** Whether the cache can answer now. Never rejects. */
  isConnected(): Promise<boolean>;
  /** Closes the client; later calls reject with the reason `closed`. Idempotent. */
  close(): Promise<void>;
}
