import type { KafkaJsBroker } from './cluster.js';

/** Which of Kafka's requests, in which version. */
export interface Api {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
}

/**
 * Sends a request of this package's own making over kafkajs's connection to a broker. Its own encoding
 * of records costs several times as much, which is most of what publishing and reading cost.
 */
export async function exchange<Answer>(
  broker: KafkaJsBroker,
  api: Api,
  request: Buffer,
  read: (answer: Buffer) => Answer | Promise<Answer>,
  timeoutMs?: number,
): Promise<Answer> {
  return broker.connectionPool.send({
    request: { ...api, encode: async () => ({ buf: request, buffer: request }) },
    response: { decode: async (answer) => answer, parse: async (answer) => read(answer) },
    ...(timeoutMs === undefined ? {} : { requestTimeout: timeoutMs }),
  });
}
