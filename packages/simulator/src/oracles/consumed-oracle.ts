import { jsonEqual, type DeliveredMessage, type WireCodec } from '@foldmart/core';
import type { Services } from '../services/services.js';
import type { Oracle, Verdict } from './oracle.js';

/** A consumer group whose messages are recorded in the log. */
export interface RecordingGroup {
  readonly topic: string;
  readonly group: string;
}

/**
 * The offset never moves before the transaction: each message below the committed offset of a group is in the log, or is a
 * dead letter.
 */
export function consumedOracle(
  { broker, database }: Pick<Services, 'broker' | 'database'>,
  groups: readonly RecordingGroup[],
  codec: WireCodec,
): Oracle {
  const isRecorded = (message: DeliveredMessage): boolean => {
    const decoded = codec.decode(message);
    if (!decoded.ok) return false;
    const { event, streamId, startsStream } = decoded;
    if (database.log.find(event.id) !== undefined) return true;
    // The same fact under another id is a duplicate.
    const [opening] = database.log.streams.get(streamId);
    return startsStream && opening !== undefined && jsonEqual(opening.data, event.data);
  };
  const watched = groups.map((each) => ({ ...each, looked: new Array<number>() }));
  const checkPartition = (
    { topic, group, looked }: (typeof watched)[number],
    partition: number,
    committed: number,
  ): Verdict => {
    const from = looked[partition] ?? 0;
    if (committed <= from) return undefined;
    looked[partition] = committed;
    const place = `${group} ${topic}/${String(partition)}`;
    const log = broker.topic(topic)?.partitions[partition];
    for (const [index, record] of (log?.read(from, committed - from) ?? []).entries()) {
      const { key, value, headers, timestampMs } = record;
      const offset = String(from + index);
      const source = { group, topic, partition, offset, key, value, headers, timestampMs };
      if (isRecorded(source) || database.deadLetters.isKnown(source)) continue;
      const id = headers['ce_id'] ?? 'without id';
      return `${place} has committed ${String(committed)}, but the message at ${offset} (event ${id}) is neither in the log nor a dead letter`;
    }
    return undefined;
  };
  return {
    name: 'an offset moves only after its transaction',
    check() {
      for (const each of watched) {
        const partitions = broker.findGroup(each.group, each.topic)?.partitions ?? [];
        for (let partition = 0; partition < partitions.length; partition += 1) {
          const verdict = checkPartition(each, partition, partitions[partition]?.committed ?? 0);
          if (verdict !== undefined) return verdict;
        }
      }
      return undefined;
    },
  };
}
