import type { EventData } from '../events/envelope.js';

/** An entity as it is cached: JSON under its id. */
export interface CachedEntity {
  readonly id: string;
  readonly data: EventData;
}

/** The right to replace a kind's entities, in the order in which tickets were drawn. Opaque, ordered. */
export type RefreshTicket = string;

/** What became of a replacement; `superseded`: a later ticket was used before, nothing changed. */
export type ReplaceOutcome = 'replaced' | 'superseded';

/** How a cache is doing. Counts are of this client, from its start. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  /** Hits over look-ups, 0 to 1; null before the first look-up. */
  readonly hitRate: number | null;
  /** Memory of the whole cache server, in bytes; null where it is not known. */
  readonly memoryBytes: number | null;
}

/** Holds a sample of the entities of each kind (`users`, `products`), for readers that want some at random. */
export interface EntityCache {
  /** Draws a ticket for one refresh. Take it before reading what will be cached: it dates that data. */
  beginRefresh(kind: string): Promise<RefreshTicket>;
  /**
   * Replaces all entities of `kind` at once: every reader sees the old set or the new, never a mix, nor
   * nothing. An empty list is refused with ValidationError unless `allowEmpty`; so is an id named twice.
   */
  replaceAll(
    kind: string,
    entities: readonly CachedEntity[],
    options: { readonly ticket: RefreshTicket; readonly allowEmpty?: boolean },
  ): Promise<ReplaceOutcome>;
  /**
   * `count` different entities of one set, each subset as likely as any other, in random order; all of them
   * where there are fewer. A look-up counts as a hit when it finds any, else as a miss.
   */
  sample(kind: string, count: number): Promise<readonly CachedEntity[]>;
  /** The entity with this id if it is cached; a hit or a miss. */
  get(kind: string, id: string): Promise<CachedEntity | undefined>;
  size(kind: string): Promise<number>;
  stats(): Promise<CacheStats>;
  /** Whether the cache would answer now; never rejects. */
  isConnected(): Promise<boolean>;
  /** Closes it; what is called later rejects with reason `closed`. Idempotent. */
  close(): Promise<void>;
}
