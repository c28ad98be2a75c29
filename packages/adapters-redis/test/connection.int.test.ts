import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisEntityCache, RedisEventBus, type RedisOptionsInput } from '../src/index.js';
import { eventually } from './setting/eventually.js';
import { openBus, ORDERS } from './setting/bus-bench.js';
import { PrivateRedis } from './setting/private-redis.js';
import { systemDependencies } from './setting/system-dependencies.js';

describe('the connection to Redis', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
    await server.ask((redis) => redis.acl('SETUSER', 'shop', 'on', '>secret', '~*', '+@all'));
    await server.ask((redis) => redis.acl('SETUSER', 'guest', 'on', '>secret', '~*', '+info'));
  });
  afterAll(() => server.stop());

  function options(more: RedisOptionsInput = {}): RedisOptionsInput {
    return { host: '127.0.0.1', port: server.port, ...more };
  }

  function sizeWith(more: RedisOptionsInput): Promise<number> {
    const cache = new RedisEntityCache(options(more), systemDependencies);
    return cache.size('users').finally(() => cache.close());
  }

  it('a missing server is reported as unavailable, with its address and a hint', async () => {
    const cache = new RedisEntityCache(options({ port: 1 }), systemDependencies);
    await expect(cache.size('users')).rejects.toMatchObject({
      reason: 'unavailable',
      isRetryable: true,
      message: 'size failed at Redis 127.0.0.1:1: nothing listens there',
      hint: expect.stringContaining('REDIS_HOST') as string,
    });
    expect(await cache.isConnected()).toBe(false);
    await cache.close();
  });

  it('a bus without its server rejects calls instead of queueing them', async () => {
    const bus = new RedisEventBus(options({ port: 1 }), systemDependencies);
    const publishing = bus.publish('orders', [{ key: 'a', value: 'b' }]);
    await expect(publishing).rejects.toMatchObject({ reason: 'unavailable' });
    await expect(bus.admin.listTopics()).rejects.toMatchObject({ reason: 'unavailable' });
    await bus.close();
  });

  it('an ACL user connects by name and password, as options or in a URL', async () => {
    expect(await sizeWith({ username: 'shop', password: 'secret' })).toBe(0);
    expect(await sizeWith({ url: `redis://shop:secret@127.0.0.1:${server.port}/2` })).toBe(0);
  });

  it('a wrong password is unauthorized, and is in no message', async () => {
    const failure = sizeWith({ username: 'shop', password: 'wr0ng' });
    await expect(failure).rejects.toMatchObject({ reason: 'unauthorized', isRetryable: false });
    await expect(failure).rejects.not.toThrow('wr0ng');
  });

  it('a user without the needed rights is unauthorized', async () => {
    const failure = sizeWith({ username: 'guest', password: 'secret' });
    await expect(failure).rejects.toMatchObject({ reason: 'unauthorized' });
  });

  it('commands to a hanging server time out, and the server is used again when it continues', async () => {
    const bus = openBus(server.port);
    await bus.admin.createTopics([ORDERS]);
    server.pause();
    const publishing = bus.publish('orders', [{ key: 'a', value: 'b' }]);
    await expect(publishing).rejects.toMatchObject({ isRetryable: true });
    server.proceed();
    await eventually('it publishes again', async () => {
      await bus.publish('orders', [{ key: 'a', value: 'c' }]);
      return true;
    });
    await bus.close();
  });
});
