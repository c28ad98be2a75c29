import type { EventEnvelope, IngestOutcome } from '@foldmart/core';

/** An item of a batch that can be written, with its place in the batch. */
export interface EncodedItem {
  readonly index: number;
  readonly streamId: string;
  readonly startsStream: boolean;
  readonly event: EventEnvelope;
  readonly json: string;
}

/** Outcomes by the index of their items. */
export type Outcomes = Map<number, IngestOutcome>;

/**
 * Splits items into rounds; running them in order has the same outcome as running the items one by one. Within a
 * round no id occurs twice, and a stream gets either the event that opens it or any number of later events.
 */
export function planRounds(items: readonly EncodedItem[]): readonly (readonly EncodedItem[])[] {
  const rounds: EncodedItem[][] = [];
  const freeForId = new Map<string, number>();
  const streams = new Map<string, { readonly round: number; readonly opens: boolean }>();
  for (const item of items) {
    const last = streams.get(item.streamId);
    const joins = last !== undefined && !last.opens && !item.startsStream;
    const freeForStream = last === undefined ? 0 : last.round + (joins ? 0 : 1);
    const round = Math.max(freeForStream, freeForId.get(item.event.id) ?? 0);
    (rounds[round] ??= []).push(item);
    freeForId.set(item.event.id, round + 1);
    streams.set(item.streamId, { round, opens: item.startsStream });
  }
  return rounds;
}
