import type { KafkaJsBroker } from './cluster.js';

/** A request type of the Kafka protocol, and its version. */
export interface Api {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
}

/** Whether a broker, which must be connected, takes this version of the request. */
export function supports(broker: KafkaJsBroker, { apiKey, apiVersion }: Api): boolean {
  return (broker.versions?.[apiKey]?.maxVersion ?? 0) >= apiVersion;
}

/**
 * Sends a request that this package encodes itself, over kafkajs's connection to a broker. The record encoding of
 * kafkajs is several times slower, and encoding dominates the cost of producing and fetching.
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
