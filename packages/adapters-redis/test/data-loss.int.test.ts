import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, openBus, ORDERS, type Loss } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { Gate } from './setting/gate.js';
import { PrivateRedis } from './setting/private-redis.js';

describe('if the data of Redis is deleted at run time', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
  });
  afterAll(() => server.stop());

  it('topic, group and streams are created again, the loss is reported, and work continues', async () => {
    const bus = openBus(server.port);
    const handled: string[] = [];
    const losses: Loss[] = [];
    const gate = new Gate();
    await bus.admin.createTopics([ORDERS]);
    await bus.subscribe(
      { topic: 'orders', group: 'g', member: 'm', observer: { lost: (loss) => losses.push(loss) } },
      async ({ messages }) => {
        if (messages.some((message) => bodyOf(message) === 'held')) await gate.opened;
        handled.push(...messages.map(bodyOf));
      },
    );
    await bus.publish('orders', [{ key: 'a', value: 'first' }]);
    await eventually('the first is committed', async () => (await lagOf(bus)) === 0);
    const [before] = await bus.admin.lag('g', 'orders');
    await bus.publish('orders', [
      { key: 'a', value: 'held' },
      { key: 'a', value: 'lost' },
    ]);

    await server.ask((redis) => redis.flushall());
    gate.open();
    await bus.publish('orders', [{ key: 'a', value: 'after' }]);

    await eventually('later messages are handled', () => handled.includes('after'));
    await eventually('it is committed', async () => (await lagOf(bus)) === 0);
    expect(await bus.admin.listTopics()).toEqual(['orders']);
    const [after] = await bus.admin.lag('g', 'orders');
    await eventually('all three partitions are reported', () =>
      [0, 1, 2].every((partition) => losses.some((loss) => loss.partition === partition)),
    );
    for (const { from, to } of losses) expect(Number(from)).toBeLessThan(Number(to));
    expect(Number(after?.end)).toBeGreaterThan(Number(before?.end));
    await bus.close();
  });

  it('an idle member recovers too', async () => {
    const publisher = openBus(server.port, { keyPrefix: 'idle:' });
    const consumer = openBus(server.port, { keyPrefix: 'idle:' });
    const handled: string[] = [];
    await publisher.admin.createTopics([ORDERS]);
    await publisher.publish('orders', [{ key: 'a', value: 'first' }]);
    await consumer.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async ({ messages }) => {
      handled.push(...messages.map(bodyOf));
    });
    await eventually('the first is handled', () => handled.includes('first'));

    await server.ask((redis) => redis.flushall());
    await eventually('the member has recovered', async () => {
      const members = await server.ask((redis) => redis.zcard('idle:{orders}:members:g'));
      return members === 1;
    });
    await publisher.publish('orders', [{ key: 'b', value: 'second' }]);

    await eventually('the second is handled', () => handled.includes('second'));
    await Promise.all([publisher.close(), consumer.close()]);
  });

  it('the loss of a single stream is reported exactly, and leaves no lag', async () => {
    const bus = openBus(server.port, { keyPrefix: 'evicted:' });
    const losses: Loss[] = [];
    const topic = { ...ORDERS, partitions: 1 };
    await bus.admin.createTopics([topic]);
    await bus.publish('orders', [{ key: 'a', value: '1' }]);
    await bus.admin.resetOffsets('g', 'orders', { to: 'earliest' });
    const [place] = await bus.admin.lag('g', 'orders');
    await bus.publish('orders', [{ key: 'a', value: '2' }]);
    await server.ask((redis) => redis.del('evicted:{orders}:0'));

    expect((await bus.admin.lag('g', 'orders'))[0]?.lag).toBe(0);
    await bus.subscribe(
      { topic: 'orders', group: 'g', member: 'm', observer: { lost: (loss) => losses.push(loss) } },
      async () => undefined,
    );
    const loss = await eventually('the loss is reported', () => losses[0]);
    expect(loss).toMatchObject({
      partition: 0,
      from: place?.committed,
      to: String(Number(place?.committed) + 2),
    });
    await bus.close();
  });

  it('a member of a deliberately deleted topic waits, and does not create it again', async () => {
    const [admin, bus] = [1, 2].map(() => openBus(server.port, { keyPrefix: 'deleted:' }));
    const changes: string[] = [];
    await admin?.admin.createTopics([ORDERS]);
    const observer = { topicChanged: (change: string) => changes.push(change) };
    const place = { topic: 'orders', group: 'g', member: 'm', observer };
    await bus?.subscribe(place, async () => undefined);
    await admin?.admin.deleteTopics(['orders']);
    await eventually('the member knows', () => changes.includes('deleted'));
    await expect(bus?.publish('orders', [{ key: 'a', value: 'b' }])).rejects.toMatchObject({
      code: 'unknown-topic',
    });
    expect(await admin?.admin.listTopics()).toEqual([]);
    await Promise.all([admin?.close(), bus?.close()]);
  });

  async function lagOf(bus: ReturnType<typeof openBus>): Promise<number> {
    const partitions = await bus.admin.lag('g', 'orders');
    return partitions.reduce((sum, { lag }) => sum + lag, 0);
  }
});
