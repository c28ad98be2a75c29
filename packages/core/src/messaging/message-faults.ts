import { isPortError } from '../errors/index.js';
import type { EventEnvelope } from '../events/envelope.js';

/**
 * Whether a message may be the reason for an error of `ingest`: the store refuses the request for good, and not for a
 * cause that has a name. A lost right, a missing table, a failed projection or an unknown error is never the message's.
 */
export function mayBeFaultOfMessage(error: unknown): boolean {
  return isPortError(error) && error.reason === 'rejected' && !error.isRetryable && !error.code;
}

/** The messages of a batch that fail by themselves, with a circuit breaker against faults that are not theirs. */
export class MessageFaults {
  readonly #reasons = new Set<string>();

  /** Notes a fault. Throws `error` if another message has failed for the same reason. */
  add(event: EventEnvelope, error: unknown): void {
    const reason = reasonOf(event, error);
    if (this.#reasons.has(reason)) throw error;
    this.#reasons.add(reason);
  }
}

/** The error's message without what differs from event to event: its id, numbers and quoted values. */
function reasonOf({ id }: EventEnvelope, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replaceAll(id, '')
    .replaceAll(/"[^"]*"/gu, '')
    .replaceAll(/\d+/gu, '');
}
