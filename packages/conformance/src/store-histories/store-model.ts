import { isDeepStrictEqual } from 'node:util';
import type {
  EventEnvelope,
  ExpectedVersion,
  IngestItem,
  IngestOutcome,
  StreamAppend,
} from '@foldmart/core';
import type { AppendCounts } from '../event-store/append-results.js';

/** The expected result of an append, or the errors of which one must occur. */
export type AppendExpectation =
  | { readonly results: readonly AppendCounts[]; readonly streams: Streams }
  | { readonly errors: readonly ('version-conflict' | 'validation')[] };

/** The expected result of an ingested batch: for each item, the outcomes of which one must occur. */
export interface IngestExpectation {
  readonly outcomes: readonly (readonly IngestOutcome[])[];
  readonly streams: Streams;
}

/** Every stream's events, in order. */
export type Streams = ReadonlyMap<string, readonly EventEnvelope[]>;

/** Predicts the effect of an append on these streams. */
export function expectAppend(
  streams: Streams,
  appends: readonly StreamAppend[],
): AppendExpectation {
  const after = new Map(streams);
  const errors: ('version-conflict' | 'validation')[] = [];
  const results = appends.map(({ streamId, expectedVersion, events }) => {
    const before = streams.get(streamId) ?? [];
    const current = [...before];
    let duplicates = 0;
    for (const event of events) {
      const taken = find(after, event.id) ?? inStream(streamId, current, event.id);
      if (taken === undefined) current.push(event);
      else if (taken.streamId === streamId && isSame(taken.event, event)) duplicates += 1;
      else errors.push('validation');
    }
    const isNew = events.some(({ id }) => find(streams, id) === undefined);
    if (isNew && !isMet(expectedVersion, before.length)) errors.push('version-conflict');
    after.set(streamId, current);
    const appended = current.length - before.length;
    return { streamId, version: current.length, appended, duplicates };
  });
  return errors.length > 0 ? { errors } : { results, streams: after };
}

/** Predicts the effect of a batch on these streams. */
export function expectIngest(streams: Streams, items: readonly IngestItem[]): IngestExpectation {
  const after = new Map(streams);
  const outcomes = items.map((item) => {
    const rightOnes = outcomesOf(after, item);
    if (rightOnes.includes('appended')) {
      after.set(item.streamId, [...(after.get(item.streamId) ?? []), item.event]);
    }
    return rightOnes;
  });
  return { outcomes, streams: after };
}

/**
 * An item may match one event by its id and another by its place, or match an event of another stream.
 * Either outcome is correct in this case.
 */
function outcomesOf(
  streams: Streams,
  { streamId, startsStream, event }: IngestItem,
): readonly IngestOutcome[] {
  const byId = find(streams, event.id);
  const byPlace = startsStream ? streams.get(streamId)?.[0] : undefined;
  const answers = new Set<IngestOutcome>();
  for (const rival of [byId?.event, byPlace]) {
    if (rival !== undefined) answers.add(isSame(rival, event) ? 'duplicate' : 'conflict');
  }
  if (byId !== undefined && byId.streamId !== streamId) answers.add('conflict');
  return answers.size === 0 ? ['appended'] : [...answers];
}

interface Taken {
  readonly streamId: string;
  readonly event: EventEnvelope;
}

function find(streams: Streams, id: string): Taken | undefined {
  for (const [streamId, events] of streams) {
    const taken = inStream(streamId, events, id);
    if (taken !== undefined) return taken;
  }
  return undefined;
}

function inStream(
  streamId: string,
  events: readonly EventEnvelope[],
  id: string,
): Taken | undefined {
  const event = events.find((other) => other.id === id);
  return event === undefined ? undefined : { streamId, event };
}

function isSame(one: EventEnvelope, other: EventEnvelope): boolean {
  return one.type === other.type && isDeepStrictEqual(one.data, other.data);
}

function isMet(expected: ExpectedVersion, version: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'no-stream') return version === 0;
  return expected === 'stream-exists' ? version > 0 : version === expected;
}
