import type { MessageCoordinates, MessageHeaders } from './message.js';

/**
 * Why a message was put aside.
 *
 * - `malformed`: not JSON, or not an envelope
 * - `invalid`: the data breaks its schema
 * - `unknown-type`: no such event type is registered
 * - `newer-version`: its schema is newer than any registered here
 * - `empty`: a null body where an event was expected
 * - `conflict`: another event stands where this one belongs; that one was kept
 * - `refused`: the store will never take it
 * - `parked-successor`: an earlier message of its key was put aside, and policy keeps the key's order
 */
export type DeadLetterReason =
  | 'malformed'
  | 'invalid'
  | 'unknown-type'
  | 'newer-version'
  | 'empty'
  | 'conflict'
  | 'refused'
  | 'parked-successor';

/** A message as it came, kept with what is needed to understand it and to send it again. */
export interface MessageSource extends MessageCoordinates {
  readonly group: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: MessageHeaders;
}

/** A message to put aside. */
export interface NewDeadLetter {
  readonly source: MessageSource;
  readonly reason: DeadLetterReason;
  /** What exactly was wrong, for a person; at most some hundred characters, no secrets. */
  readonly detail: string;
  /** How often it was tried before it was put aside. */
  readonly attempts: number;
  /** Known where the message could be read that far. */
  readonly eventId?: string;
}

/** A message that was put aside. */
export interface DeadLetter extends NewDeadLetter {
  /** Given by the store, ascending. */
  readonly id: string;
  /** By the store's own clock, RFC 3339 text in UTC. */
  readonly parkedAt: string;
}

const longestDetail = 300;
// Control characters and halves of surrogate pairs: no store and no terminal should be asked to take them.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;

/** Makes any text fit for a detail: one line of at most 300 characters that every store and terminal can show. */
export function deadLetterDetail(text: string): string {
  const shown = text.slice(0, longestDetail + 1).replace(unprintable, '\uFFFD');
  return shown.length > longestDetail ? `${shown.slice(0, longestDetail - 1)}…` : shown;
}
