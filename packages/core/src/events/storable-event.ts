import type { EventEnvelope } from './envelope.js';
import { assertStorableText, toStorableJson, UnstorableError } from './storable-json.js';

/** What an index entry of Postgres' B-trees surely holds, in bytes. */
const maxIndexedBytes = 2_600;

const utf8 = new TextEncoder();

/** Throws {@link UnstorableError} where `text` is no key that an SQL index could hold. */
export function assertStorableKey(text: string, path: string): void {
  assertStorableText(text, path);
  if (text.length * 3 <= maxIndexedBytes) return;
  const { length } = utf8.encode(text);
  if (length > maxIndexedBytes)
    throw new UnstorableError(`${path} has ${length} bytes, too many for a key`);
}

/** A frozen copy of the event. Throws {@link UnstorableError} where a store could not hold it as it is. */
export function toStorableEvent(event: EventEnvelope): EventEnvelope {
  assertStorableKey(event.id, 'id');
  assertStorableKey(event.type, 'type');
  if (!Number.isSafeInteger(event.schemaVersion))
    throw new UnstorableError('schemaVersion is not whole');
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
