import type { Cancel, Clock } from '@foldmart/core';
import type { RedisConnection } from '../redis-connection.js';
import { cacheKeys } from './cache-keys.js';

const FLUSH_MS = 1_000;

interface Counts {
  hits: number;
  misses: number;
}

/**
 * Adds the look-ups of this client to the counts that all clients share: in one request a second, so that a look-up
 * costs none of its own.
 */
export class LookUpCounter {
  readonly #connection: RedisConnection;
  readonly #clock: Clock;
  #pending = new Map<string, Counts>();
  #cancel: Cancel | undefined;

  constructor(connection: RedisConnection, clock: Clock) {
    this.#connection = connection;
    this.#clock = clock;
  }

  count(kind: string, isHit: boolean): void {
    const counts = this.#pending.get(kind) ?? { hits: 0, misses: 0 };
    if (isHit) counts.hits += 1;
    else counts.misses += 1;
    this.#pending.set(kind, counts);
    this.#schedule();
  }

  /** Discards what is not yet counted of a kind. */
  forget(kind: string): void {
    this.#pending.delete(kind);
  }

  /** Counts what is pending now. Rejects if that fails; the counts are then added later. */
  async flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    if (this.#pending.size === 0) return;
    const counted = this.#pending;
    this.#pending = new Map();
    try {
      await this.#connection.run('count look-ups', (redis) => {
        const pipeline = redis.multi();
        for (const [kind, { hits, misses }] of counted) {
          const { lookUps } = cacheKeys(kind);
          pipeline.hincrby(lookUps, 'hits', hits).hincrby(lookUps, 'misses', misses);
        }
        return pipeline.exec();
      });
    } catch (error) {
      this.#restore(counted);
      throw error;
    }
  }

  #schedule(): void {
    this.#cancel ??= this.#clock.schedule(FLUSH_MS, () => {
      this.#cancel = undefined;
      // The look-ups themselves report a cache that does not answer. The counts are added once it does.
      this.flush().catch(() => this.#schedule());
    });
  }

  #restore(counted: ReadonlyMap<string, Counts>): void {
    for (const [kind, { hits, misses }] of counted) {
      const counts = this.#pending.get(kind) ?? { hits: 0, misses: 0 };
      this.#pending.set(kind, { hits: counts.hits + hits, misses: counts.misses + misses });
    }
  }

  /** Counts nothing more. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#pending.clear();
  }
}
