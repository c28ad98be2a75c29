import { isPortError } from '../../errors/index.js';
import type { StoredEvent } from '../../events/envelope.js';
import { deadLetterDetail } from '../../messaging/dead-letter.js';
import type { ProjectionFailure } from '../../ports/projection-store.js';

/** What a store keeps about the event that a projection could not take. */
export function failureOf({ id, type, position }: StoredEvent, error: unknown): ProjectionFailure {
  const detail = deadLetterDetail(whyOf(error));
  return { eventId: id, eventType: type, position, detail };
}

/** What was wrong: of an error in the projection itself, what the projection said. */
export function whyOf(error: unknown): string {
  const isProjections = isPortError(error) && error.operation === 'project';
  const source = isProjections && error.cause !== undefined ? error.cause : error;
  return source instanceof Error ? source.message : String(source);
}

/** What a parked projection, or rebuild, stands still at. */
export function parkedText({ eventId, eventType, detail }: ProjectionFailure): string {
  return `it is parked at event ${eventId} (${eventType}): ${detail}`;
}

/** What to do about a parked projection. */
export function parkedHint(name: string): string {
  return `mend what is wrong, then: foldmart projections resume ${name}; if its code had to change, raise its version`;
}
