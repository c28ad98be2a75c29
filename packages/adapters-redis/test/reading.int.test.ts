import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, openBus, ORDERS } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';

// Longer than a test may take, so that a test that waits for a read to time out, or for a heartbeat, fails.
const patient = { blockMs: 300_000, sessionTimeoutMs: 900_000, heartbeatIntervalMs: 300_000 };

describe('a member whose reads block for minutes', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
  });
  afterAll(() => server.stop());

  it('reads a partition again as soon as its batch is done, while the others have no messages', async () => {
    const bus = openBus(server.port, { keyPrefix: 'again:', ...patient });
    const handled: string[] = [];
    await bus.admin.createTopics([ORDERS]);
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async ({ messages }) => {
      await pause(20); // By then the next read blocks.
      handled.push(...messages.map(bodyOf));
    });
    for (const value of ['1', '2', '3']) {
      await bus.publish('orders', [{ key: 'a', value }]);
      await eventually(`${value} is handled`, () => handled.includes(value));
    }
    expect(handled).toEqual(['1', '2', '3']);
    await bus.close();
  });

  it('releases partitions to a member that joins, and takes them back when it leaves', async () => {
    const buses = [1, 2].map(() => openBus(server.port, { keyPrefix: 'share:', ...patient }));
    const [first, second] = buses;
    await first?.admin.createTopics([ORDERS]);
    const place = { topic: 'orders', group: 'g' };
    const stays = await first?.subscribe({ ...place, member: 'a' }, async () => undefined);
    await eventually('one member holds all', () => stays?.assignments().length === 3);
    const leaves = await second?.subscribe({ ...place, member: 'b' }, async () => undefined);
    await eventually('they share', () => leaves?.assignments().length === 1);
    expect(stays?.assignments()).toHaveLength(2);
    await leaves?.close();
    await eventually('one member holds all again', () => stays?.assignments().length === 3);
    await Promise.all(buses.map((bus) => bus.close()));
  });

  it('recovers from a connection that was cut during a blocked read', async () => {
    const bus = openBus(server.port, { keyPrefix: 'cut:', ...patient });
    const handled: string[] = [];
    await bus.admin.createTopics([ORDERS]);
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async ({ messages }) => {
      handled.push(...messages.map(bodyOf));
    });
    await bus.publish('orders', [{ key: 'a', value: 'before' }]);
    await eventually('it reads', () => handled.includes('before'));
    await server.ask((redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'normal'));
    await eventually('it publishes again', async () => {
      await bus.publish('orders', [{ key: 'a', value: 'after' }]);
      return true;
    });
    await eventually('it reads again', () => handled.includes('after'));
    await bus.close();
  });
});
