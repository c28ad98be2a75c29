import { silentLogger, type EventBus } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, openBus, ORDERS, type Loss } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';
import { busHarness } from './setting/redis-harness.js';
import { systemDependencies } from './setting/system-dependencies.js';

const topic = { ...ORDERS, partitions: 1 };

describe('if a topic is deleted and created again', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
  });
  afterAll(() => server.stop());

  it('its member logs both, and reports only what was not read as lost', async () => {
    const warnings: unknown[] = [];
    const losses: Loss[] = [];
    const warn = (message: string, fields: unknown) => warnings.push([message, fields]);
    const logger = { ...silentLogger, warn };
    const bus = openBus(server.port, { keyPrefix: 'logged:' }, { ...systemDependencies, logger });
    const handled: string[] = [];
    await bus.admin.createTopics([topic]);
    const observer = { lost: (loss: Loss) => losses.push(loss) };
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm', observer }, async (batch) => {
      handled.push(...batch.messages.map(bodyOf));
    });
    await bus.publish('orders', [{ key: 'a', value: 'former' }]);
    await eventually('it is committed', async () => (await lagOf(bus)) === 0);

    await bus.admin.deleteTopics(['orders']);
    await eventually('the deletion is logged', () => warnings.length === 1);
    await bus.admin.createTopics([topic]);
    await bus.publish('orders', [{ key: 'a', value: 'new' }]);
    await eventually('the new topic is read', () => handled.includes('new'));

    const who = { topic: 'orders', group: 'g', member: 'm' };
    expect(warnings).toEqual([
      ['the topic was deleted: waiting until it is created again', { ...who, sinceMs: 0 }],
      ['the topic was created again: reading it from its start', who],
    ]);
    expect(losses).toEqual([]);
    await bus.close();
  });

  it('a member that slept meanwhile reports no loss of what it had read', async () => {
    const harness = await busHarness();
    const [admin, member] = [await harness.open(), await harness.open({ canStall: true })];
    const losses: Loss[] = [];
    const changes: string[] = [];
    const handled: string[] = [];
    const observer = {
      lost: (loss: Loss) => losses.push(loss),
      topicChanged: (change: string) => changes.push(change),
    };
    await admin.bus.admin.createTopics([topic]);
    await member.bus.subscribe(
      { topic: 'orders', group: 'g', member: 'm', observer },
      async ({ messages }) => {
        handled.push(...messages.map(bodyOf));
      },
    );
    await admin.bus.publish('orders', [{ key: 'a', value: 'former' }]);
    await eventually('it is committed', async () => (await lagOf(admin.bus)) === 0);
    await member.stall();
    await admin.bus.admin.deleteTopics(['orders']);
    await admin.bus.admin.createTopics([topic]);
    await admin.bus.publish('orders', [{ key: 'a', value: 'new' }]);
    await member.resume();
    await eventually('the new topic is read', () => handled.includes('new'));
    expect(handled).toEqual(['former', 'new']);
    expect(changes).toEqual(['recreated']);
    expect(losses).toEqual([]);
    await harness.dispose();
  });

  it('messages that were not read are reported as lost', async () => {
    const losses: Loss[] = [];
    const bus = openBus(server.port, { keyPrefix: 'unread:' });
    await bus.admin.createTopics([topic]);
    const observer = { lost: (loss: Loss) => losses.push(loss) };
    await bus.publish('orders', [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ]);
    const [unread] = await bus.admin.lag('g', 'orders');
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm', observer }, async () => {
      throw new Error('it fails');
    });
    await eventually('the member has joined', async () => (await lagOf(bus)) === 2);
    await bus.admin.deleteTopics(['orders']);
    const loss = await eventually('the loss is reported', () => losses[0]);
    const { end } = unread!;
    const reason = 'the topic was deleted';
    expect(loss).toEqual({ partition: 0, from: String(Number(end) - 2), to: end, reason });
    await bus.close();
  });

  it('a stopped group reads the new one from its start, although it starts from the latest', async () => {
    const bus = openBus(server.port, { keyPrefix: 'stopped:' });
    const changes: string[] = [];
    const handled: string[] = [];
    const observer = { topicChanged: (change: string) => changes.push(change) };
    const place = {
      topic: 'orders',
      group: 'g',
      member: 'm',
      observer,
      startFrom: 'latest',
    } as const;
    await bus.admin.createTopics([topic]);
    const before = await bus.subscribe(place, async () => undefined);
    await before.close();
    await bus.admin.deleteTopics(['orders']);
    await bus.admin.createTopics([topic]);
    await bus.publish('orders', [{ key: 'a', value: 'new' }]);
    expect(await bus.admin.lag('g', 'orders')).toMatchObject([{ committed: null, lag: 1 }]);

    await bus.subscribe(place, async ({ messages }) => {
      handled.push(...messages.map(bodyOf));
    });
    await eventually('the new topic is read', () => handled.includes('new'));
    expect(changes).toEqual(['recreated']);
    await bus.close();
  });

  it('the new one has another identity, which a loss of the server’s data does not change', async () => {
    const bus = openBus(server.port, { keyPrefix: 'identity:' });
    const idNow = async (): Promise<string | null | undefined> =>
      (await bus.admin.describeTopics(['orders']))[0]?.id;
    await bus.admin.createTopics([topic]);
    const former = await idNow();
    await bus.admin.deleteTopics(['orders']);
    await bus.admin.createTopics([topic]);
    const renewed = await idNow();
    expect(renewed).not.toBe(former);
    await server.ask((redis) => redis.flushall());
    await bus.publish('orders', [{ key: 'a', value: 'after' }]);
    expect(await idNow()).toBe(renewed);
    await bus.close();
  });

  async function lagOf(bus: EventBus): Promise<number> {
    const partitions = await bus.admin.lag('g', 'orders');
    return partitions.reduce((sum, { lag }) => sum + lag, 0);
  }
});
