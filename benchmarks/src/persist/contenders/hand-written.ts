import kafkajs, { type Consumer, type EachBatchPayload, type KafkaMessage } from 'kafkajs';
import pg from 'pg';
import type { ContenderConfig, OpenContender, Round } from '../../frame/row.js';
import { registerLz4 } from '../../measure/lz4-for-kafkajs.js';
import { beginWhenAssigned } from '../../measure/begin-when-assigned.js';
import { ProgressTimer } from '../../measure/progress-timer.js';
import { orderTopic } from '../../measure/service-settings.js';
import { columns, createTables, ordersOf } from '../plain-tables.js';
import { createRoundDatabase, dropRoundDatabase, namesOf } from '../round-database.js';

const { Kafka, logLevel } = kafkajs;

/**
 * What an experienced team writes by hand: eachBatch, one transaction for 500 messages with a table of processed ids
 * and unnest, and offsets committed afterwards. No log, no read models besides the orders, no schema checks.
 */
export function open(config: ContenderConfig): Promise<OpenContender> {
  return openConsumer(config, (pool, consumer, timer) =>
    consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 3,
      eachBatch: async (payload) => {
        await persistBatch(pool, payload);
        timer.done(payload.batch.messages.length);
      },
    }),
  );
}

type Start = (pool: pg.Pool, consumer: Consumer, timer: ProgressTimer) => Promise<void>;

/** A kafkajs consumer with a pool and the two tables, new in every round. */
export async function openConsumer(config: ContenderConfig, start: Start): Promise<OpenContender> {
  registerLz4();
  const { brokers, postgres } = config.services;
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  let pool = new pg.Pool();
  let consumer: Consumer | undefined;
  const subscribe = async (round: Round): Promise<Consumer> => {
    const { group: groupId } = namesOf(config, round);
    const subscribed = kafka.consumer({ groupId, minBytes: 1_024, maxWaitTimeInMs: 500 });
    await subscribed.connect();
    await subscribed.subscribe({ topics: [orderTopic(config.services)], fromBeginning: true });
    return subscribed;
  };
  return {
    async prepare(round) {
      await createRoundDatabase(config, round);
      pool = new pg.Pool({ ...postgres, database: namesOf(config, round).database, max: 4 });
      await createTables(pool);
      consumer = await subscribe(round);
    },
    async run({ size }) {
      if (consumer === undefined) throw new Error('the round is not prepared');
      const timer = new ProgressTimer(size);
      beginWhenAssigned(consumer, timer);
      await start(pool, consumer, timer);
      return timer.outcome();
    },
    async after(round) {
      await consumer?.disconnect();
      await pool.end();
      await dropRoundDatabase(config, round);
    },
    close: async () => undefined,
  };
}

async function persistBatch(pool: pg.Pool, payload: EachBatchPayload): Promise<void> {
  const { batch } = payload;
  for (let start = 0; start < batch.messages.length; start += 500) {
    const slice = batch.messages.slice(start, start + 500);
    await persistSlice(pool, slice);
    const last = slice.at(-1)?.offset ?? '';
    payload.resolveOffset(last);
    const partitions = [{ partition: batch.partition, offset: String(Number(last) + 1) }];
    await payload.commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions }] });
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
