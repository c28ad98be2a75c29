import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyLines, copyText } from '../src/connection/copy-text.js';
import type { Statement } from '../src/connection/statement.js';
import { textArray } from '../src/connection/text-array.js';
import {
  scratchSchema,
  type ScratchConnection,
  type ScratchSchema,
} from './support/scratch-schema.js';

/** Text that Postgres can keep, with all that either form has to escape. */
const storable = fc
  .array(
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\\', '\t', '\n', '\r', '\\N', '.')),
  )
  .map((parts) => parts.join('').replaceAll('\0', ''));
const values = fc.array(fc.option(storable), { minLength: 1, maxLength: 40 });

let schema: ScratchSchema;
let connection: ScratchConnection;

beforeAll(async () => {
  schema = scratchSchema();
  connection = await schema.connect();
  await connection.session.run({ text: 'CREATE TEMP TABLE copied (place integer, value text)' });
});

afterAll(() => schema.dispose());

it('arrays reach the server unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(values, async (given) => {
      const { rows } = await connection.session.run({
        text: 'SELECT value FROM unnest($1::text[]) WITH ORDINALITY AS t (value, place) ORDER BY place',
        values: [textArray(given)],
      });
      expect(rows.map(([value]) => value)).toEqual(given);
    }),
    { numRuns: 50 },
  );
});

it('copied rows reach the server unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(values, async (given) => {
      const placed = given.map((value, place) => ({ value, place: String(place) }));
      const copyData = copyLines(placed, ({ value, place }) => `${place}\t${copyText(value)}\n`);
      const [, , read] = await connection.session.runAll([
        { text: 'TRUNCATE copied' },
        { text: 'COPY copied FROM STDIN', copyData },
        { text: 'SELECT value FROM copied ORDER BY place' },
      ]);
      expect(read?.rows.map(([value]) => value)).toEqual(given);
    }),
    { numRuns: 50 },
  );
});

it('a copy that the server rejects leaves the connection usable', async () => {
  const { session } = connection;
  const results = await Promise.allSettled([
    session.runAll([{ text: 'COPY nowhere FROM STDIN', copyData: Buffer.from('1\n') }]),
    session.run({ text: 'SELECT 1' }),
  ]);
  expect(results[0]).toMatchObject({ status: 'rejected', reason: { code: '42P01' } });
  expect(results[1]).toMatchObject({ status: 'fulfilled', value: { rows: [['1']] } });
});

it('statements of a generator that throws are answered before the error, and the connection stays usable', async () => {
  const { session } = connection;
  function* statements(): Generator<Statement> {
    yield { text: "SELECT 'sent'" };
    throw new Error('cannot be made');
  }
  await expect(session.runAll(statements())).rejects.toThrow('cannot be made');
  expect(await session.run({ text: 'SELECT 1' })).toMatchObject({ rows: [['1']] });
});

it('the server works on a statement of a generator before the next one is made', async () => {
  const { session } = connection;
  function* statements(): Generator<Statement> {
    yield { text: 'SELECT clock_timestamp()' };
    const end = Date.now() + 300;
    while (Date.now() < end);
    yield { text: 'SELECT clock_timestamp()' };
  }
  const [first, second] = await session.runAll(statements());
  const { rows } = await session.run({
    text: "SELECT $2::timestamptz - $1::timestamptz > interval '250 ms'",
    values: [first?.rows[0]?.[0] ?? null, second?.rows[0]?.[0] ?? null],
  });
  expect(rows).toEqual([['t']]);
});

it('lines of any length are copied whole', async () => {
  const long = Array.from({ length: 50 }, (_, nth) => '가'.repeat(nth * 100));
  const bytes = copyLines(long, (line) => `${line}\n`);
  expect(bytes.toString('utf8')).toBe(`${long.join('\n')}\n`);
});
