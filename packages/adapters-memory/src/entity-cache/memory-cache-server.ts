import type { CachedEntity, CachedKindStats, RefreshTicket, ReplaceOutcome } from '@foldmart/core';

/** The entities of one kind, from one refresh. */
export interface CachedSet {
  readonly byId: ReadonlyMap<string, CachedEntity>;
  readonly entities: readonly CachedEntity[];
  /** The size of its JSON text in UTF-16 units, close to the memory it takes. */
  readonly sizeBytes: number;
}

interface Slot {
  readonly set: CachedSet;
  readonly ticket: RefreshTicket;
}

/** Counts of one kind, from all clients. */
interface KindCounts {
  hits: number;
  misses: number;
  refreshes: number;
  refreshedAtMs: number | null;
}

const ticketDigits = 16;

/** State that several memory caches share, as several processes share a server. */
export class MemoryCacheServer {
  readonly #slots = new Map<string, Slot>();
  readonly #counts = new Map<string, KindCounts>();
  #tickets = 0;

  get sizeBytes(): number {
    return [...this.#slots.values()].reduce((bytes, { set }) => bytes + set.sizeBytes, 0);
  }

  /** A ticket that sorts after all earlier ones. */
  drawTicket(): RefreshTicket {
    this.#tickets += 1;
    return String(this.#tickets).padStart(ticketDigits, '0');
  }

  set(kind: string): CachedSet | undefined {
    return this.#slots.get(kind)?.set;
  }

  remove(kind: string): void {
    this.#slots.delete(kind);
    this.#counts.delete(kind);
  }

  /** `nowMs` is the monotonic time of the replacement. */
  replace(kind: string, set: CachedSet, ticket: RefreshTicket, nowMs: number): ReplaceOutcome {
    const slot = this.#slots.get(kind);
    if (slot !== undefined && ticket < slot.ticket) return 'superseded';
    this.#slots.set(kind, { set, ticket });
    const counts = this.#countsOf(kind);
    counts.refreshes += 1;
    counts.refreshedAtMs = nowMs;
    return 'replaced';
  }

  countLookUp(kind: string, isHit: boolean): void {
    const counts = this.#countsOf(kind);
    if (isHit) counts.hits += 1;
    else counts.misses += 1;
  }

  stats(kind: string, nowMs: number): CachedKindStats {
    const { hits, misses, refreshes, refreshedAtMs } = this.#countsOf(kind);
    return {
      size: this.set(kind)?.entities.length ?? 0,
      hits,
      misses,
      hitRate: hits + misses === 0 ? null : hits / (hits + misses),
      refreshes,
      sinceRefreshMs: refreshedAtMs === null ? null : nowMs - refreshedAtMs,
    };
  }

  #countsOf(kind: string): KindCounts {
    const known = this.#counts.get(kind);
    if (known !== undefined) return known;
    const counts = { hits: 0, misses: 0, refreshes: 0, refreshedAtMs: null };
    this.#counts.set(kind, counts);
    return counts;
  }
}
