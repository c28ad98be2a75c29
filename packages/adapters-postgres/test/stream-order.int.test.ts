import { afterAll, beforeAll, expect, it } from 'vitest';
import { tablesIn } from '../src/database-tables.js';
import { readStream } from '../src/event-store/stream-reader.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;

beforeAll(async () => {
  schema = scratchSchema();
  await schema.open();
});

afterAll(() => schema.dispose());

it.each([
  { what: 'in their order', versions: [1, 2, 3] },
  { what: 'in another order', versions: [3, 1, 2] },
])('events that are stored $what are read by their versions', async ({ versions }) => {
  const { session } = await schema.connect();
  const tables = tablesIn(schema.name);
  const streamId = versions.join();
  await session.run({
    text: `
      INSERT INTO ${tables.events} (position, stream_version, schema_version, event_id, stream_id, type, time, origin, data)
      SELECT n, version, 1, '${streamId}/' || version, '${streamId}', 'noted', '', '', '{}'
      FROM unnest('{${streamId}}'::integer[]) WITH ORDINALITY AS input (version, n)`,
  });
  // Without an index, the server returns them as they are stored.
  await session.run({ text: 'SET enable_indexscan = off; SET enable_bitmapscan = off' });
  const stream = await readStream(session, tables, streamId, {});
  expect(stream.events.map(({ streamVersion }) => streamVersion)).toEqual([1, 2, 3]);
  expect(stream.version).toBe(3);
  const rest = await readStream(session, tables, streamId, { fromVersion: 2 });
  expect(rest.events.map(({ id }) => id)).toEqual([`${streamId}/2`, `${streamId}/3`]);
});
