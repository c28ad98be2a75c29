import type { OutgoingMessage } from '@foldmart/core';
import { Redis } from 'ioredis';
import type { Open } from '../../frame/row.js';
import { ProgressTimer } from '../../measure/progress-timer.js';
import { batchesOf } from '../../publish/batches.js';
import { encodedOrders } from '../encoded-orders.js';

const streams = 3;
const atOnce = 500;

/** Pipelines of 500 XADD to three streams, one after another. */
export const openPublishing: Open = async ({ services, own, size: most }) => {
  const redis = new Redis(services.redis);
  const orders = await encodedOrders(most);
  return {
    async run({ size }) {
      for (const batch of batchesOf(orders.slice(0, size))) await add(redis, own, batch);
      return { count: size };
    },
    async close() {
      await redis.quit();
    },
  };
};

/** XREADGROUP of 500 from three streams and XACK of what it returned. */
export const openConsuming: Open = async ({ services, own, size: most }) => {
  const redis = new Redis(services.redis);
  const keys = Array.from({ length: streams }, (_, index) => keyOf(own, index));
  for (const batch of batchesOf(await encodedOrders(most))) await add(redis, own, batch);
  return {
    async prepare({ number }) {
      for (const key of keys) await redis.xgroup('CREATE', key, String(number), '0');
    },
    async run({ number, size }) {
      const timer = new ProgressTimer(size);
      timer.begin();
      for (let done = 0; done < size;) {
        const count = await consumeOnce(redis, keys, String(number));
        timer.done(count);
        done += count;
      }
      return timer.outcome();
    },
    async after({ number }) {
      for (const key of keys) await redis.xgroup('DESTROY', key, String(number));
    },
    async close() {
      await redis.quit();
    },
  };
};

type Entries = readonly (readonly [string, readonly (readonly [string, readonly string[]])[]])[];

async function consumeOnce(redis: Redis, keys: readonly string[], group: string): Promise<number> {
  const ids = keys.map(() => '>');
  const found = (await redis.xreadgroup(
    ...(['GROUP', group, 'benchmark', 'COUNT', atOnce, 'BLOCK', 5_000, 'STREAMS'] as const),
    ...keys,
    ...ids,
  )) as Entries | null;
  const pipeline = redis.pipeline();
  for (const [key, entries] of found ?? []) {
    pipeline.xack(key, group, ...entries.map(([id]) => id));
  }
  await pipeline.exec();
  return (found ?? []).reduce((sum, [, entries]) => sum + entries.length, 0);
}

async function add(redis: Redis, own: string, batch: readonly OutgoingMessage[]): Promise<void> {
  const pipeline = redis.pipeline();
  for (const { key, value, headers } of batch) {
    const text = String(key);
    const fields = ['key', text, 'value', String(value), 'headers', JSON.stringify(headers)];
    pipeline.xadd(keyOf(own, text.charCodeAt(text.length - 1) % streams), '*', ...fields);
  }
  const results = await pipeline.exec();
  for (const [error] of results ?? []) if (error !== null) throw error;
}

function keyOf(own: string, index: number): string {
  return `${own}:${String(index)}`;
}
