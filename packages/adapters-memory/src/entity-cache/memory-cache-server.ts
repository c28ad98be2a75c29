import type { CachedEntity, RefreshTicket, ReplaceOutcome } from '@foldmart/core';

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

const ticketDigits = 16;

/** State that several memory caches share, as several processes share a server. */
export class MemoryCacheServer {
  readonly #slots = new Map<string, Slot>();
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
  }

  replace(kind: string, set: CachedSet, ticket: RefreshTicket): ReplaceOutcome {
    const slot = this.#slots.get(kind);
    if (slot !== undefined && ticket < slot.ticket) return 'superseded';
    this.#slots.set(kind, { set, ticket });
    return 'replaced';
  }
}
