import { isPortError } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBus, ORDERS } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';

describe('if the memory of Redis is full', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start('--maxmemory', '8mb', '--maxmemory-policy', 'noeviction');
  });
  afterAll(() => server.stop());

  it('publishing is rejected with a retryable error, while members can join, take leases, read and commit', async () => {
    const bus = openBus(server.port);
    await bus.admin.createTopics([ORDERS]);
    const filling = { key: 'a', value: 'x'.repeat(100_000) };
    let published = 0;
    const refusal = await eventually('publishing is rejected', async () => {
      const error: unknown = await bus.publish('orders', [filling]).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) published += 1;
      return error;
    });
    if (!isPortError(refusal)) throw new Error('no PortError', { cause: refusal });
    expect(refusal).toMatchObject({ code: 'out-of-memory', isRetryable: true });

    let handled = 0;
    await bus.subscribe({ topic: 'orders', group: 'g', member: 'm' }, async ({ messages }) => {
      handled += messages.length;
    });
    await eventually('everything kept is handled', () => handled === published);
    await eventually('it is committed', async () => {
      const partitions = await bus.admin.lag('g', 'orders');
      return partitions.every(({ lag }) => lag === 0);
    });
    await bus.close();
  });
});
