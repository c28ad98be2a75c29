import { isRetryableError } from '@foldmart/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyOf, openBus, ORDERS } from './setting/bus-bench.js';
import { eventually } from './setting/eventually.js';
import { PrivateRedis } from './setting/private-redis.js';

const MESSAGES = 6_000;
const CALL = 20;
const KEYS = 7;

describe('if Redis is killed and restarted', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await PrivateRedis.start();
  });
  afterAll(() => server.stop());

  it('everything acknowledged is delivered in order to members that were at work', async () => {
    const publisher = openBus(server.port);
    const consumers = [openBus(server.port), openBus(server.port)];
    const firstSeen = new Map<string, number[]>();
    const seen = new Set<string>();
    await publisher.admin.createTopics([ORDERS]);
    for (const [index, bus] of consumers.entries()) {
      await bus.subscribe(
        { topic: 'orders', group: 'g', member: `m${index}`, maxBatchMessages: 50 },
        async ({ messages }) => {
          for (const message of messages) {
            const body = bodyOf(message);
            if (seen.has(body)) continue;
            seen.add(body);
            const [key = '', number] = body.split('/');
            const numbers = firstSeen.get(key) ?? [];
            firstSeen.set(key, [...numbers, Number(number)]);
          }
        },
      );
    }

    let refusals = 0;
    const publishing = (async () => {
      for (let from = 0; from < MESSAGES; from += CALL) {
        const call = Array.from({ length: CALL }, (_, index) => numbered(from + index));
        await eventually(
          'the call is acknowledged',
          async () => {
            await publisher.publish('orders', call).catch((error: unknown) => {
              if (!isRetryableError(error)) throw error;
              refusals += 1;
              throw error;
            });
            return true;
          },
          30_000,
        );
      }
    })();
    for (const share of [0.2, 0.6]) {
      await eventually('the stream is under way', () => seen.size > MESSAGES * share, 60_000);
      await server.kill();
      await server.resume();
    }
    await publishing;

    await eventually('all are handled', () => seen.size === MESSAGES, 30_000);
    for (const numbers of firstSeen.values()) {
      expect(numbers).toEqual([...numbers].sort((left, right) => left - right));
    }
    expect(refusals).toBeGreaterThan(0);
    await eventually('all are committed', async () => {
      const partitions = await publisher.admin.lag('g', 'orders');
      return partitions.every(({ lag }) => lag === 0);
    });
    await Promise.all([publisher, ...consumers].map((bus) => bus.close()));
  }, 120_000);

  function numbered(number: number): { key: string; value: string } {
    const key = `k${number % KEYS}`;
    return { key, value: `${key}/${number}` };
  }
});
