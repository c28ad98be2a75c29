import { isPortError } from '../../errors/index.js';
import type { StoredEvent } from '../../events/envelope.js';
import type { LogPosition } from '../../events/log-position.js';
import { isNewerEventError } from '../../events/newer-event.js';
import { bisect } from '../../messaging/bisect.js';

/** How a page of events is applied, in a step of a projection or of a rebuild. */
export interface PageWork {
  /** Applies all events in one step; false if another process has applied it. */
  take(events: readonly StoredEvent[], from: LogPosition | undefined): Promise<boolean>;
  /** Decides about the one event that cannot be applied. */
  giveUp(
    event: StoredEvent,
    from: LogPosition | undefined,
    error: unknown,
  ): Promise<'passed' | 'parked' | 'overtaken'>;
}

/** How far a page was applied; `at` is the position to continue from. */
export interface PageOutcome {
  readonly outcome: 'moved' | 'parked' | 'overtaken';
  readonly events: number;
  readonly at: LogPosition | undefined;
}

/**
 * Applies a page of events in as few steps as possible. If a step fails permanently, the page is bisected down to the
 * one event that fails. The events before it are applied, and `giveUp` decides about that event. Rejects with other
 * errors.
 */
export async function isolateFailingEvent(
  work: PageWork,
  from: LogPosition | undefined,
  page: readonly StoredEvent[],
): Promise<PageOutcome> {
  let at = from;
  let events = 0;
  const take = (some: readonly StoredEvent[]): Promise<boolean> => work.take(some, at);
  for await (const part of bisect(page, take, isFaultOfEvents)) {
    if (part.kind === 'failed') {
      const decided = await work.giveUp(part.item, at, part.error);
      if (decided !== 'passed') return { outcome: decided, events, at };
      at = part.item.position;
      events += 1;
    } else {
      if (!part.result) return { outcome: 'overtaken', events, at };
      at = part.items.at(-1)?.position;
      events += part.items.length;
    }
  }
  return { outcome: 'moved', events, at };
}

/**
 * Whether an event may be the cause of an error: rejected permanently, and without a code that names another cause; or
 * written by a newer program.
 */
export function isFaultOfEvents(error: unknown): boolean {
  if (isNewerEventError(error)) return true;
  if (!isPortError(error) || error.isRetryable || error.code !== undefined) return false;
  return error.reason === 'rejected' || error.reason === 'unknown';
}
