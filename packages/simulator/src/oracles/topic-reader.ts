import type { MemoryBroker } from '@foldmart/adapters-memory';
import type { DeliveredMessage } from '@foldmart/core';

/** A message as the broker keeps it. */
export interface SeenMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Empty if the message has none. */
  readonly key: string;
  readonly eventId: string | undefined;
}

const utf8 = new TextDecoder();

/** Reads what is new in the topics of a broker since the last look. */
export class TopicReader {
  readonly #broker: MemoryBroker;
  readonly #topics: readonly string[];
  /** By topic, the next offset of each partition. */
  readonly #next = new Map<string, number[]>();

  constructor(broker: MemoryBroker, topics: readonly string[]) {
    this.#broker = broker;
    this.#topics = topics;
  }

  fresh(): readonly SeenMessage[] {
    let found: SeenMessage[] | undefined;
    for (const topic of this.#topics) {
      const partitions = this.#broker.topic(topic)?.partitions ?? [];
      const next = this.#offsetsOf(topic);
      for (let partition = 0; partition < partitions.length; partition += 1) {
        const [log, from] = [partitions[partition], next[partition] ?? 0];
        if (log === undefined || log.end <= from) continue;
        next[partition] = log.end;
        found ??= [];
        for (const [index, record] of log.read(from, log.end - from).entries()) {
          found.push(toSeen(record, { topic, partition, offset: from + index }));
        }
      }
    }
    return found ?? [];
  }

  #offsetsOf(topic: string): number[] {
    const known = this.#next.get(topic);
    if (known !== undefined) return known;
    const offsets: number[] = [];
    this.#next.set(topic, offsets);
    return offsets;
  }
}

function toSeen(
  { key, headers }: Pick<DeliveredMessage, 'key' | 'headers'>,
  place: Pick<SeenMessage, 'topic' | 'partition' | 'offset'>,
): SeenMessage {
  return { ...place, key: key === null ? '' : utf8.decode(key), eventId: headers['ce_id'] };
}
