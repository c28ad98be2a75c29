import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RedisEntityCache } from '../src/index.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';
import { systemDependencies } from './setting/system-dependencies.js';

const isFull = process.env['FOLDMART_FULL'] === '1';
const LARGE = isFull ? 1_000_000 : 50_000;

describe('an entity cache on Redis', () => {
  let server: PrivateRedis;
  let cache: RedisEntityCache;
  beforeAll(async () => {
    server = await PrivateRedis.start();
    cache = openCache();
  });
  beforeEach(() => server.ask((redis) => redis.flushall()));
  afterAll(async () => {
    await cache.close();
    await server.stop();
  });

  function openCache(temporaryTtlMs = 60_000): RedisEntityCache {
    const options = { host: '127.0.0.1', port: server.port, cache: { temporaryTtlMs } };
    return new RedisEntityCache(options, systemDependencies);
  }

  it('stores a hash of id to JSON and a list of ids without expiry, and no temporary keys', async () => {
    for (const name of ['old', 'new']) {
      const ticket = await cache.beginRefresh('users');
      await cache.replaceAll('users', [{ id: 'u_1', data: { name } }], { ticket });
    }
    await server.ask(async (redis) => {
      expect(await redis.hgetall('cache:users')).toEqual({ u_1: '{"name":"new"}' });
      expect(await redis.lrange('cache:users:ids', 0, -1)).toEqual(['u_1']);
      expect(await redis.ttl('cache:users')).toBe(-1);
      expect(await redis.ttl('cache:users:ids')).toBe(-1);
      const keys = ['cache:users', 'cache:users:ids', 'cache:users:refresh'];
      expect((await redis.keys('*')).sort()).toEqual(keys);
    });
  });

  it('samples uniformly from a hash that another program wrote without an id list', async () => {
    const written = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`u_${index}`, `{"n":${index}}`]),
    );
    await server.ask((redis) => redis.hset('cache:users', written));
    const drawn = new Set<string>();
    await eventually('each was drawn', async () => {
      for (const { id } of await cache.sample('users', 5)) drawn.add(id);
      return drawn.size === 50;
    });
    expect(await cache.size('users')).toBe(50);
  });

  it('works if another program removed entities from the hash', async () => {
    const ticket = await cache.beginRefresh('users');
    const three = ['a', 'b', 'c'].map((id) => ({ id, data: { id } }));
    await cache.replaceAll('users', three, { ticket });
    await server.ask((redis) => redis.hdel('cache:users', 'b'));
    const sample = await cache.sample('users', 3);
    expect(sample.map(({ id }) => id).sort()).toEqual(['a', 'c']);
  });

  it.each(['{', '"text"', '[1]', 'null', '{"__proto__":{"admin":true}}'])(
    'calls %s corrupt',
    async (value) => {
      await server.ask((redis) => redis.hset('cache:users', 'u_1', value));
      const corrupt = { reason: 'corrupt', isRetryable: false };
      await expect(cache.get('users', 'u_1')).rejects.toMatchObject(corrupt);
      await expect(cache.sample('users', 1)).rejects.toMatchObject(corrupt);
    },
  );

  it('the temporary keys of a worker that dies while it fills a set expire', async () => {
    const worker = openCache(300);
    const ticket = await worker.beginRefresh('users');
    const many = Array.from({ length: LARGE }, (_, index) => ({ id: `u_${index}`, data: {} }));
    const refresh = worker.replaceAll('users', many, { ticket });
    const outcome = refresh.catch((error: unknown) => error);
    await eventually('the set is being filled', async () => {
      const keys = await server.ask((redis) => redis.keys('cache:users:next:*'));
      return keys.length > 0;
    });
    await worker.close();
    expect(await outcome).toMatchObject({ reason: 'closed' });
    await eventually('the partly filled set has expired', async () => {
      const keys = await server.ask((redis) => redis.keys('cache:users:next:*'));
      return keys.length === 0;
    });
  });

  it('drops a set that was being filled while a later one was swapped in', async () => {
    const [early, late] = [await cache.beginRefresh('users'), await cache.beginRefresh('users')];
    const worker = openCache();
    const many = Array.from({ length: LARGE }, (_, index) => ({ id: `u_${index}`, data: {} }));
    const slow = worker.replaceAll('users', many, { ticket: early });
    await eventually('the set is being filled', async () => {
      const keys = await server.ask((redis) => redis.keys('cache:users:next:*'));
      return keys.length > 0;
    });
    const quick = await cache.replaceAll('users', [{ id: 'new', data: {} }], { ticket: late });
    expect([quick, await slow]).toEqual(['replaced', 'superseded']);
    expect(await cache.size('users')).toBe(1);
    await worker.close();
  });

  it(
    'readers of a large set see the old one or the new one, never a mix or nothing',
    { timeout: 240_000 },
    async () => {
      const set = (generation: number) =>
        Array.from({ length: LARGE }, (_, index) => ({ id: `u_${index}`, data: { generation } }));
      await cache.replaceAll('users', set(0), { ticket: await cache.beginRefresh('users') });
      const reading = { isOver: false, samples: 0, slowestMs: 0, seen: new Set<unknown>() };
      const readers = [openCache(), openCache()];
      const reads = readers.map(async (reader) => {
        while (!reading.isOver) {
          const startedMs = performance.now();
          const sample = await reader.sample('users', 20);
          reading.slowestMs = Math.max(reading.slowestMs, performance.now() - startedMs);
          const generations = new Set(sample.map(({ data }) => data['generation']));
          expect(sample).toHaveLength(20);
          expect(generations.size).toBe(1);
          for (const generation of generations) reading.seen.add(generation);
          reading.samples += 1;
        }
      });
      for (const generation of [1, 2]) {
        const ticket = await cache.beginRefresh('users');
        const outcome = await cache.replaceAll('users', set(generation), { ticket });
        expect(outcome).toBe('replaced');
      }
      await eventually('the last is seen', () => reading.seen.has(2));
      reading.isOver = true;
      await Promise.all(reads);
      expect([...reading.seen].sort()).toEqual([0, 1, 2]);
      await Promise.all(readers.map((reader) => reader.close()));
    },
  );
});
