import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PostgresDatabase } from '../src/index.js';
import { notedOn } from './support/noted-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

/** Characters with a meaning in patterns and comparisons, and characters at the ends of their range. */
const letters = ['a', 'b', '-', '%', '_', '\\', "'", ' ', 'é', '가', '\uffff', '😀', '\u{10ffff}'];
const ids = fc
  .array(fc.constantFrom(...letters), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''));

let schema: ScratchSchema;
let database: PostgresDatabase;
let streamIds: readonly string[];

beforeAll(async () => {
  schema = scratchSchema();
  database = await schema.open();
  streamIds = [...new Set(fc.sample(ids, { numRuns: 300, seed: 1 }))].toSorted(byBytes);
  await database.events.append(
    streamIds.map((streamId, nth) =>
      notedOn(streamId, ...Array.from({ length: 1 + (nth % 3) }, (_, at) => `${streamId}/${at}`)),
    ),
  );
});

afterAll(() => schema.dispose());

it('streams are listed by prefix, position and limit, as by a filter over all of them', async () => {
  const prefixes = fc.oneof(ids, fc.constantFrom('', ...letters));
  const ranges = fc.record(
    { prefix: prefixes, after: fc.oneof(ids, fc.constantFrom(...streamIds)), limit: fc.nat(40) },
    { requiredKeys: ['limit'] },
  );
  await fc.assert(
    fc.asyncProperty(ranges, async (range) => {
      const { prefix = '', after, limit } = range;
      const expected = streamIds
        .filter((id) => id.startsWith(prefix) && (after === undefined || byBytes(id, after) > 0))
        .slice(0, limit);
      const listed = await database.events.listStreams(range);
      expect(listed.map(({ streamId }) => streamId)).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

it('each with its version, and the time at which its last event was recorded', async () => {
  const [streamId = ''] = streamIds.slice(1);
  const [listed] = await database.events.listStreams({ prefix: streamId, limit: 1 });
  const { events, version } = await database.events.readStream(streamId);
  expect(listed).toEqual({ streamId, version, recordedAt: events.at(-1)?.recordedAt });
});

it('a prefix that no text can have begins no stream', async () => {
  for (const prefix of ['\0', 'a\0', '\ud800']) {
    expect(await database.events.listStreams({ prefix, limit: 10 })).toEqual([]);
  }
});

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
