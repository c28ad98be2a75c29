import { NotFoundError, type EventStore, type StoredEvent } from '@foldmart/core';
import type { Runtime } from '../runtime/runtime.js';

/** The events that belong together with one event. */
export interface RelatedEvents {
  /** What caused the event, itself, and what followed from it. */
  readonly events: readonly StoredEvent[];
  /** How many events after the first of these were searched for effects. */
  readonly searched: number;
  /** Whether the log continues after them, so that later effects may be missing. */
  readonly isPartial: boolean;
}

const mostCauses = 50;
const mostRelated = 200;
const pageSize = 1_000;

/**
 * Finds the causes of an event by their ids, all the way back, and what it has led to among the next `search` events of the
 * log. Related are events of the same correlation, and those whose cause is related. Rejects with NotFoundError.
 */
export async function findRelatedEvents(
  runtime: Runtime,
  eventId: string,
  { search = 5_000 }: { readonly search?: number } = {},
): Promise<RelatedEvents> {
  const { events: store } = await runtime.inspect();
  const [event] = await store.findEvents([eventId]);
  if (event === undefined) throw new NotFoundError(`Event ${eventId}`);
  const causes = await findCauses(store, event);
  const first = causes.at(-1) ?? event;
  const known = new Map([...causes.toReversed(), event].map((each) => [each.id, each]));
  const { searched, isPartial } = await addEffects(store, known, first, search);
  return { events: [...known.values()], searched, isPartial };
}

type Reading = Pick<EventStore, 'findEvents' | 'readAll'>;

/** The causes of an event, the nearest first. A cause that is no event is a command. */
async function findCauses(store: Reading, event: StoredEvent): Promise<readonly StoredEvent[]> {
  const causes: StoredEvent[] = [];
  let current = event;
  while (causes.length < mostCauses) {
    const { causationId } = current;
    if (causationId === undefined || causationId === event.id) return causes;
    const [cause] = await store.findEvents([causationId]);
    if (cause === undefined || causes.some(({ id }) => id === cause.id)) return causes;
    causes.push(cause);
    current = cause;
  }
  return causes;
}

async function addEffects(
  store: Reading,
  known: Map<string, StoredEvent>,
  first: StoredEvent,
  search: number,
): Promise<Pick<RelatedEvents, 'searched' | 'isPartial'>> {
  const correlations = new Set([...known.values()].flatMap((each) => each.correlationId ?? []));
  let after = first.position;
  for (let searched = 0; ;) {
    const { events, next } = await store.readAll({ after, limit: pageSize });
    for (const event of events) {
      if (isRelated(event, known, correlations)) known.set(event.id, event);
    }
    searched += events.length;
    if (events.length < pageSize || next === undefined) return { searched, isPartial: false };
    if (searched >= search || known.size >= mostRelated) return { searched, isPartial: true };
    after = next;
  }
}

function isRelated(
  { correlationId, causationId }: StoredEvent,
  known: ReadonlyMap<string, StoredEvent>,
  correlations: ReadonlySet<string>,
): boolean {
  if (known.size >= mostRelated) return false;
  if (causationId !== undefined && known.has(causationId)) return true;
  if (correlationId === undefined) return false;
  return correlations.has(correlationId) || known.has(correlationId);
}
