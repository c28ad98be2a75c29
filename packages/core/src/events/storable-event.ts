import type { EventEnvelope } from './envelope.js';
import { assertStorableText, toStorableJson, UnstorableError } from './storable-json.js';

/** A safe limit for an entry of a Postgres B-tree index, in bytes. */
const maxIndexedBytes = 2_600;

const utf8 = new TextEncoder();

/** @throws {@link UnstorableError} if `text` is not a key that an SQL index can hold. */
export function assertStorableKey(text: string, path: string): void {
  assertStorableText(text, path);
  if (text.length * 3 <= maxIndexedBytes) return;
  const { length } = utf8.encode(text);
  if (length > maxIndexedBytes)
    throw new UnstorableError(`${path} has ${length} bytes, too many for a key`);
}

/**
 * A frozen copy of the event.
 *
 * @throws {@link UnstorableError} if a store could not hold the event unchanged.
 */
export function toStorableEvent(event: EventEnvelope): EventEnvelope {
  assertStorableKey(event.id, 'id');
  assertStorableKey(event.type, 'type');
  if (!Number.isSafeInteger(event.schemaVersion))
    throw new UnstorableError('schemaVersion is not a whole number');
  return {
    id: event.id,
    type: event.type,
    data: toStorableJson(event.data) as EventEnvelope['data'],
    schemaVersion: event.schemaVersion,
    time: storableText(event.time, 'time'),
    origin: storableText(event.origin, 'origin'),
    ...optionalText('correlationId', event.correlationId),
    ...optionalText('causationId', event.causationId),
    ...optionalText('traceParent', event.traceParent),
  };
}

function storableText(text: string, path: string): string {
  assertStorableText(text, path);
  return text;
}

function optionalText<Name extends string>(
  name: Name,
  text: string | undefined,
): Partial<Record<Name, string>> {
  if (text === undefined) return {};
  return { [name]: storableText(text, name) } as Record<Name, string>;
}
