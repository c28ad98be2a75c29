import type { EventEnvelope } from '@foldmart/core';
import type { Producer } from 'kafkajs';
import type { ContenderConfig, Open, OpenContender } from '../../frame/row.js';
import { concurrently } from '../../measure/concurrently.js';
import { handMadeMessage, sending } from '../../measure/hand-made-messages.js';
import { kafkajsProducer } from '../../measure/kafkajs-client.js';
import { generateOrderEvents } from '../../measure/order-messages.js';
import { orderTopic } from '../../measure/service-settings.js';
import { batchesOf } from '../batches.js';
import { Lingering } from '../lingering.js';

/** Encodes orders and sends them in batches, one call after another. */
export const openBatches: Open = (config) =>
  openProducer(config, async (producer, topic, orders) => {
    for (const batch of batchesOf(orders)) {
      await producer.send({ topic, ...sending, messages: batch.map(handMadeMessage) });
    }
  });

/** Sends each order by a call of its own, with 500 calls in flight. */
export const openSingle: Open = (config) =>
  openProducer(config, (producer, topic, orders) =>
    concurrently({ total: orders.length, waiting: 500 }, (nth) =>
      producer.send({
        topic,
        ...sending,
        messages: orders.slice(nth - 1, nth).map(handMadeMessage),
      }),
    ),
  );

/** The same with what kafkajs lacks, written by hand: what comes within 10 ms is sent together. */
export const openLingering: Open = (config) =>
  openProducer(config, (producer, topic, orders) => {
    const lingering = new Lingering((messages) => producer.send({ topic, ...sending, messages }));
    return concurrently({ total: orders.length, waiting: 500 }, async (nth) => {
      for (const order of orders.slice(nth - 1, nth)) await lingering.add(handMadeMessage(order));
    });
  });

async function openProducer(
  config: ContenderConfig,
  work: (producer: Producer, topic: string, orders: readonly EventEnvelope[]) => Promise<void>,
): Promise<OpenContender> {
  const producer = await kafkajsProducer(config.services);
  const orders = await generateOrderEvents(config.size, 'publish');
  const topic = orderTopic(config.services);
  return {
    async run({ size }) {
      await work(producer, topic, orders.slice(0, size));
      return { count: size };
    },
    close: () => producer.disconnect(),
  };
}
