import type { ReadPage, ReadRequest } from '@foldmart/core';
import type { FetchedPartition, KafkaClient } from './client/kafka-client.js';
import { leaderOf } from './client/kafkajs/leader-of.js';
import { toDelivered } from './codec.js';

const LIMITS = {
  minBytes: 1,
  maxWaitMs: 100,
  maxBytes: 4 * 1_024 * 1_024,
  maxBytesPerPartition: 1_024 * 1_024,
};

/** Reads one partition without a group, with one fetch request. */
export async function readPartition(
  client: KafkaClient,
  topic: string,
  { partition, from, limit }: ReadRequest,
): Promise<ReadPage> {
  const leader = await leaderOf(client, topic, partition);
  const [starts, ends] = await Promise.all([
    client.offsetsAt(topic, [partition], 'earliest'),
    client.offsetsAt(topic, [partition], 'latest'),
  ]);
  const [start, end] = [starts.get(partition) ?? 0n, ends.get(partition) ?? 0n];
  const offset = BigInt(from) < start ? start : BigInt(from);
  if (offset >= end) return { messages: [], next: String(offset), end: String(end) };
  const { records, nextOffset } = await fetch(client, topic, { leader, partition, offset });
  const wanted = records.slice(0, limit);
  const last = wanted.at(-1);
  const next = wanted.length < records.length && last ? BigInt(last.offset) + 1n : nextOffset;
  return {
    messages: wanted.map((record) => toDelivered(topic, partition, record)),
    next: String(next),
    end: String(end),
  };
}

async function fetch(
  client: KafkaClient,
  topic: string,
  place: { readonly leader: number; readonly partition: number; readonly offset: bigint },
): Promise<FetchedPartition> {
  const identity = { name: topic, id: (await client.topicId(topic)) ?? '' };
  const [fetched] = await client.fetch(place.leader, identity, [place], LIMITS);
  if (fetched === undefined) throw new Error(`no answer for ${topic}[${place.partition}]`);
  if ('error' in fetched) throw fetched.error;
  return fetched;
}
