import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction, type Session } from '../src/connection/session.js';
import { tablesIn, type DatabaseTables } from '../src/database-tables.js';
import { classifyOpenings } from '../src/event-store/classify-openings.js';
import { inlineFence } from '../src/event-store/inline-fence.js';
import { placedStatements, type PlacedRecord } from '../src/event-store/placed-records.js';
import { streamStateReader } from '../src/event-store/stream-heads.js';
import { noted } from './support/noted-events.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';
import { tuplesRead } from './support/tuples-read.js';

const events = 20_000;
/** Index entries and rows for an event and its stream, and some for their neighbours. */
const most = 30;

let schema: ScratchSchema;
let session: Session;
let tables: DatabaseTables;

beforeEach(async () => {
  schema = scratchSchema();
  await schema.open();
  ({ session } = await schema.connect());
  tables = tablesIn(schema.name);
});

afterEach(() => schema.dispose());

describe('a connection that has written while the log was small appends to a large log at the same cost:', () => {
  it.each([
    {
      what: 'looking at streams and ids first',
      write: async (ids: readonly string[]) => {
        await streamStateReader(tables)(session, ids.map(recordOf), ids);
      },
    },
    {
      what: 'finding out why openings were not inserted',
      write: async (ids: readonly string[]) => {
        const items = ids.map((id, index) => ({
          ...recordOf(id, index),
          index,
          startsStream: true,
        }));
        const found = classifyOpenings(session, { tables }, items, new Map());
        await expect(found).rejects.toThrow('what was in the way has gone');
      },
    },
    {
      what: 'at once',
      write: async (ids: readonly string[]) => {
        const { insertPlaced, insertFenced } = placedStatements(tables, inlineFence(tables, []));
        const records = ids.map(recordOf);
        const [first, ...others] = records;
        const isOne = first !== undefined && others.length === 0;
        await session.run(isOne ? insertFenced(first) : insertPlaced(records));
      },
    },
  ])('$what', async ({ write }) => {
    await grow(10);
    await session.run({ text: `ANALYZE ${tables.events}` });
    for (const round of Array(12).keys()) await roundOf(write, `small ${String(round)}`, 12);
    for (const round of Array(12).keys()) await roundOf(write, `one ${String(round)}`, 1);
    await grow(events);
    expect(await roundOf(write, 'large', 1)).toBeLessThanOrEqual(most);
  });
});

async function roundOf(
  write: (ids: readonly string[]) => Promise<void>,
  name: string,
  count: number,
): Promise<number> {
  const ids = Array.from({ length: count }, (_none, n) => `${name} ${String(n)}`);
  return inTransaction(
    session,
    async () => {
      const before = await tuplesRead(session, tables);
      await write(ids);
      return (await tuplesRead(session, tables)) - before;
    },
    { end: 'ROLLBACK' },
  );
}

function recordOf(id: string, index: number): PlacedRecord {
  const event = noted(id);
  const json = JSON.stringify(event.data);
  return { event, json, streamId: `of ${id}`, position: index + 1, streamVersion: 1, follows: -2 };
}

async function grow(count: number): Promise<void> {
  await session.run({
    text: `
      INSERT INTO ${tables.events} (tx, position, stream_version, schema_version, event_id, stream_id,
                                    type, time, origin, data)
      SELECT '3', ${String(count)} + n, 1, 1, '${String(count)}-' || n, '${String(count)}-' || n,
             'noted', '', '', '{}'
      FROM generate_series(1, ${String(count)}) n`,
  });
}
