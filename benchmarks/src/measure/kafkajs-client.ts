import kafkajs, { type Consumer, type Kafka, type Producer } from 'kafkajs';
import { registerLz4 } from './lz4-for-kafkajs.js';
import type { BenchmarkServices } from './service-settings.js';

const { Kafka: Client, logLevel, Partitioners } = kafkajs;

/** A kafkajs client that knows lz4. */
function kafkajsClient({ brokers }: BenchmarkServices): Kafka {
  registerLz4();
  return new Client({ brokers: [...brokers], logLevel: logLevel.NOTHING });
}

/** A connected producer with the guarantees that Foldmart gives: idempotent, acknowledged by all replicas, in order. */
export async function kafkajsProducer(services: BenchmarkServices): Promise<Producer> {
  const producer = kafkajsClient(services).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}

/** A connected consumer with its subscription. */
export async function kafkajsConsumer(
  services: BenchmarkServices,
  options: { readonly groupId: string; readonly topic: string; readonly isPrompt?: boolean },
): Promise<Consumer> {
  const { groupId, topic, isPrompt = false } = options;
  const fetching = isPrompt ? { minBytes: 1 } : { minBytes: 1_024, maxWaitTimeInMs: 500 };
  const consumer = kafkajsClient(services).consumer({ groupId, ...fetching });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  return consumer;
}
