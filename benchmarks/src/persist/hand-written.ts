import kafkajs, { type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import pg from 'pg';
import { contend } from '../measure/child.js';
import { registerLz4 } from '../measure/lz4-for-kafkajs.js';
import { ProgressTimer } from '../measure/progress-timer.js';
import { orderTopic } from '../measure/service-settings.js';
import { columns, createTables, ordersOf } from './plain-tables.js';
import type { ContenderConfig } from './contender-config.js';

const { Kafka, logLevel } = kafkajs;

// What an experienced team writes by hand: eachBatch, one transaction for 500 messages with a table
// of processed ids and unnest, and offsets committed afterwards. No log, no read models besides the
// orders, no schema checks.
await contend(async (config: ContenderConfig) => {
  const { brokers, postgres, database, group, messages } = config;
  registerLz4();
  const pool = new pg.Pool({ ...postgres, database, max: 4 });
  await createTables(pool);
  const timer = new ProgressTimer(messages);
  const kafka = new Kafka({
    clientId: 'hand-written',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
  });
  const consumer = kafka.consumer({ groupId: group, minBytes: 1_024, maxWaitTimeInMs: 500 });
  await consumer.connect();
  await consumer.subscribe({ topics: [orderTopic(config)], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: 3,
    eachBatch: async (payload) => {
      timer.begin();
      await persistBatch(pool, payload);
      timer.done(payload.batch.messages.length);
    },
  });
  const result = await timer.result();
  await consumer.disconnect();
  await pool.end();
  return result;
});

async function persistBatch(pool: pg.Pool, payload: EachBatchPayload): Promise<void> {
  const { batch } = payload;
  for (let start = 0; start < batch.messages.length; start += 500) {
    const slice = batch.messages.slice(start, start + 500);
    await persistSlice(pool, slice);
    payload.resolveOffset(slice.at(-1)?.offset ?? '');
    await payload.commitOffsetsIfNecessary({
      topics: [
        {
          topic: batch.topic,
          partitions: [
            { partition: batch.partition, offset: String(Number(slice.at(-1)?.offset) + 1) },
          ],
        },
      ],
    });
    await payload.heartbeat();
  }
}

async function persistSlice(pool: pg.Pool, slice: readonly KafkaMessage[]): Promise<void> {
  const orders = ordersOf(slice);
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const seen = await client.query<{ order_id: string }>(
      'INSERT INTO seen SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING order_id',
      [orders.map(({ order_id }) => order_id)],
    );
    const fresh = new Set(seen.rows.map(({ order_id }) => order_id));
    const rows = orders.filter(({ order_id }) => fresh.has(order_id));
    const list = columns.map(([, type], index) => `$${String(index + 1)}::${type}[]`).join(', ');
    await client.query(
      `INSERT INTO orders SELECT * FROM unnest(${list}) ON CONFLICT DO NOTHING`,
      columns.map(([name]) => rows.map((row) => row[name])),
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
