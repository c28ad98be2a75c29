import { isPortError } from '../../errors/index.js';
import type { LogPosition, StoredEvent } from '../../events/envelope.js';

/** How events are taken from a position on, one step of a projection or of a rebuild. */
export interface PageWork {
  /** Takes all of them in one step; false where another has taken it. */
  take(events: readonly StoredEvent[], from: LogPosition | undefined): Promise<boolean>;
  /** Decides about the one event that cannot be taken. */
  giveUp(
    event: StoredEvent,
    from: LogPosition | undefined,
    error: unknown,
  ): Promise<'passed' | 'parked' | 'overtaken'>;
}

/** How far a page was taken: `at` is where to go on. */
export interface PageOutcome {
  readonly outcome: 'moved' | 'parked' | 'overtaken';
  readonly events: number;
  readonly at: LogPosition | undefined;
}

/**
 * Takes a page of events, in as few steps as it can. Where a step fails for good the page is halved until the one
 * event is found that it fails for: what comes before it is taken, and the event given up. Rejects with other errors.
 */
export async function halvePage(
  work: PageWork,
  from: LogPosition | undefined,
  events: readonly StoredEvent[],
): Promise<PageOutcome> {
  const [first] = events;
  if (first === undefined) return { outcome: 'moved', events: 0, at: from };
  try {
    if (!(await work.take(events, from))) return { outcome: 'overtaken', events: 0, at: from };
    return { outcome: 'moved', events: events.length, at: events.at(-1)?.position };
  } catch (error) {
    if (!isFaultOfEvents(error)) throw error;
    if (events.length === 1) return giveUp(work, from, first, error);
  }
  const middle = Math.ceil(events.length / 2);
  const before = await halvePage(work, from, events.slice(0, middle));
  if (before.outcome !== 'moved') return before;
  const behind = await halvePage(work, before.at, events.slice(middle));
  return { ...behind, events: before.events + behind.events };
}

/** Whether an error may lie in what was to be written: refused for good, and not for a cause that has a name. */
export function isFaultOfEvents(error: unknown): boolean {
  if (!isPortError(error) || error.isRetryable || error.code !== undefined) return false;
  return error.reason === 'rejected' || error.reason === 'unknown';
}

async function giveUp(
  work: PageWork,
  from: LogPosition | undefined,
  event: StoredEvent,
  error: unknown,
): Promise<PageOutcome> {
  const decided = await work.giveUp(event, from, error);
  if (decided !== 'passed') return { outcome: decided, events: 0, at: from };
  return { outcome: 'moved', events: 1, at: event.position };
}
