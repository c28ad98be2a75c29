import {
  compareUtf8,
  type StoredEvent,
  type StreamListRange,
  type StreamSummary,
} from '@foldmart/core';

const noEvents: readonly StoredEvent[] = [];

/** The committed events by stream. */
export class StreamIndex {
  readonly #streams = new Map<string, StoredEvent[]>();
  /** In ascending order; sorted again on the next read after streams were added. */
  #ids: readonly string[] | undefined;

  /** The events of a stream in order; empty if it does not exist. */
  get(id: string): readonly StoredEvent[] {
    return this.#streams.get(id) ?? noEvents;
  }

  /** Appends events to a stream. The index owns the array afterwards. */
  grow(id: string, tail: StoredEvent[]): void {
    const stream = this.#streams.get(id);
    if (stream !== undefined) for (const event of tail) stream.push(event);
    else {
      this.#streams.set(id, tail);
      this.#ids = undefined;
    }
  }

  /** Streams in the order of their ids' UTF-8 bytes, so that streams with one prefix are adjacent. */
  list({ prefix = '', after, limit }: StreamListRange): readonly StreamSummary[] {
    this.#ids ??= [...this.#streams.keys()].sort(compareUtf8);
    const summaries: StreamSummary[] = [];
    for (let index = this.#firstOf(this.#ids, prefix, after); ; index += 1) {
      const id = this.#ids[index];
      if (id?.startsWith(prefix) !== true || summaries.length >= limit) return summaries;
      summaries.push(this.#summary(id));
    }
  }

  #firstOf(ids: readonly string[], prefix: string, after: string | undefined): number {
    let [low, high] = [0, ids.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const id = ids[middle] ?? '';
      const isBefore =
        compareUtf8(id, prefix) < 0 || (after !== undefined && compareUtf8(id, after) <= 0);
      if (isBefore) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #summary(streamId: string): StreamSummary {
    const events = this.get(streamId);
    return { streamId, version: events.length, recordedAt: events.at(-1)?.recordedAt ?? '' };
  }
}
