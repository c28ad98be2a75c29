import type { MessageBatch } from '../messaging/message.js';

/**
 * Counts the failed deliveries to one member, by partition. Outlives the work on a partition, so that the count
 * continues if the partition leaves the member and returns with nothing committed.
 */
export class DeliveryAttempts {
  readonly #failures = new Map<number, { readonly offset: string; readonly count: number }>();

  /** The number of the next delivery of a batch, from 1. A batch is recognised by its first message. */
  next(batch: MessageBatch): number {
    const failure = this.#failures.get(batch.partition);
    return failure?.offset === firstOffset(batch) ? failure.count + 1 : 1;
  }

  failed(batch: MessageBatch, count: number): void {
    this.#failures.set(batch.partition, { offset: firstOffset(batch), count });
  }

  succeeded({ partition }: MessageBatch): void {
    this.#failures.delete(partition);
  }
}

function firstOffset({ messages }: MessageBatch): string {
  return messages[0]?.offset ?? '';
}
