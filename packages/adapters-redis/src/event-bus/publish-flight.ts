import type { Partitioner } from '@foldmart/core';
import type { EncodedMessage } from '../codec.js';
import type { TopicKeys } from './keys.js';

/** The arguments of the script that appends the messages of a flight. */
export interface FlightCommand {
  readonly keys: readonly string[];
  readonly args: readonly unknown[];
}

/** Groups messages by partition, in order, and lays them out as arguments of the script. */
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
