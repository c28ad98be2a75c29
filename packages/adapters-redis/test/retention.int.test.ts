import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBus, ORDERS, type Loss } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { Gate } from './setting/gate.js';
import { PrivateRedis } from './setting/private-redis.js';

const OLD = 300;
const topic = { ...ORDERS, partitions: 1, retentionMs: 1_500 };
const old = Array.from({ length: OLD }, () => ({ key: 'a', value: 'x'.repeat(400) }));

describe('retention by time', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
  });
  afterAll(() => server.stop());

  it('trims old messages that every group has read, and keeps younger ones', async () => {
    const bus = openBus(server.port, { keyPrefix: 'read:' });
    await bus.admin.createTopics([topic]);
    await bus.publish('orders', old);
    await bus.admin.resetOffsets('g', 'orders', { to: 'latest' });
    await eventually('the old are trimmed', async () => (await kept('read:')) < 100);
    await bus.publish('orders', [{ key: 'a', value: 'young' }]);
    const [{ lag } = { lag: -1 }] = await bus.admin.lag('g', 'orders');
    expect(lag).toBe(1);
    await bus.close();
  });

  it('warns a group before its unread messages are removed, and then reports what it lost', async () => {
    const bus = openBus(server.port, { keyPrefix: 'unread:' });
    const losses: (Loss & { readonly kept: number })[] = [];
    const gate = new Gate();
    let handled = 0;
    await bus.admin.createTopics([topic]);
    const observer = {
      lost: (loss: Loss) => {
        void kept('unread:').then((count) => losses.push({ ...loss, kept: count }));
      },
    };
    await bus.subscribe(
      { topic: 'orders', group: 'g', member: 'm', maxBatchMessages: 1, observer },
      async () => {
        if (handled === 1) await gate.opened;
        handled += 1;
      },
    );
    await bus.publish('orders', old);
    const warning = await eventually('it is warned', () => losses[0]);
    expect(warning.reason).toContain('about to be removed');
    expect(warning.kept).toBeGreaterThanOrEqual(OLD - 1);
    await eventually('the old are trimmed', async () => (await kept('unread:')) < 100);
    await bus.publish('orders', [{ key: 'a', value: 'young' }]);
    gate.open();

    const report = await eventually('the loss is reported', () =>
      losses.find(({ reason }) => reason.startsWith('removed')),
    );
    expect(Number(report.to) - Number(report.from)).toBeGreaterThan(OLD - 110);
    await eventually('the group continues at the end', async () => {
      const [{ lag } = { lag: -1 }] = await bus.admin.lag('g', 'orders');
      return lag === 0;
    });
    await bus.close();
  });

  it('does not trim messages younger than the retention', async () => {
    const bus = openBus(server.port, { keyPrefix: 'young:' });
    await bus.admin.createTopics([{ ...topic, retentionMs: 60_000 }]);
    await bus.publish('orders', old);
    await eventually('a round of retention has run', () =>
      server.ask((redis) => redis.hget('young:{orders}:topic', 'trimmedAt')).then(Boolean),
    );
    expect(await kept('young:')).toBe(OLD);
    await bus.close();
  });

  function kept(prefix: string): Promise<number> {
    return server.ask((redis) => redis.xlen(`${prefix}{orders}:0`));
  }
});
