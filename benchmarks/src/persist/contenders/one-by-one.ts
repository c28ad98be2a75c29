import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { columns, ordersOf } from '../plain-tables.js';
import { openConsumer } from './hand-written.js';

const places = columns.map((_, index) => `$${String(index + 1)}`).join(', ');
const text = `INSERT INTO orders VALUES (${places}) ON CONFLICT DO NOTHING`;

/** The consumer of the tutorials, made safe: eachMessage, with an insert and an offset commit for every message. */
export function open(config: ContenderConfig): Promise<OpenContender> {
  return openConsumer(config, (pool, consumer, timer) =>
    consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: 3,
      eachMessage: async ({ topic, partition, message }) => {
        const [order] = ordersOf([message]);
        await pool.query({ name: 'order', text, values: columns.map(([name]) => order?.[name]) });
        const offset = String(Number(message.offset) + 1);
        await consumer.commitOffsets([{ topic, partition, offset }]);
        timer.done(1);
      },
    }),
  );
}
