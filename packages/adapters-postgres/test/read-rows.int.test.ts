import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { connectionTarget } from '../src/connection/connection-target.js';
import { Session } from '../src/connection/session.js';
import type { WireRow } from '../src/connection/wire/wire-row.js';
import { postgresOptionsSchema } from '../src/index.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let session: Session;

beforeAll(async () => {
  schema = scratchSchema();
  await schema.open();
  ({ session } = await schema.connect());
});

afterAll(() => schema.dispose());

const statement = {
  text: `SELECT n, n::text::xid8, '2000-01-01T00:00:01Z'::timestamptz - n * interval '1 hour',
           repeat('가', n), jsonb_build_object('n', n), NULL::text
         FROM generate_series($1::integer, $2::integer) n`,
  formats: ['binary', 'binary', 'binary', 'text', 'text', 'text'] as const,
};

function valuesOf(row: WireRow) {
  return [
    row.integer(0),
    row.digits(1),
    row.microseconds(2),
    row.text(3),
    row.text(4),
    row.text(5),
    row.integer(6),
  ];
}

describe('rows that are decoded as they arrive', () => {
  it('have the values of the server, and null where it has none', async () => {
    const rows = await session.read([{ ...statement, values: [1, 2] }], valuesOf);
    const hourBefore = 1e6 - 3_600e6;
    expect(rows).toEqual([
      [1, '1', hourBefore, '가', '{"n": 1}', null, null],
      [2, '2', hourBefore - 3_600e6, '가가', '{"n": 2}', null, null],
    ]);
  });

  it('arrive whole if they are larger than what a socket reads at once', async () => {
    const lengths = [70_000, 70_001, 70_002];
    const rows = await session.read([{ ...statement, values: [70_000, 70_002] }], valuesOf);
    expect(rows.map((row) => row[3]?.toString().length)).toEqual(lengths);
  });

  it('have the same fingerprint only if their columns are the same', async () => {
    const text = `SELECT a, b, c FROM (VALUES
      ('x', 'yz', '1'), ('x', 'yz', '23'), ('xy', 'z', '1'), ('', 'yz', '1'), (NULL, 'yz', '1')) v (a, b, c)`;
    const [one, same, ...others] = await session.read([{ text }], (row) => row.fingerprint(0, 2));
    expect(one).toBe(same);
    expect(new Set([one, ...others]).size).toBe(4);
  });

  it('are not kept by the query once it has ended', async () => {
    const queries: unknown[] = [];
    const { client } = session;
    const watched = new Session(
      new Proxy(client, {
        get: (target, name) =>
          name === 'query'
            ? (query: never) => {
                queries.push(query);
                return target.query(query);
              }
            : (Reflect.get(target, name) as unknown),
      }),
    );
    const read = async (): Promise<WeakRef<object>> => {
      const rows = await watched.read([{ ...statement, values: [1, 2] }], valuesOf);
      return new WeakRef(rows);
    };
    const rows = await read();
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    // A reference that was read in this turn of the event loop keeps its object until the next.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect(queries).toHaveLength(1);
    expect(rows.deref()).toBeUndefined();
  });

  it('need a connection that passes on bytes', async () => {
    const { config } = connectionTarget(postgresOptionsSchema.parse(schema.options));
    const client = new pg.Client(config);
    await client.connect();
    const reading = new Session(client).read([{ ...statement, values: [1, 2] }], valuesOf);
    await expect(reading).rejects.toThrow('only a WireClient can decode rows');
    await client.end();
  });
});
