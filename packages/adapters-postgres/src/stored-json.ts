import { describeLossyNumber, findLossyNumber, PortError } from '@foldmart/core';

/**
 * Parses JSON that Postgres kept. Postgres keeps every digit of a number.
 *
 * @throws PortError, `corrupt`, if a number would change: only another program can have written it.
 */
export function parseStoredJson(text: string, what: string): unknown {
  const lossy = findLossyNumber(text);
  if (lossy === undefined) return JSON.parse(text);
  throw new PortError({
    port: 'event-store',
    operation: 'read',
    reason: 'corrupt',
    message: `${what} cannot be read unchanged: ${describeLossyNumber(lossy)}.`,
    hint: 'another program or a person has written it: write the number as text, or with fewer digits',
  });
}
