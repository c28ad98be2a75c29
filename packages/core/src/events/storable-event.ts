import type { EventEnvelope } from './envelope.js';
import { assertStorableText, toStorableJson, UnstorableError } from './storable-json.js';

/** A safe limit for an entry of a Postgres B-tree index, in bytes. */
const maxIndexedBytes = 2_600;

const utf8 = new TextEncoder();

/** @throws {@link UnstorableError} if `text` is not a key that an SQL index can hold. */
export function assertStorableKey(text: string, path: string): void {
  assertStorableText(text, path);
  assertKeyLength(text, path);
}

/** @throws {@link UnstorableError} if storable `text` is too long for a key. */
export function assertKeyLength(text: string, path: string): void {
  if (text.length * 3 <= maxIndexedBytes) return;
  const { length } = utf8.encode(text);
  if (length > maxIndexedBytes)
    throw new UnstorableError(`${path} has ${length} bytes, too many for a key`);
}

/**
 * A copy of the event, with frozen data.
 *
 * @throws {@link UnstorableError} if a store could not hold the event unchanged.
 */
export function toStorableEvent(event: EventEnvelope): EventEnvelope {
  assertStorableKey(event.id, 'id');
  assertStorableKey(event.type, 'type');
  if (!Number.isSafeInteger(event.schemaVersion))
    throw new UnstorableError('schemaVersion is not a whole number');
  assertStorableText(event.time, 'time');
  assertStorableText(event.origin, 'origin');
  const { id, type, schemaVersion, time, origin } = event;
  const data = toStorableJson(event.data) as EventEnvelope['data'];
  const copy: { -readonly [Field in keyof EventEnvelope]: EventEnvelope[Field] } = {
    id,
    type,
    data,
    schemaVersion,
    time,
    origin,
  };
  for (const name of optionalTexts) {
    const text = event[name];
    if (text === undefined) continue;
    assertStorableText(text, name);
    copy[name] = text;
  }
  return copy;
}

const optionalTexts = ['correlationId', 'causationId', 'traceParent'] as const;
