import assert from 'node:assert/strict';
import type {
  DeadLetter,
  EditableContents,
  EventStore,
  IngestBatch,
  IngestItem,
  IngestReport,
  MessageSource,
  NewDeadLetter,
  ParkingPolicy,
  ReadLetter,
} from '@foldmart/core';
import type { Harness, StoreInstance } from '../harness.js';
import { waitUntilVisible } from './visible.js';
import { acquired, lent, sourceAt } from '../sample-domain/index.js';
import { following, opening } from './ingest-items.js';

/** Where a batch of keyed messages lies. */
export interface KeyedPlace extends Partial<
  Pick<MessageSource, 'group' | 'topic' | 'partition' | 'topicId'>
> {
  readonly parking?: ParkingPolicy;
  /** Records the position too, as consumers do. Default true. */
  readonly withPosition?: boolean;
}

const encoder = new TextEncoder();

/** The key of messages `a`, in bytes. */
export function keyBytes(key: string): Uint8Array {
  return encoder.encode(`reader-${key}`);
}

/**
 * A batch in short: `'a b a! b'` from offset 5 is four messages of the keys `a` and `b`, at the offsets 5 to 8; the third
 * cannot be read. A message of a lower-case key opens a stream of its own, and one of an upper-case key is the next of
 * its key's stream.
 */
export function keyedBatch(from: number, text: string, place: KeyedPlace = {}): IngestBatch {
  const { parking = 'park-key', withPosition = true, topicId = 'first', ...other } = place;
  const messages = text.split(' ').map((token, nth) => ({
    key: token.replace('!', ''),
    isBroken: token.endsWith('!'),
    source: keyedSource(token, from + nth, { topicId, ...other }),
  }));
  const { group, topic, partition } = sourceAt(0, other);
  const next = String(from + messages.length);
  const consumed = { group, topic, topicId, partition, from: String(from), next };
  return {
    items: messages.flatMap(({ isBroken, key, source }) =>
      isBroken ? [] : [{ ...itemOf(key, Number(source.offset)), source }],
    ),
    deadLetters: messages.flatMap(({ isBroken, source }) =>
      isBroken ? [brokenLetter(source)] : [],
    ),
    parking,
    ...(withPosition && { consumed }),
  };
}

/** Ingests such a batch. */
export function ingestKeyed(
  events: EventStore,
  from: number,
  text: string,
  place?: KeyedPlace,
): Promise<IngestReport> {
  return events.ingest(keyedBatch(from, text, place));
}

/** The message of a token at an offset. */
export function keyedSource(
  token: string,
  offset: number,
  place: Partial<MessageSource> = {},
): MessageSource {
  return sourceAt(offset, {
    key: keyBytes(token.replace('!', '')),
    value: encoder.encode(token),
    headers: {},
    ...place,
  });
}

/** Reads a letter of such a message; the key of the event is in its body, which an edit can mend. */
export function readKeyed({ source, edited }: DeadLetter): ReadLetter {
  const token = new TextDecoder().decode((edited ?? source).value ?? new Uint8Array());
  if (token.endsWith('!')) return { ok: false, reason: 'invalid', detail: 'it is broken' };
  return { ok: true, item: itemOf(token, Number(source.offset)) };
}

/** The body that mends a message of a key. */
export function mended(key: string): EditableContents {
  return { value: encoder.encode(key), headers: {} };
}

/** Mends the message at an offset by an edit of its letter. */
export async function mend(
  { deadLetters }: StoreInstance,
  offset: number,
  key: string,
): Promise<DeadLetter> {
  const letter = letterAt(await deadLetters.list(), offset);
  return deadLetters.edit(letter.id, mended(key), 'eve');
}

/** The offsets of a key's events in the order of the log, once readers see all of it. */
export async function loggedOffsets(
  { clock }: Harness,
  events: EventStore,
  key: string,
): Promise<readonly number[]> {
  await waitUntilVisible(clock, events);
  const { events: all } = await events.readAll({ limit: 10_000 });
  return all.flatMap(({ id }) => (id.startsWith(`${key}@`) ? [Number(id.split('@')[1])] : []));
}

/** The offsets and reasons of letters, in the order of the list. */
export function placesOf(letters: readonly DeadLetter[]): readonly string[] {
  return letters.map(({ source, reason }) => `${source.offset} ${reason}`);
}

/** The letter of the message at an offset. */
export function letterAt(letters: readonly DeadLetter[], offset: number): DeadLetter {
  const found = letters.find(({ source }) => source.offset === String(offset));
  assert.ok(found, `the message at ${offset} is parked`);
  return found;
}

function brokenLetter(source: MessageSource): NewDeadLetter {
  return { source, reason: 'malformed', detail: 'not JSON', attempts: 1 };
}

function itemOf(key: string, offset: number): IngestItem {
  const id = `${key}@${offset}`;
  if (key === key.toUpperCase()) return following(key, lent(key, offset, { id }));
  return opening(id, acquired(id, { id }));
}
