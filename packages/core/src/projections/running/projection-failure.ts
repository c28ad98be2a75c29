import { isPortError } from '../../errors/index.js';
import type { StoredEvent } from '../../events/envelope.js';
import { deadLetterDetail } from '../../messaging/dead-letter.js';
import type { ProjectionFailure } from '../../ports/projection-store.js';

/** What a store records about the event at which a projection failed. */
export function failureOf({ id, type, position }: StoredEvent, error: unknown): ProjectionFailure {
  const detail = deadLetterDetail(whyOf(error));
  return { eventId: id, eventType: type, position, detail };
}

/** The cause of an error; if the projection itself threw, what it threw. */
export function whyOf(error: unknown): string {
  const isProjections = isPortError(error) && error.operation === 'project';
  const source = isProjections && error.cause !== undefined ? error.cause : error;
  return source instanceof Error ? source.message : String(source);
}

/** Describes the event at which a projection or rebuild is parked. */
export function parkedText({ eventId, eventType, detail }: ProjectionFailure): string {
  return `it is parked at event ${eventId} (${eventType}): ${detail}`;
}

/** Advises how to resume a parked projection. */
export function parkedHint(name: string): string {
  return `${fixHint(`resume ${name}`)}; if its code had to change, raise its version`;
}

/** Advises to mend what parks a projection or its rebuild, before a command. */
export function fixHint(command: string): string {
  return `fix the cause, then run: foldmart projections ${command}`;
}
