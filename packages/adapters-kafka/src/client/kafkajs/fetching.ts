import { committedRecords } from '../../wire/committed-records.js';
import {
  decodeFetchAnswer,
  encodeFetchRequest,
  FETCH,
  type FetchAnswer,
} from '../../wire/fetch-request.js';
import { ProtocolError } from '../../wire/protocol-error.js';
import { decodeFetchById, encodeFetchById, FETCH_BY_ID } from '../../wire/fetch-by-id.js';
import type {
  FetchClient,
  FetchedPartition,
  FetchLimits,
  FetchPosition,
  TopicIdentity,
  UnreadPartition,
} from '../kafka-client.js';
import type { KafkaJsBroker } from './cluster.js';
import { exchange, supports } from './exchange.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';
import { leaderOf } from './leader-of.js';

const READ_COMMITTED = 1;
const TIMES = { latest: -1, earliest: -2 };

/** The requests of a consumer for records and offsets. */
export function fetchingWith(
  connection: KafkaJsConnection,
): Pick<FetchClient, 'fetch' | 'offsetsAt'> {
  return {
    fetch: async (leader, topic, positions, limits) => {
      const broker = await connection.broker(leader);
      const answers = await connection.ask(broker, () =>
        fetchFrom(broker, topic, positions, limits),
      );
      const asked = new Map(positions.map(({ partition, offset }) => [partition, offset]));
      return Promise.all(
        answers.map((answer) =>
          readPartition(answer, topic.name, asked.get(answer.partition) ?? 0n),
        ),
      );
    },
    offsetsAt: async (topic, partitions, at) => {
      const timestamp = typeof at === 'number' ? at : TIMES[at];
      const byLeader = await groupByLeader(connection, topic, partitions);
      const found = await Promise.all(
        [...byLeader].map(([leader, led]) =>
          listOffsets(connection, leader, topic, led, timestamp),
        ),
      );
      return new Map(found.flat());
    },
  };
}

/** By the topic's id if that is known and the broker takes it, otherwise by its name. */
async function fetchFrom(
  broker: KafkaJsBroker,
  { name, id }: TopicIdentity,
  positions: readonly FetchPosition[],
  limits: FetchLimits,
): Promise<readonly FetchAnswer[]> {
  if (id === '' || !supports(broker, FETCH_BY_ID)) {
    const request = encodeFetchRequest(name, positions, limits);
    return exchange(broker, FETCH, request, decodeFetchAnswer, limits.maxWaitMs);
  }
  const request = encodeFetchById(id, positions, limits);
  const asked = exchange(broker, FETCH_BY_ID, request, decodeFetchById, limits.maxWaitMs);
  const { errorCode, parts } = await asked;
  if (errorCode !== 0) throw new ProtocolError(errorCode, `reading ${name}`);
  return parts;
}

async function readPartition(
  answer: FetchAnswer,
  topic: string,
  position: bigint,
): Promise<FetchedPartition | UnreadPartition> {
  const { partition, errorCode } = answer;
  const what = `reading ${topic}[${partition}]`;
  if (errorCode !== 0) return { partition, error: new ProtocolError(errorCode, what) };
  try {
    return await committedRecords(answer, position);
  } catch (error) {
    return { partition, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

async function listOffsets(
  connection: KafkaJsConnection,
  leader: number,
  topic: string,
  partitions: readonly number[],
  timestamp: number,
): Promise<[number, bigint][]> {
  const { responses } = await connection.ask(await connection.broker(leader), (broker) =>
    broker.listOffsets({
      isolationLevel: READ_COMMITTED,
      topics: [{ topic, partitions: partitions.map((partition) => ({ partition, timestamp })) }],
    }),
  );
  return responses
    .flatMap((answer) => answer.partitions)
    .map(({ partition, offset }): [number, bigint] => [partition, BigInt(String(offset))])
    .filter(([, offset]) => offset >= 0n);
}

async function groupByLeader(
  connection: KafkaJsConnection,
  topic: string,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, readonly number[]>> {
  const byLeader = new Map<number, number[]>();
  for (const partition of partitions) {
    const leader = await leaderOf(connection, topic, partition);
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
  }
  return byLeader;
}
