import kafkajs from 'kafkajs';
import type { KafkaSettings } from '../../options.js';
import type { ProducerClient, ProduceRequest } from '../kafka-client.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';
import { leaderOf } from './leader-of.js';

const ALL_IN_SYNC_REPLICAS = -1;
const UNUSED_TRANSACTION_TIMEOUT_MS = 60_000;

const compressionTypes = {
  none: kafkajs.CompressionTypes.None,
  gzip: kafkajs.CompressionTypes.GZIP,
  lz4: kafkajs.CompressionTypes.LZ4,
};

/** The requests of a producer. */
export function producingWith(
  connection: KafkaJsConnection,
  settings: Pick<KafkaSettings, 'compression' | 'requestTimeoutMs'>,
): Pick<ProducerClient, 'createProducerId' | 'produce'> {
  const send = async (request: ProduceRequest): Promise<void> => {
    const { topic, partition, records, producer, firstSequence } = request;
    const leader = await leaderOf(connection, topic, partition);
    await connection.ask(await connection.broker(leader), (broker) =>
      broker.produce({
        acks: ALL_IN_SYNC_REPLICAS,
        timeout: settings.requestTimeoutMs,
        compression: compressionTypes[settings.compression],
        // An opaque 64-bit number, whatever kafkajs's types say.
        producerId: producer.producerId as number,
        producerEpoch: producer.producerEpoch,
        topicData: [{ topic, partitions: [{ partition, firstSequence, messages: [...records] }] }],
      }),
    );
  };

  return {
    produce: send,
    createProducerId: async () =>
      connection.ask(await connection.anyBroker(), (broker) =>
        broker.initProducerId({ transactionTimeout: UNUSED_TRANSACTION_TIMEOUT_MS }),
      ),
  };
}
