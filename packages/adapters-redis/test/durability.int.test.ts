import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RedisEventBus } from '../src/index.js';
import { openBus } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';
import { systemDependencies } from './setting/system-dependencies.js';

describe('the claimed durability of a bus', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
    await server.ask((redis) =>
      redis.acl('SETUSER', 'shop', 'on', '>secret', '~*', '+@all', '-config'),
    );
  });
  afterAll(() => server.stop());

  /** The claim once the server's settings have been read. */
  async function claimAfterConnecting(bus: RedisEventBus): Promise<string> {
    const before = await configCalls();
    await bus.admin.listTopics();
    await eventually('the settings are requested', async () => (await configCalls()) > before);
    await bus.admin.listTopics();
    const { durability } = bus.capabilities;
    await bus.close();
    return durability;
  }

  /** Calls of CONFIG GET so far, including rejected ones. */
  async function configCalls(): Promise<number> {
    const statistics = await server.ask((redis) => redis.info('commandstats'));
    const [, calls = '0', rejected = '0'] =
      /cmdstat_config\|get:calls=(\d+).*rejected_calls=(\d+)/.exec(statistics) ?? [];
    return Number(calls) + Number(rejected);
  }

  it('is that of a machine if the server writes to its disk before it answers', async () => {
    expect(await claimAfterConnecting(openBus(server.port))).toBe('machine');
  });

  it('is that of a process before the first connection', async () => {
    const bus = openBus(server.port);
    expect(bus.capabilities.durability).toBe('process');
    await bus.close();
  });

  it.each([
    ['appendfsync', 'everysec'],
    ['appendfsync', 'no'],
    ['appendonly', 'no'],
  ] as const)('is that of a process if the server runs with %s %s', async (setting, value) => {
    await server.ask((redis) => redis.config('SET', setting, value));
    expect(await claimAfterConnecting(openBus(server.port))).toBe('process');
    await server.ask((redis) => redis.config('SET', 'appendfsync', 'always'));
    await server.ask((redis) => redis.config('SET', 'appendonly', 'yes'));
  });

  it('is that of a process if the user may not read the settings', async () => {
    const bus = new RedisEventBus(
      { host: '127.0.0.1', port: server.port, username: 'shop', password: 'secret' },
      systemDependencies,
    );
    expect(await claimAfterConnecting(bus)).toBe('process');
  });

  it('is read again after the connection was lost', async () => {
    const bus = openBus(server.port);
    await bus.admin.listTopics();
    await eventually('it is read', () => bus.capabilities.durability === 'machine');
    await server.kill();
    await eventually('the loss is noticed', () => bus.capabilities.durability === 'process');
    await server.resume();
    await eventually('it is read again', async () => {
      await bus.admin.listTopics();
      return bus.capabilities.durability === 'machine';
    });
    await bus.close();
  });
});
