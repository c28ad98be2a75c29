import type { IngestBatch } from '@foldmart/core';
import { encodeEvent } from '../representable.js';
import type { EncodedItem } from './ingest-rounds.js';

/** A checked batch: the items that can be written, and those that never can. */
export interface EncodedBatch {
  readonly batch: IngestBatch;
  readonly items: readonly EncodedItem[];
  /** Why items cannot be written, by their index. */
  readonly refusals: ReadonlyMap<number, string>;
}

/** Encodes a batch's events, once for all attempts to record it. */
export function encodeBatch(batch: IngestBatch): EncodedBatch {
  const refusals = new Map<number, string>();
  const items = batch.items.flatMap(({ streamId, startsStream, event }, index) => {
    const encoded = encodeEvent(streamId, event);
    if (encoded.ok) return [{ index, streamId, startsStream, event, json: encoded.json }];
    refusals.set(index, encoded.why);
    return [];
  });
  return { batch, items, refusals };
}

/** The streams whose next version other batches may write too. */
export function followedStreams(items: readonly EncodedItem[]): readonly string[] {
  const followers = items.filter(({ startsStream }) => !startsStream);
  return [...new Set(followers.map(({ streamId }) => streamId))];
}
