import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { contend } from '../measure/child.js';
import type { CouponConfig } from './coupon-config.js';

const connections = 16;

const script = `
  if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 'DUPLICATE_REQUEST' end
  local left = tonumber(redis.call('GET', KEYS[1]))
  if left <= 0 then return 'OUT_OF_STOCK' end
  redis.call('DECR', KEYS[1])
  redis.call('SADD', KEYS[2], ARGV[1])
  return 'SUCCESS'`;

/**
 * The fastest solution: a script on one key, one request per call. It defines no order of requests
 * and stores no outcomes.
 */
await contend(async ({ redis: address, requests, stock }: CouponConfig) => {
  const run = randomUUID();
  const keys = [`bench:{${run}}:left`, `bench:{${run}}:holders`] as const;
  const clients = Array.from({ length: connections }, () => new Redis(address));
  const [first] = clients;
  await first?.set(keys[0], stock);
  const startedAt = performance.now();
  let next = 0;
  const ask = async (client: Redis): Promise<void> => {
    while (next < requests) {
      next += 1;
      await client.eval(script, keys.length, ...keys, String(next));
    }
  };
  await Promise.all(clients.map(ask));
  const seconds = (performance.now() - startedAt) / 1_000;
  await first?.del(...keys);
  await Promise.all(clients.map((client) => client.quit()));
  return { messages: requests, seconds };
});
