import type { CachedEntity } from '@foldmart/core';
import type { Redis } from 'ioredis';
import type { RedisConnection } from '../redis-connection.js';
import type { CacheKeys } from './cache-keys.js';

/** Limits for writing a set. */
export interface EntitySetLimits {
  readonly chunkEntities: number;
  readonly temporaryTtlMs: number;
}

/** Unique names beside the live keys: for the set being filled, and for the old set. */
export function temporaryKeys({ entities }: CacheKeys, unique: string): readonly string[] {
  return [`next:${unique}`, `next:${unique}:ids`, `old:${unique}`, `old:${unique}:ids`].map(
    (name) => `${entities}:${name}`,
  );
}

/** Fills a hash and its id list chunk by chunk. Both expire soon after the last chunk. */
export async function writeEntitySet(
  connection: RedisConnection,
  [hash, list]: readonly [string, string],
  entities: readonly CachedEntity[],
  limits: EntitySetLimits,
): Promise<void> {
  for (let at = 0; at < entities.length; at += limits.chunkEntities) {
    const chunk = entities.slice(at, at + limits.chunkEntities);
    await connection.run('replaceAll', (redis) => writeChunk(redis, hash, list, chunk, limits));
  }
}

async function writeChunk(
  redis: Redis,
  hash: string,
  list: string,
  chunk: readonly CachedEntity[],
  { temporaryTtlMs }: EntitySetLimits,
): Promise<void> {
  const results = await redis
    .multi()
    .hset(hash, ...chunk.flatMap(({ id, data }) => [id, JSON.stringify(data)]))
    .rpush(list, ...chunk.map(({ id }) => id))
    .pexpire(hash, temporaryTtlMs)
    .pexpire(list, temporaryTtlMs)
    .exec();
  for (const [error] of results ?? []) if (error) throw error;
}
