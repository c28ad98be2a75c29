import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../src/connection/session.js';
import { tablesIn, type DatabaseTables } from '../src/database-tables.js';
import { findBlocker } from '../src/event-store/log-blocker.js';
import {
  countSettled,
  readCommittedLog,
  readLog,
  readLogEnd,
} from '../src/event-store/log-reader.js';
import { listStreams } from '../src/event-store/stream-list.js';
import { readStream } from '../src/event-store/stream-reader.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { tuplesRead } from './support/tuples-read.js';

const events = 20_000;
const eventsPerStream = 1;
const limit = 50;
/** The number of versions of the only long stream, which the planner has no statistics of. */
const longVersions = 5_000;

let schema: ScratchSchema;
let session: Session;
let tables: DatabaseTables;

beforeAll(async () => {
  schema = scratchSchema();
  await schema.open();
  ({ session } = await schema.connect());
  tables = tablesIn(schema.name);
  await session.run({
    text: `
      INSERT INTO ${tables.events} (tx, position, stream_version, schema_version, event_id, stream_id,
                                    type, time, origin, data)
      SELECT '3', n, n % ${String(eventsPerStream)} + 1, 1, 'e' || n,
             'stream-' || lpad((n / ${String(eventsPerStream)})::text, 6, '0'), 'noted', '', '', '{}'
      FROM generate_series(0, ${String(events - 1)}) n;
      ANALYZE ${tables.events};
      INSERT INTO ${tables.events} (tx, position, stream_version, schema_version, event_id, stream_id,
                                    type, time, origin, data)
      SELECT '3', ${String(events)} + n, n, 1, 'long' || n, 'a-long-one', 'noted', '', '', '{}'
      FROM generate_series(1, ${String(longVersions)}) n;
      SET plan_cache_mode = force_generic_plan`,
  });
});

afterAll(() => schema.dispose());

/** Two index entries and their rows per row of a page, and some for the search. */
const most = 4 * limit + 20;

describe('a page in the middle of a log costs what it holds:', () => {
  it.each([
    { what: 'of the log', read: () => readLog(session, tables, { after: '1.3.9000', limit }) },
    {
      what: 'of an audit',
      read: () => readCommittedLog(session, tables, { after: '1.3.9000', limit }),
    },
    { what: 'of its end', read: () => readLogEnd(session, tables, limit) },
    {
      what: 'of its streams',
      read: () => listStreams(session, tables, { prefix: 'stream-', after: 'stream-002', limit }),
    },
    {
      what: 'of the last streams of a prefix',
      read: () => listStreams(session, tables, { prefix: 'stream-00100', limit }),
    },
    { what: 'of a stream', read: () => readStream(session, tables, 'stream-002000', {}) },
    {
      what: 'of the last versions of a long stream',
      read: () => readStream(session, tables, 'a-long-one', { fromVersion: longVersions - 10 }),
    },
  ])('$what', async ({ read }) => {
    await session.run({ text: 'BEGIN' });
    const before = await tuplesRead(session, tables);
    const found = await read();
    const touched = (await tuplesRead(session, tables)) - before;
    await session.run({ text: 'ROLLBACK' });
    expect('events' in found ? found.events : found).not.toHaveLength(0);
    expect(touched).toBeGreaterThan(0);
    expect(touched).toBeLessThanOrEqual(most);
  });
});

describe('what is asked every second costs the same beside any log:', () => {
  it.each([
    { what: 'the append that hides events', read: () => findBlocker(session, tables) },
    {
      what: 'the number of new events',
      read: () => countSettled(session, tables, `1.3.${String(events + longVersions - 10)}`),
    },
    { what: 'the end of the log', read: () => readLogEnd(session, tables, 0) },
  ])('$what', async ({ read }) => {
    await session.run({ text: 'BEGIN' });
    const before = await tuplesRead(session, tables);
    await read();
    const touched = (await tuplesRead(session, tables)) - before;
    await session.run({ text: 'ROLLBACK' });
    expect(touched).toBeGreaterThan(0);
    expect(touched).toBeLessThanOrEqual(most);
  });
});
