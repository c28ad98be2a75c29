import type { FetchClient, FetchedPartition, FetchPosition } from '../kafka-client.js';
import { committedRecords, type RawFetchedPartition } from './committed-records.js';
import type { KafkaJsConnection } from './kafkajs-connection.js';
import { leaderOf } from './leader-of.js';

const READ_COMMITTED = 1;
const TIMES = { latest: -1, earliest: -2 };

type RawFetchAnswer = {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly RawFetchedPartition[];
  }[];
};

/** The requests of a reader. */
export function fetchingWith(
  connection: KafkaJsConnection,
): Pick<FetchClient, 'fetch' | 'offsetsAt'> {
  return {
    fetch: async (leader, topic, positions, limits) => {
      const answer = (await connection.ask(await connection.broker(leader), (broker) =>
        broker.fetch({
          isolationLevel: READ_COMMITTED,
          minBytes: limits.minBytes,
          maxWaitTime: limits.maxWaitMs,
          maxBytes: limits.maxBytes,
          topics: [{ topic, partitions: positions.map(toRequest(limits.maxBytesPerPartition)) }],
        }),
      )) as RawFetchAnswer;
      const asked = new Map(positions.map(({ partition, offset }) => [partition, offset]));
      return answer.responses.flatMap(({ partitions }) => partitions.flatMap(toFetched(asked)));
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

const toRequest =
  (maxBytes: number) =>
  ({ partition, offset }: FetchPosition) => ({ partition, fetchOffset: String(offset), maxBytes });

const toFetched =
  (asked: ReadonlyMap<number, bigint>) =>
  (answer: RawFetchedPartition): FetchedPartition[] => {
    const position = asked.get(answer.partition);
    return position === undefined ? [] : [committedRecords(answer, position)];
  };

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
