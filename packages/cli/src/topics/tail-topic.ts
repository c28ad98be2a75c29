import type { Clock, DeliveredMessage, EventBusAdmin } from '@foldmart/core';

const pageMessages = 500;
const pollMs = 300;

type Reader = Pick<EventBusAdmin, 'read'>;

/** Where a tail begins, and how far it goes. */
export interface TailRequest {
  readonly topic: string;
  /** By partition, the first offset to read. */
  readonly from: ReadonlyMap<number, string>;
  /** Whether to continue at the end, until the signal aborts. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/**
 * The messages of a topic without a group, up to its end, merged by time; with `follow` also all later ones. Each
 * partition stays in its order.
 */
export async function* tailTopic(
  admin: Reader,
  clock: Clock,
  { topic, from, follow, signal }: TailRequest,
): AsyncGenerator<DeliveredMessage> {
  const partitions = [...from].map(
    ([partition, offset]) => new TailedPartition(admin, { topic, partition, offset }),
  );
  await Promise.all(partitions.map((each) => each.fill()));
  while (!signal.aborted) {
    const oldest = withOldestMessage(partitions);
    if (oldest !== undefined) {
      yield oldest.take();
      await oldest.fill();
    } else if (follow) {
      await clock.sleep(pollMs, signal);
      await Promise.all(partitions.map((each) => each.fill()));
    } else return;
  }
}

/** A partition that is read page by page. */
class TailedPartition {
  readonly #admin: Reader;
  readonly #topic: string;
  readonly #partition: number;
  #next: string;
  #messages: DeliveredMessage[] = [];

  constructor(
    admin: Reader,
    start: { readonly topic: string; readonly partition: number; readonly offset: string },
  ) {
    this.#admin = admin;
    this.#topic = start.topic;
    this.#partition = start.partition;
    this.#next = start.offset;
  }

  get oldestMs(): number | undefined {
    return this.#messages[0]?.timestampMs;
  }

  take(): DeliveredMessage {
    const message = this.#messages.shift();
    if (message === undefined) throw new Error('nothing was read');
    return message;
  }

  /** Reads a page if nothing is left of the last one; leaves out what has no messages. */
  async fill(): Promise<void> {
    while (this.#messages.length === 0) {
      const { messages, next, end } = await this.#admin.read(this.#topic, {
        partition: this.#partition,
        from: this.#next,
        limit: pageMessages,
      });
      this.#messages = [...messages];
      this.#next = next;
      if (messages.length === 0 && BigInt(next) >= BigInt(end)) return;
    }
  }
}

function withOldestMessage(partitions: readonly TailedPartition[]): TailedPartition | undefined {
  let oldest: TailedPartition | undefined;
  for (const each of partitions) {
    if (each.oldestMs === undefined) continue;
    if (oldest?.oldestMs === undefined || each.oldestMs < oldest.oldestMs) oldest = each;
  }
  return oldest;
}
