import kafkajs from 'kafkajs';
import { contend } from '../measure/child.js';
import { registerLz4 } from '../measure/lz4-for-kafkajs.js';
import { orderTopic } from '../measure/service-settings.js';
import { encodedOrderBatches } from './encoded-orders.js';
import type { PublishConfig } from './publish-config.js';
import { timedPublishing } from './timed-publishing.js';

const { CompressionTypes, Kafka, logLevel, Partitioners } = kafkajs;

await contend(async (config: PublishConfig) => {
  const { brokers, messages: count } = config;
  registerLz4();
  const batches = (await encodedOrderBatches(count)).map((batch) =>
    batch.map(({ key, value, headers }) => ({
      key: String(key),
      value: String(value),
      headers: { ...headers },
    })),
  );
  const kafka = new Kafka({ clientId: 'raw', brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const shared = { topic: orderTopic(config), acks: -1, compression: CompressionTypes.LZ4 };
  const result = await timedPublishing(batches, (batch) =>
    producer.send({ ...shared, messages: [...batch] }),
  );
  await producer.disconnect();
  return result;
});
