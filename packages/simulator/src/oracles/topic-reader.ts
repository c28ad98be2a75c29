import type { MemoryBroker } from '@foldmart/adapters-memory';

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
  readonly #next = new Map<string, number>();

  constructor(broker: MemoryBroker, topics: readonly string[]) {
    this.#broker = broker;
    this.#topics = topics;
  }

  fresh(): readonly SeenMessage[] {
    let found: SeenMessage[] | undefined;
    for (const topic of this.#topics) {
      for (const [partition, log] of (this.#broker.topic(topic)?.partitions ?? []).entries()) {
        const place = `${topic}/${String(partition)}`;
        const from = this.#next.get(place) ?? 0;
        if (log.end <= from) continue;
        this.#next.set(place, log.end);
        found ??= [];
        for (const [index, { key, headers }] of log.read(from, log.end - from).entries()) {
          found.push({
            topic,
            partition,
            offset: from + index,
            key: key === null ? '' : utf8.decode(key),
            eventId: headers['ce_id'],
          });
        }
      }
    }
    return found ?? [];
  }
}
