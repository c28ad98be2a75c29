import type { EventStore } from '@foldmart/core';
import type { Runtime } from './runtime.js';

/** Until the signal aborts, whatever this process or another one appends wakes what follows the log in this process. */
export function wakeOnAppends(
  { wakeUps }: Pick<Runtime, 'wakeUps'>,
  events: Pick<EventStore, 'onAppended'>,
  signal: AbortSignal,
): void {
  if (signal.aborted) return;
  const stop = events.onAppended(() => wakeUps.wake());
  signal.addEventListener('abort', stop, { once: true });
}
