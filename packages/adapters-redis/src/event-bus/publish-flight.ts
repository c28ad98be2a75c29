import type { Partitioner } from '@foldmart/core';
import type { EncodedMessage } from '../codec.js';
import type { TopicKeys } from './keys.js';

/** What a script call takes to append a flight's messages. */
export interface FlightCommand {
  readonly keys: readonly string[];
  readonly args: readonly unknown[];
}

/** Sorts messages into partitions, keeping their order, and lays them out as the script wants them. */
export function flightCommand(
  messages: readonly EncodedMessage[],
  topic: TopicKeys,
  partitions: number,
  partitioner: Partitioner,
): FlightCommand {
  const groups = new Map<number, { masks: string; fields: unknown[] }>();
  for (const message of messages) {
    const partition = partitioner.partition(message.key, partitions);
    const group = groups.get(partition) ?? { masks: '', fields: [] };
    group.masks += message.mask;
    for (const field of message.fields) group.fields.push(field);
    groups.set(partition, group);
  }
  const keys = [topic.topic];
  const args: unknown[] = [partitions];
  for (const [partition, { masks, fields }] of groups) {
    keys.push(topic.stream(partition));
    args.push(partition, masks);
    for (const field of fields) args.push(field);
  }
  return { keys, args };
}
