import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Session } from '../src/connection/session.js';
import { tablesIn, type DatabaseTables } from '../src/database-tables.js';
import { beginForeign } from './support/open-transactions.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

const writers = 3;
const appends = 2_500;
const readers = 2;
const looks = 1_000;

let schema: ScratchSchema;
let tables: DatabaseTables;

beforeEach(async () => {
  schema = scratchSchema();
  tables = tablesIn(schema.name);
  await schema.open();
});

afterEach(() => schema.dispose());

it(
  'no event appears below a bound that a reader has seen, and bounds never decrease',
  { timeout: 60_000 },
  async () => {
    const other = await connect();
    await other.run({
      text: `CREATE TABLE ${schema.name}.looks (reader integer, nth integer, bound xid8, below bigint)`,
    });
    // As long as this transaction is open, every look has to read the locks.
    await beginForeign(other);
    const names = Array.from({ length: writers }, (_none, nth) => `writer ${String(nth)}`);
    const running = [
      ...names.map(async (name) => (await connect()).run({ text: writing(name) })),
      ...Array.from({ length: readers }, async (_none, reader) =>
        (await connect()).run({ text: looking(reader) }),
      ),
    ];
    await Promise.all(running);
    const { rows } = await other.run({
      text: `
      SELECT count(*), count(*) FILTER (WHERE below <> (
        SELECT count(*) FROM ${tables.events} WHERE (epoch, tx) < (1, bound)
      )), count(*) FILTER (WHERE bound < before) FROM (
        SELECT *, lag(bound) OVER (PARTITION BY reader ORDER BY nth) AS before
        FROM ${schema.name}.looks
      ) AS look`,
    });
    await other.run({ text: 'ROLLBACK' });
    expect(rows).toEqual([[String(readers * looks), '0', '0']]);
  },
);

async function connect(): Promise<Session> {
  const { session } = await schema.connect();
  return session;
}

/** Appends in transactions of their own, as fast as the server can. */
function writing(name: string): string {
  return `DO $do$ BEGIN
    SET synchronous_commit = off;
    FOR nth IN 1..${String(appends)} LOOP
      INSERT INTO ${tables.events} (position, stream_version, schema_version, event_id, stream_id,
                                    type, time, origin, data)
      VALUES (1, nth, 1, '${name} ' || nth, '${name}', 'noted', '', '', '{}');
      COMMIT;
    END LOOP;
  END $do$`;
}

/** Notes bounds, and how many events are below each at a later moment. */
function looking(reader: number): string {
  return `DO $do$ DECLARE found xid8; BEGIN
    SET synchronous_commit = off;
    FOR nth IN 1..${String(looks)} LOOP
      found := ${tables.logBound}();
      INSERT INTO ${schema.name}.looks
      SELECT ${String(reader)}, nth, found, count(*) FROM ${tables.events} WHERE (epoch, tx) < (1, found);
      COMMIT;
    END LOOP;
  END $do$`;
}
