import {
  type AppendResult,
  assertStorableKey,
  compareLogPositions,
  type EventEnvelope,
  jsonEqual,
  type LogPosition,
  type StreamAppend,
  toStorableEvent,
  ValidationError,
  VersionConflictError,
} from '@foldmart/core';
import type { LogWriter } from './log-writer.js';

/**
 * Copies the appends in storable form. Throws ValidationError if a stream is named twice, and UnstorableError if an
 * event cannot be stored.
 */
export function toStorableAppends(appends: readonly StreamAppend[]): readonly StreamAppend[] {
  const streams = new Set<string>();
  return appends.map(({ streamId, expectedVersion, events }) => {
    if (streams.has(streamId)) throw new ValidationError(`Stream ${streamId} is named twice.`);
    streams.add(streamId);
    assertStorableKey(streamId, 'streamId');
    return { streamId, expectedVersion, events: events.map(toStorableEvent) };
  });
}

/** Appends to one stream after another. Throws what {@link EventStore.append} rejects with. */
export async function appendEvents(
  writer: LogWriter,
  appends: readonly StreamAppend[],
): Promise<readonly AppendResult[]> {
  await writer.begin({
    streams: appends.map(({ streamId }) => streamId),
    events: appends.flatMap(({ events }) => events.map(({ id }) => id)),
  });
  return appends.map((append) => appendToStream(writer, append));
}

function appendToStream(writer: LogWriter, append: StreamAppend): AppendResult {
  const { streamId, events } = append;
  const fresh = events.filter((event) => !isThere(writer, streamId, event));
  if (fresh.length > 0) assertVersion(append, writer.version(streamId));
  let appended = 0;
  for (const event of fresh) {
    if (isThere(writer, streamId, event)) continue;
    writer.add(streamId, event);
    appended += 1;
  }
  return {
    streamId,
    version: writer.version(streamId),
    appended,
    duplicates: events.length - appended,
    position: lastPosition(events.flatMap(({ id }) => writer.find(id)?.position ?? [])),
  };
}

function lastPosition(positions: readonly LogPosition[]): LogPosition | undefined {
  const [first, ...others] = positions;
  return others.reduce(
    (last, each) => (last === undefined || compareLogPositions(each, last) > 0 ? each : last),
    first,
  );
}

function isThere(writer: LogWriter, streamId: string, event: EventEnvelope): boolean {
  const there = writer.find(event.id);
  if (there === undefined) return false;
  const isSame =
    there.streamId === streamId && there.type === event.type && jsonEqual(there.data, event.data);
  if (isSame) return true;
  throw new ValidationError(`The id ${event.id} is taken by another event.`, [
    { path: 'id', message: `taken by an event of stream ${there.streamId}` },
  ]);
}

function assertVersion({ streamId, expectedVersion }: StreamAppend, version: number): void {
  if (!isExpected(expectedVersion, version)) {
    throw new VersionConflictError(streamId, expectedVersion, version);
  }
}

function isExpected(expected: StreamAppend['expectedVersion'], version: number): boolean {
  switch (expected) {
    case 'any':
      return true;
    case 'no-stream':
      return version === 0;
    case 'stream-exists':
      return version > 0;
    default:
      return version === expected;
  }
}
