import {
  describeLossyNumber,
  findLossyNumber,
  findLossyPlainNumber,
  PortError,
  type EventData,
  type LossyNumber,
} from '@foldmart/core';

/**
 * Parses JSON that Postgres kept. Postgres keeps every digit of a number.
 *
 * @throws PortError, `corrupt`, if a number would change: only another program can have written it.
 */
export function parseStoredJson(text: string, what: string): unknown {
  const lossy = findLossyNumber(text);
  if (lossy === undefined) return JSON.parse(text);
  throw unreadable(what, lossy);
}

/** As {@link parseStoredJson}, for the data of an event: `jsonb`, whose numbers Postgres writes without exponents. */
export function parseEventData(text: string, eventId: string): EventData {
  const lossy = findLossyPlainNumber(text);
  if (lossy === undefined) return JSON.parse(text) as EventData;
  throw unreadable(`The data of event ${eventId}`, lossy);
}

function unreadable(what: string, lossy: LossyNumber): PortError {
  return new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'corrupt',
    message: `${what} cannot be read unchanged: ${describeLossyNumber(lossy)}.`,
    hint: 'another program or a person has written it: write the number as text, or with fewer digits',
  });
}
