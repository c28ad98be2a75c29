import type { MessageCoordinates, MessageHeaders } from './message.js';

/**
 * Why a message is parked.
 *
 * - `malformed`: not JSON, or not an envelope
 * - `invalid`: the data breaks its schema
 * - `unknown-type`: no such event type is registered
 * - `newer-version`: its schema is newer than any registered here
 * - `empty`: the body is null
 * - `conflict`: another event has its id or its place; that one is kept
 * - `refused`: the store can never hold the event
 */
export type DeadLetterReason =
  'malformed' | 'invalid' | 'unknown-type' | 'newer-version' | 'empty' | 'conflict' | 'refused';

/** A message as it was delivered, with all that is needed to replay it. */
export interface MessageSource extends MessageCoordinates {
  readonly group: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: MessageHeaders;
}

/** A message to park. */
export interface NewDeadLetter {
  readonly source: MessageSource;
  readonly reason: DeadLetterReason;
  /** What exactly is wrong, for people: a few hundred characters at most, no secrets. */
  readonly detail: string;
  /** How often it was delivered before it was parked. */
  readonly attempts: number;
  /** Absent if the message could not be read that far. */
  readonly eventId?: string;
}

/** A parked message. */
export interface DeadLetter extends NewDeadLetter {
  /** Assigned by the store, ascending. */
  readonly id: string;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly parkedAt: string;
}

const longestDetail = 300;
// Control characters and lone surrogates: not every store and terminal can show them.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** Turns any text into a detail: one line of at most 300 characters that every store and terminal can show. */
export function deadLetterDetail(text: string): string {
  const shown = text.slice(0, longestDetail + 1).replace(unprintable, '\uFFFD');
  return shown.length > longestDetail ? `${shown.slice(0, longestDetail - 1)}…` : shown;
}
