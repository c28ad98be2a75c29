import fc from 'fast-check';
import type { EventEnvelope, ExpectedVersion, IngestItem, StreamRange } from '@foldmart/core';

/** A generated append. `current` expects the version that the stream has when the append runs. */
export interface DrawnAppend {
  readonly stream: string;
  readonly expected: ExpectedVersion | 'current';
  readonly events: readonly EventEnvelope[];
}

/** Few, so that histories collide in them. */
export const streamNames = ['a', 'b', 'c'] as const;

/** Ids belong to a stream. Sometimes an append uses an id of another stream. */
const event: fc.Arbitrary<(stream: string) => EventEnvelope> = fc
  .record({
    nth: fc.nat(4),
    variant: fc.constantFrom(0, 0, 0, 1),
    stray: fc.option(fc.constantFrom(...streamNames), { freq: 12, nil: undefined }),
  })
  .map(({ nth, variant, stray }) => (stream: string) => ({
    id: `${stray ?? stream}:${nth}`,
    type: 'noted',
    data: { stream: stray ?? stream, home: stream, nth, variant },
    schemaVersion: 1,
    time: '2026-03-01T09:30:00.000Z',
    origin: 'command',
  }));

export const drawnAppends: fc.Arbitrary<DrawnAppend> = fc
  .record({
    stream: fc.constantFrom(...streamNames),
    expected: fc.oneof(
      { arbitrary: fc.constant<'current'>('current'), weight: 4 },
      {
        arbitrary: fc.constantFrom<ExpectedVersion[]>('any', 'no-stream', 'stream-exists', 0, 1, 3),
        weight: 3,
      },
    ),
    events: fc.array(event, { maxLength: 4 }),
  })
  .map(({ stream, expected, events }) => ({
    stream,
    expected,
    events: events.map((make) => make(stream)),
  }));

export const drawnItems: fc.Arbitrary<IngestItem> = fc
  .record({ stream: fc.constantFrom(...streamNames), startsStream: fc.boolean(), make: event })
  .map(({ stream, startsStream, make }) => ({
    streamId: stream,
    startsStream,
    event: make(stream),
  }))
  .filter(({ streamId, event: { id } }) => id.startsWith(streamId));

const bound = fc.integer({ min: 1, max: 8 });
export const drawnRanges: fc.Arbitrary<StreamRange> = fc.record(
  { fromVersion: bound, toVersion: bound, limit: bound, backwards: fc.boolean() },
  { requiredKeys: [] },
);
