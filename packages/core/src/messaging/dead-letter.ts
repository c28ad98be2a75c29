import type { MessageCoordinates, MessageHeaders } from './message.js';

/**
 * Why a message is parked.
 *
 * - `malformed`: not JSON, not an envelope, or not in the format of its topic
 * - `invalid`: the data breaks its schema
 * - `unknown-type`: no such event type is registered
 * - `newer-version`: its schema is newer than any registered here
 * - `unknown-schema`: the registry has no schema for its body, or one that cannot be read
 * - `empty`: the body is null
 * - `conflict`: another event has its id or its place; that one is kept
 * - `refused`: the store can never hold the event
 * - `parked-successor`: nothing is wrong with it; it waits behind an earlier message of its key
 */
export type DeadLetterReason =
  | 'malformed'
  | 'invalid'
  | 'unknown-type'
  | 'newer-version'
  | 'unknown-schema'
  | 'empty'
  | 'conflict'
  | 'refused'
  | 'parked-successor';

/** A letter waits until it is replayed or discarded; both are final. */
export type DeadLetterStatus = 'waiting' | 'replayed' | 'discarded';

/** A message as it was delivered, with all that is needed to replay it. */
export interface MessageSource extends MessageCoordinates {
  readonly group: string;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: MessageHeaders;
  /** When the transport took it, in milliseconds since the epoch. Absent if that is not known. */
  readonly timestampMs?: number;
  /** The identity of its topic. Absent if the transport has none, or if it is not known. */
  readonly topicId?: string;
}

/** The parts of a message that an operator may edit. */
export interface EditableContents {
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
  readonly status: DeadLetterStatus;
  /** Who replayed or discarded it, and when; null while it waits. */
  readonly settled: { readonly by: string; readonly at: string } | null;
  /** What is replayed instead of the original, which is kept; null if it was not edited. */
  readonly edited: EditableContents | null;
}

/** What was done to a letter. */
export interface DeadLetterAction {
  readonly action: 'edited' | 'replayed' | 'discarded' | 'replay-failed';
  readonly by: string;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly at: string;
  /** The reason of a failure, or the operator's note; may be empty. */
  readonly note: string;
}

/** A key whose messages wait behind a parked one. */
export interface HeldKey {
  readonly group: string;
  readonly topic: string;
  readonly key: Uint8Array;
  /** The id of the letter that has to be replayed or discarded first. */
  readonly head: string;
  /** By the store's clock, RFC 3339 text in UTC. */
  readonly heldSince: string;
  /** How many letters wait, the head among them. */
  readonly waiting: number;
}

const longestDetail = 300;
// Control characters and lone surrogates: not every store and terminal can show them.
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029]/gu;
const halfPairAtEnd = /[\ud800-\udbff]$/;

/** Turns any text into a detail: one line of at most 300 characters that every store and terminal can show. */
export function deadLetterDetail(text: string): string {
  const shown = text.slice(0, longestDetail + 1).replace(unprintable, '\uFFFD');
  if (shown.length <= longestDetail) return shown;
  return `${shown.slice(0, longestDetail - 1).replace(halfPairAtEnd, '')}…`;
}
