import type { KafkaSettings } from '../../options.js';
import { decodeProduceAnswer, encodeProduceRequest, PRODUCE } from '../../wire/produce-request.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import { encodeRecordBatch } from '../../wire/record-batch-encoder.js';
import type { ProducerClient, ProduceRequest } from '../kafka-client.js';
import { exchange } from './exchange.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';
import { leaderOf } from './leader-of.js';

const UNUSED_TRANSACTION_TIMEOUT_MS = 60_000;

/** The requests of a producer. */
export function producingWith(
  connection: KafkaJsConnection,
  settings: Pick<KafkaSettings, 'compression' | 'requestTimeoutMs'>,
): Pick<ProducerClient, 'createProducerId' | 'produce'> {
  const { compression, requestTimeoutMs } = settings;
  return {
    produce: async (written: ProduceRequest) => {
      const { topic, partition, records, producer, firstSequence, timestampMs } = written;
      const leader = await leaderOf(connection, topic, partition);
      const broker = await connection.broker(leader);
      const batch = await encodeRecordBatch(records, {
        ...producer,
        compression,
        firstSequence,
        timestampMs,
      });
      const request = encodeProduceRequest(topic, partition, batch, requestTimeoutMs);
      const { errorCode, explanation } = await connection.ask(broker, (leading) =>
        exchange(leading, PRODUCE, request, decodeProduceAnswer),
      );
      if (errorCode !== 0) {
        throw new ProtocolError(errorCode, `writing to ${topic}[${partition}]`, explanation);
      }
    },
    createProducerId: async () => {
      const answer = await connection.ask(await connection.anyBroker(), (broker) =>
        broker.initProducerId({ transactionTimeout: UNUSED_TRANSACTION_TIMEOUT_MS }),
      );
      return {
        producerId: BigInt(String(answer.producerId)),
        producerEpoch: answer.producerEpoch,
      };
    },
  };
}
