import {
  loadState,
  NotFoundError,
  upcastEvent,
  type EventRegistry,
  type StoredEvent,
} from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { foldOfStream, type FoundFold } from './stream-fold.js';

/** An event of a stream, and the state after it. */
export interface StreamStep {
  /** In the current version of its schema, if this program knows how to get there. */
  readonly event: StoredEvent;
  readonly state: unknown;
  /** Why there is no state; it is missing for later events too. */
  readonly fault?: string;
}

/** A part of a stream, event by event. */
export interface StreamSteps {
  readonly streamId: string;
  /** The version of the stream now. */
  readonly version: number;
  /** The decider that owns the stream; null if another fold does, or none. */
  readonly decider: string | null;
  /** False if the domain does not fold the stream; its states are null then. */
  readonly hasState: boolean;
  /** The state before the first of the steps. */
  readonly before: unknown;
  readonly steps: readonly StreamStep[];
}

/**
 * Reads a part of a stream with the state after each of its events. Rejects with NotFoundError, or with ValidationError for
 * a version beyond its end.
 */
export async function readStreamSteps(
  runtime: Runtime,
  streamId: string,
  { from, limit }: { readonly from: number; readonly limit: number },
): Promise<StreamSteps> {
  const { events: store } = await runtime.inspect();
  const { registry } = runtime;
  const found = await foldOfStream(runtime, store, streamId);
  const slice = await store.readStream(streamId, { fromVersion: from, limit });
  if (slice.version === 0) throw new NotFoundError(`Stream ${streamId}`);
  const at = { version: from - 1 };
  const start =
    from <= 1
      ? { state: found.fold.initialState }
      : await loadState(found.fold, { store, registry }, streamId, at);
  return {
    streamId,
    version: slice.version,
    decider: found.decider ?? null,
    hasState: found.isKnown,
    before: start.state ?? null,
    steps: foldSteps(found, registry, slice.events, { state: start.state }),
  };
}

interface Progress {
  readonly state: unknown;
  readonly fault?: string;
}

/** An event that cannot be read or folded must not hide the others. */
function foldSteps(
  { fold }: FoundFold,
  registry: EventRegistry,
  events: readonly StoredEvent[],
  start: Progress,
): readonly StreamStep[] {
  let current: Progress = start;
  return events.map((stored) => {
    let event = stored;
    try {
      event = upcastEvent(registry, stored);
      if (current.fault === undefined) {
        current = { state: fold.evolve(current.state, event) };
      }
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      current = { state: null, fault: current.fault ?? fault };
    }
    return { ...current, event, state: current.state ?? null };
  });
}
