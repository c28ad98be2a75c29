import type { Consumer } from 'kafkajs';
import type { ContenderConfig, Open, OpenContender } from '../../frame/row.js';
import { kafkajsConsumer } from '../../measure/kafkajs-client.js';
import { beginWhenAssigned } from '../../measure/begin-when-assigned.js';
import { ProgressTimer } from '../../measure/progress-timer.js';
import { orderTopic } from '../../measure/service-settings.js';
import { groupOf } from '../group-of.js';

/** Whole batches, whose messages are not read. */
export const openEachBatch: Open = (config) =>
  openConsumer(config, (consumer, timer) =>
    consumer.run({
      partitionsConsumedConcurrently: 3,
      eachBatch: async ({ batch }) => {
        timer.done(batch.messages.length);
        await Promise.resolve();
      },
    }),
  );

/** The same with JSON.parse of every message. */
export const openParsed: Open = (config) =>
  openConsumer(config, (consumer, timer) =>
    consumer.run({
      partitionsConsumedConcurrently: 3,
      eachBatch: async ({ batch: { messages } }) => {
        for (const { value } of messages) JSON.parse(value?.toString() ?? '');
        timer.done(messages.length);
        await Promise.resolve();
      },
    }),
  );

/** One message after another, not read. */
export const openEachMessage: Open = (config) =>
  openConsumer(config, (consumer, timer) =>
    consumer.run({
      partitionsConsumedConcurrently: 3,
      eachMessage: async () => {
        timer.done(1);
        await Promise.resolve();
      },
    }),
  );

async function openConsumer(
  config: ContenderConfig,
  start: (consumer: Consumer, timer: ProgressTimer) => Promise<void>,
): Promise<OpenContender> {
  let consumer: Consumer | undefined;
  return {
    async prepare(round) {
      const topic = orderTopic(config.services);
      consumer = await kafkajsConsumer(config.services, { groupId: groupOf(config, round), topic });
    },
    async run({ size }) {
      if (consumer === undefined) throw new Error('the round is not prepared');
      const timer = new ProgressTimer(size);
      beginWhenAssigned(consumer, timer);
      await start(consumer, timer);
      return timer.outcome();
    },
    after: async () => consumer?.disconnect(),
    close: async () => undefined,
  };
}
