import {
  loadState,
  NotFoundError,
  upcastEvent,
  type StoredEvent,
  type StreamMoment,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { foldOfStream } from './stream-fold.js';

/** A stream at one moment. */
export interface StreamView {
  readonly streamId: string;
  /** Its version at that moment. */
  readonly version: number;
  /** The state up to then; null if no decider of the domain folds the stream. */
  readonly state: unknown;
  /** The newest events up to then, in order, in the current version of their schemas. */
  readonly events: readonly StoredEvent[];
}

/**
 * Shows a stream with at most `limit` of its events. Rejects with NotFoundError, or with ValidationError for a
 * version beyond its end.
 */
export async function showStream(
  runtime: Runtime,
  streamId: string,
  { at, limit }: { readonly at?: StreamMoment; readonly limit: number },
): Promise<StreamView> {
  const { events: store } = await runtime.inspect();
  const { registry } = runtime;
  const { fold } = await foldOfStream(runtime, store, streamId);
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
