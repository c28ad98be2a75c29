import {
  ValidationError,
  VersionConflictError,
  type AppendResult,
  type EventEnvelope,
  type LogPosition,
  type StreamAppend,
} from '@foldmart/core';
import type { EventRecord } from '../event-columns.js';
import { SerializationConflictError } from '../serialization-conflict.js';
import type { Candidate, StreamState } from '../stream-heads.js';

/** A result before its transaction has a place: where the last new event is in it, or else the last duplicate in the log. */
export interface PlannedResult extends Omit<AppendResult, 'position'> {
  readonly lastNew: number | undefined;
  readonly lastKnown: LogPosition | undefined;
}

/** The writes of an append, and its results once they are committed. */
export interface AppendPlan {
  readonly records: readonly EventRecord[];
  readonly results: readonly PlannedResult[];
}

/** Throws ValidationError if a stream is named twice. */
export function assertStreamsOnce(appends: readonly StreamAppend[]): void {
  const streams = new Set<string>();
  for (const { streamId } of appends) {
    if (streams.has(streamId)) {
      throw new ValidationError(`An append may name a stream once, and names ${streamId} twice.`);
    }
    streams.add(streamId);
  }
}

/**
 * Decides which events are new, and their positions, which follow `lastPosition`. `candidates` are the appends' events in
 * order. Throws VersionConflictError, or ValidationError if an id belongs to another event.
 */
export function planAppend(
  appends: readonly StreamAppend[],
  candidates: readonly Candidate[],
  state: StreamState,
  lastPosition = 0,
): AppendPlan {
  const records: EventRecord[] = [];
  const seen = new Map<string, Candidate>();
  let next = 0;
  const results = appends.map((append) => {
    const own = candidates.slice(next, next + append.events.length);
    const fresh = own.filter((candidate, index) => isNew(candidate, next + index, state, seen));
    next += own.length;
    const current = currentVersion(append.streamId, own, next - own.length, state);
    if (fresh.length > 0) assertWritable(append, current, state);
    for (const [index, candidate] of fresh.entries()) {
      const streamVersion = current + 1 + index;
      const position = lastPosition + records.length + 1;
      records.push({ ...candidate, streamVersion, position });
    }
    return {
      streamId: append.streamId,
      version: current + fresh.length,
      appended: fresh.length,
      duplicates: own.length - fresh.length,
      lastNew: fresh.length === 0 ? undefined : lastPosition + records.length,
      lastKnown: lastKnownOf(own, next - own.length, state),
    };
  });
  return { records, results };
}

function lastKnownOf(
  own: readonly Candidate[],
  firstIndex: number,
  { known }: StreamState,
): LogPosition | undefined {
  const found = own.flatMap((_candidate, index) => known.get(firstIndex + index) ?? []);
  return found.toSorted((one, other) => one.streamVersion - other.streamVersion).at(-1)?.position;
}

function isNew(
  candidate: Candidate,
  index: number,
  state: StreamState,
  seen: Map<string, Candidate>,
): boolean {
  const { event } = candidate;
  const known = state.known.get(index);
  const earlier = seen.get(event.id);
  if (known?.isSame === false || (earlier !== undefined && !isSame(earlier, candidate))) {
    throw takenId(event);
  }
  seen.set(event.id, candidate);
  return known === undefined && earlier === undefined;
}

function isSame(one: Candidate, other: Candidate): boolean {
  return (
    one.streamId === other.streamId &&
    one.event.type === other.event.type &&
    sortedJson(one.event.data) === sortedJson(other.event.data)
  );
}

/** JSON text that is equal exactly if the values are, whatever the order of their fields. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, child: unknown) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? Object.fromEntries(Object.entries(child).sort(([a], [b]) => (a < b ? -1 : 1)))
      : child,
  );
}

function takenId({ id }: EventEnvelope): ValidationError {
  return new ValidationError(`The event id ${id} is taken by another event.`, [
    { path: 'id', message: 'is taken by an event with another body, or of another stream' },
  ]);
}

/** A duplicate that was appended after the head was read is above it. */
function currentVersion(
  streamId: string,
  own: readonly Candidate[],
  firstIndex: number,
  { versions, known }: StreamState,
): number {
  return own.reduce(
    (version, _candidate, index) =>
      Math.max(version, known.get(firstIndex + index)?.streamVersion ?? 0),
    versions.get(streamId) ?? 0,
  );
}

function assertWritable(
  { streamId, expectedVersion }: StreamAppend,
  actual: number,
  { versions }: StreamState,
): void {
  if (actual !== versions.get(streamId)) {
    throw new SerializationConflictError(`stream ${streamId} was written concurrently`);
  }
  const isMet =
    expectedVersion === 'any' ||
    (expectedVersion === 'no-stream' && actual === 0) ||
    (expectedVersion === 'stream-exists' && actual > 0) ||
    expectedVersion === actual;
  if (!isMet) throw new VersionConflictError(streamId, expectedVersion, actual);
}
