import {
  loadState,
  NotFoundError,
  upcastEvent,
  type StoredEvent,
  type StreamMoment,
} from '@foldmart/core';
import { shopStreamFold } from '@foldmart/core/shop';
import type { System } from '../runtime/system.js';

/** A stream as it was at some moment. */
export interface StreamView {
  readonly streamId: string;
  /** Its version at that moment. */
  readonly version: number;
  /** What its events up to then amount to; null for a stream that no decider of the shop folds. */
  readonly state: unknown;
  /** The newest events up to then, in order, in the current version of their schemas. */
  readonly events: readonly StoredEvent[];
}

/** Shows a stream with at most `limit` of its events. Rejects with NotFoundError, and ValidationError for a version beyond its end. */
export async function showStream(
  system: System,
  streamId: string,
  { at, limit }: { readonly at?: StreamMoment; readonly limit: number },
): Promise<StreamView> {
  const { events: store } = await system.database();
  const { registry } = system;
  const fold = shopStreamFold(streamId) ?? { initialState: null, evolve: () => null };
  const loaded = await loadState(fold, { store, registry }, streamId, at);
  const slice = await store.readStream(streamId, {
    toVersion: loaded.version,
    limit,
    backwards: true,
  });
  if (slice.version === 0) throw new NotFoundError(`Stream ${streamId}`);
  const events = slice.events.toReversed().map((event) => upcastEvent(registry, event));
  return { streamId, version: loaded.version, state: loaded.state ?? null, events };
}
