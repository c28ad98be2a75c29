import kafkajs from 'kafkajs';
import pg from 'pg';
import { contend } from '../measure/child.js';
import { registerLz4 } from '../measure/lz4-for-kafkajs.js';
import { ProgressTimer } from '../measure/progress-timer.js';
import { orderTopic } from '../measure/service-settings.js';
import type { ContenderConfig } from './contender-config.js';
import { columns, createTables, ordersOf } from './plain-tables.js';

const { Kafka, logLevel } = kafkajs;

// The consumer of the tutorials, made safe: eachMessage, with an insert and an offset commit for
// every message.
await contend(async (config: ContenderConfig) => {
  const { brokers, postgres, database, group, messages } = config;
  registerLz4();
  const pool = new pg.Pool({ ...postgres, database, max: 4 });
  await createTables(pool);
  const timer = new ProgressTimer(messages);
  const kafka = new Kafka({
    clientId: 'one-by-one',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
  });
  const consumer = kafka.consumer({ groupId: group });
  await consumer.connect();
  await consumer.subscribe({ topics: [orderTopic(config)], fromBeginning: true });
  const places = columns.map((_, index) => `$${String(index + 1)}`).join(', ');
  await consumer.run({
    autoCommit: false,
    partitionsConsumedConcurrently: 3,
    eachMessage: async ({ topic, partition, message }) => {
      timer.begin();
      const [order] = ordersOf([message]);
      await pool.query(
        `INSERT INTO orders VALUES (${places}) ON CONFLICT DO NOTHING`,
        columns.map(([name]) => order?.[name]),
      );
      const offset = String(Number(message.offset) + 1);
      await consumer.commitOffsets([{ topic, partition, offset }]);
      timer.done(1);
    },
  });
  const result = await timer.result();
  await consumer.disconnect();
  await pool.end();
  return result;
});
