import {
  PortError,
  ValidationError,
  type CachedEntity,
  type CacheStats,
  type EntityCache,
  type Random,
  type RefreshTicket,
  type ReplaceOutcome,
} from '@foldmart/core';
import { toCachedSet } from './cached-set.js';
import { MemoryCacheServer } from './memory-cache-server.js';
import { sampleIndexes } from './uniform-sample.js';

/** Dependencies of a memory cache. Caches with the same server act like clients in several processes. */
export interface MemoryEntityCacheDependencies {
  readonly random: Random;
  /** Default: a server of its own. */
  readonly server?: MemoryCacheServer;
}

/** The entity cache in memory. */
export class MemoryEntityCache implements EntityCache {
  readonly #server: MemoryCacheServer;
  readonly #random: Random;
  #hits = 0;
  #misses = 0;
  #isClosed = false;

  constructor(dependencies: MemoryEntityCacheDependencies) {
    this.#random = dependencies.random;
    this.#server = dependencies.server ?? new MemoryCacheServer();
  }

  async beginRefresh(): Promise<RefreshTicket> {
    this.#assertOpen('beginRefresh');
    return this.#server.drawTicket();
  }

  async replaceAll(
    kind: string,
    entities: readonly CachedEntity[],
    options: { readonly ticket: RefreshTicket; readonly allowEmpty?: boolean },
  ): Promise<ReplaceOutcome> {
    this.#assertOpen('replaceAll');
    if (entities.length === 0 && options.allowEmpty !== true) {
      throw new ValidationError(`An empty set of ${kind} needs allowEmpty.`);
    }
    return this.#server.replace(kind, toCachedSet(kind, entities), options.ticket);
  }

  async remove(kind: string): Promise<void> {
    this.#assertOpen('remove');
    this.#server.remove(kind);
  }

  async sample(kind: string, count: number): Promise<readonly CachedEntity[]> {
    this.#assertOpen('sample');
    const entities = this.#server.set(kind)?.entities ?? [];
    const found = sampleIndexes(entities.length, count, this.#random)
      .map((index) => entities[index])
      .filter((entity) => entity !== undefined);
    this.#countLookUp(found.length > 0);
    return found;
  }

  async get(kind: string, id: string): Promise<CachedEntity | undefined> {
    this.#assertOpen('get');
    const entity = this.#server.set(kind)?.byId.get(id);
    this.#countLookUp(entity !== undefined);
    return entity;
  }

  async size(kind: string): Promise<number> {
    this.#assertOpen('size');
    return this.#server.set(kind)?.entities.length ?? 0;
  }

  async stats(): Promise<CacheStats> {
    this.#assertOpen('stats');
    const lookUps = this.#hits + this.#misses;
    return {
      hits: this.#hits,
      misses: this.#misses,
      hitRate: lookUps === 0 ? null : this.#hits / lookUps,
      memoryBytes: this.#server.sizeBytes,
    };
  }

  async isConnected(): Promise<boolean> {
    return !this.#isClosed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #countLookUp(isHit: boolean): void {
    if (isHit) this.#hits += 1;
    else this.#misses += 1;
  }

  #assertOpen(operation: string): void {
    if (!this.#isClosed) return;
    const message = 'The memory cache is closed.';
    throw new PortError({ port: 'entity-cache', operation, reason: 'closed', message });
  }
}
