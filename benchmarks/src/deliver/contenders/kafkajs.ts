import type { ContenderConfig, OpenContender } from '../../frame/row.js';
import { sending } from '../../measure/hand-made-messages.js';
import { kafkajsConsumer, kafkajsProducer } from '../../measure/kafkajs-client.js';
import { orderTopic } from '../../measure/service-settings.js';
import { ownTopic } from '../own-topic.js';
import { deliverAtPace } from '../deliver-at-pace.js';

/** The same with kafkajs: eachMessage, and the offset committed by its timer. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const groupId = config.own;
  const services = await ownTopic(config);
  const topic = orderTopic(services);
  const producer = await kafkajsProducer(services);
  const consumer = await kafkajsConsumer(services, { groupId, topic, isPrompt: true });
  let listener: (nth: number) => void = () => undefined;
  await consumer.run({
    partitionsConsumedConcurrently: 3,
    eachMessage: async ({ message: { value } }) => {
      listener(Number(value?.toString()));
      await Promise.resolve();
    },
  });
  return deliverAtPace({
    publish: (nth) =>
      producer.send({ topic, ...sending, messages: [{ key: String(nth), value: String(nth) }] }),
    onArrival(each) {
      listener = each;
    },
    async close() {
      await consumer.disconnect();
      await producer.disconnect();
    },
  });
}
