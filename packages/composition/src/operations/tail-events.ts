import { followLog, type StoredEvent } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';
import { wakeOnAppends } from '../runtime/wake-on-appends.js';

/** Which events to show. */
export interface TailRequest {
  /** How many of the newest events to start with. */
  readonly last: number;
  /** Whether to wait for later events. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** Yields the newest events in the order of the log; with `follow`, then every later event until the signal aborts. */
export async function* tailEvents(
  runtime: Runtime,
  { last, follow, signal }: TailRequest,
): AsyncGenerator<StoredEvent> {
  const { events: store } = await runtime.inspect();
  const end = await store.readEnd(last);
  yield* end.events;
  if (!follow) return;
  const { wakeUps } = runtime;
  wakeOnAppends(runtime, store, signal);
  const following = { from: { after: end.next }, signal, wakeUps };
  for await (const page of followLog({ ...runtime, store }, following)) yield* page.events;
}
