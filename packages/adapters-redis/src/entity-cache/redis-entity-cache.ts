import {
  PortError,
  ValidationError,
  type CachedEntity,
  type CacheStats,
  type EntityCache,
  type RefreshTicket,
  type ReplaceOutcome,
} from '@foldmart/core';
import type { RedisDependencies } from '../dependencies.js';
import { redisOptionsSchema, type RedisOptions, type RedisOptionsInput } from '../options.js';
import { RedisConnection } from '../redis-connection.js';
import { beginRefresh } from '../scripts/begin-refresh.js';
import { drawSample } from '../scripts/draw-sample.js';
import { swapEntities } from '../scripts/swap-entities.js';
import { cacheKeys } from './cache-keys.js';
import { parseEntity } from './entity-json.js';
import { temporaryKeys, writeEntitySet } from './entity-set-writer.js';
import { shuffle } from './shuffle.js';

const PING_TIMEOUT_MS = 1_000;

/**
 * An EntityCache on Redis: a hash `cache:<kind>` of id to JSON, which any program may read, and a list of its ids.
 * Connects at first use.
 */
export class RedisEntityCache implements EntityCache {
  readonly #options: RedisOptions;
  readonly #dependencies: RedisDependencies;
  readonly #connection: RedisConnection;
  #hits = 0;
  #misses = 0;

  constructor(options: RedisOptionsInput, dependencies: RedisDependencies) {
    this.#options = redisOptionsSchema.parse(options);
    this.#dependencies = dependencies;
    this.#connection = new RedisConnection(this.#options, { port: 'entity-cache' }, dependencies);
  }

  async beginRefresh(kind: string): Promise<RefreshTicket> {
    const keys = [cacheKeys(kind).refresh];
    return String(await this.#connection.runScript('beginRefresh', beginRefresh, keys));
  }

  async replaceAll(
    kind: string,
    entities: readonly CachedEntity[],
    options: { readonly ticket: RefreshTicket; readonly allowEmpty?: boolean },
  ): Promise<ReplaceOutcome> {
    assertReplaceable(kind, entities, options);
    const keys = cacheKeys(kind);
    const used = await this.#connection.run('replaceAll', (redis) =>
      redis.hget(keys.refresh, 'used'),
    );
    if (used !== null && Number(used) > Number(options.ticket)) return 'superseded';
    const unique = Math.floor(this.#dependencies.random.next() * 2 ** 52).toString(36);
    const [next = '', nextIds = '', ...old] = temporaryKeys(keys, `${options.ticket}-${unique}`);
    await writeEntitySet(this.#connection, [next, nextIds], entities, this.#options.cache);
    const outcome = await this.#connection.runScript(
      'replaceAll',
      swapEntities,
      [keys.refresh, keys.entities, keys.ids, next, nextIds, ...old],
      [options.ticket, entities.length],
    );
    if (outcome === 'replaced' || outcome === 'superseded') return outcome;
    throw this.#incomplete(kind);
  }

  async remove(kind: string): Promise<void> {
    const { entities, ids, refresh } = cacheKeys(kind);
    await this.#connection.run('remove', (redis) => redis.unlink(entities, ids, refresh));
  }

  async sample(kind: string, count: number): Promise<readonly CachedEntity[]> {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new ValidationError(`sample: ${count} is not a number of entities`);
    }
    const { random } = this.#dependencies;
    const keys = cacheKeys(kind);
    const fractions = Array.from({ length: count }, () => random.next());
    const reply = (await this.#connection.runScript(
      'sample',
      drawSample,
      [keys.entities, keys.ids],
      [count, ...fractions],
    )) as readonly string[];
    if (count > 0) this.#count(reply.length > 0);
    const found: CachedEntity[] = [];
    for (let at = 0; at + 1 < reply.length; at += 2) {
      found.push(parseEntity(keys.entities, reply[at] ?? '', reply[at + 1] ?? ''));
    }
    return shuffle(found, random);
  }

  async get(kind: string, id: string): Promise<CachedEntity | undefined> {
    const { entities } = cacheKeys(kind);
    const json = await this.#connection.run('get', (redis) => redis.hget(entities, id));
    this.#count(json !== null);
    return json === null ? undefined : parseEntity(entities, id, json);
  }

  size(kind: string): Promise<number> {
    return this.#connection.run('size', (redis) => redis.hlen(cacheKeys(kind).entities));
  }

  async stats(): Promise<CacheStats> {
    const memory = await this.#connection.run('stats', (redis) => redis.info('memory'));
    const used = /^used_memory:(\d+)/m.exec(memory)?.[1];
    const lookUps = this.#hits + this.#misses;
    return {
      hits: this.#hits,
      misses: this.#misses,
      hitRate: lookUps === 0 ? null : this.#hits / lookUps,
      memoryBytes: used === undefined ? null : Number(used),
    };
  }

  async isConnected(): Promise<boolean> {
    const { clock } = this.#dependencies;
    const answered = new AbortController();
    const answer = this.#connection
      .run('isConnected', (redis) => redis.ping())
      .then(
        () => true,
        () => false,
      );
    const isConnected = await Promise.race([
      answer,
      clock.sleep(PING_TIMEOUT_MS, answered.signal).then(() => false),
    ]);
    answered.abort();
    return isConnected;
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  #count(isHit: boolean): void {
    if (isHit) this.#hits += 1;
    else this.#misses += 1;
  }

  #incomplete(kind: string): PortError {
    return new PortError({
      port: 'entity-cache',
      operation: 'replaceAll',
      reason: 'timeout',
      message: `replaceAll of ${kind} at Redis ${this.#connection.address}: the new set expired before it was complete`,
      hint: 'refresh again, or raise temporaryTtlMs',
    });
  }
}

function assertReplaceable(
  kind: string,
  entities: readonly CachedEntity[],
  { ticket, allowEmpty }: { readonly ticket: RefreshTicket; readonly allowEmpty?: boolean },
): void {
  if (!/^\d{16}$/.test(ticket)) {
    throw new ValidationError(`replaceAll of ${kind}: ${ticket} is not a refresh ticket`);
  }
  if (entities.length === 0 && allowEmpty !== true) {
    throw new ValidationError(`replaceAll of ${kind}: an empty set needs allowEmpty`);
  }
  const ids = new Set<string>();
  for (const { id } of entities) {
    if (ids.has(id)) throw new ValidationError(`replaceAll of ${kind}: the id ${id} comes twice`);
    ids.add(id);
  }
}
