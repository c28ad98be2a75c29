import { deadLetterDetail, type DeadLetterReason } from '../messaging/dead-letter.js';
import type { EventEnvelope } from './envelope.js';

/** A message decoded as an event. */
export interface DecodedEvent {
  readonly ok: true;
  readonly event: EventEnvelope;
  readonly streamId: string;
  readonly startsStream: boolean;
  /** The text of the event's data in the message, if it is on one line and has no escapes. */
  readonly json?: string;
}

/** A message decoded as an event, or the reason why it cannot be decoded. */
export type DecodedMessage =
  DecodedEvent | { readonly ok: false; readonly reason: DeadLetterReason; readonly detail: string };

/** Why a message cannot be decoded. */
export type Rejection = Extract<DecodedMessage, { readonly ok: false }>;

/** A rejection whose detail can be stored. */
export function rejected(reason: DeadLetterReason, detail: string): Rejection {
  return { ok: false, reason, detail: deadLetterDetail(detail) };
}
