import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, StreamSnapshot } from '@foldmart/core';
import { tablesIn } from '../src/database-tables.js';
import type { PostgresDatabase } from '../src/index.js';
import { scratchSchema, type ScratchSchema } from './support/scratch-schema.js';

let schema: ScratchSchema;
let database: PostgresDatabase;

beforeAll(async () => {
  schema = scratchSchema();
  database = await schema.open();
});

afterAll(() => schema.dispose());

describe('a snapshot that Postgres cannot keep', () => {
  it.each<{ what: string; more: Partial<StreamSnapshot> }>([
    { what: 'a null character', more: { state: { name: 'a\0b' } } },
    { what: 'half a surrogate pair', more: { state: ['\ud800'] } },
    { what: 'such a key', more: { state: { '\udc00': 1 } } },
    { what: 'a number that is not finite', more: { state: [Number.POSITIVE_INFINITY] } },
    { what: 'no state at all', more: { state: undefined as unknown as Json } },
    { what: 'a version that is not whole', more: { streamVersion: 1.5 } },
    { what: 'a stream no text can name', more: { streamId: 'a\0' } },
    { what: 'a name no text can be', more: { name: '\ud800' } },
    { what: 'a name too long for the index', more: { name: unlikeText(20_000) } },
  ])('is rejected for good: $what', async ({ more }) => {
    await database.snapshots.save(counted('kept', 1));
    await expect(database.snapshots.save({ ...counted('kept', 2), ...more })).rejects.toMatchObject(
      { port: 'snapshot-store', reason: 'rejected', isRetryable: false },
    );
    expect(await database.snapshots.load('kept', 'count')).toMatchObject({ streamVersion: 1 });
  });
});

it('a name that Postgres cannot store has no snapshot', async () => {
  expect(await database.snapshots.load('\ud800', 'count')).toBeUndefined();
  expect(await database.snapshots.load('kept', 'a\0')).toBeUndefined();
  expect(await database.snapshots.discard('a\0')).toBe(0);
});

it('any JSON state is loaded as it was saved', async () => {
  for (const state of [
    null,
    true,
    0,
    -1.5e-7,
    1e300,
    '',
    '\\u0000',
    [],
    {},
    { a: [{ b: null }] },
  ]) {
    await database.snapshots.save({ ...counted('any', 1), state });
    expect(await database.snapshots.load('any', 'count')).toEqual({ ...counted('any', 1), state });
  }
});

it('any number of snapshots is discarded, and no others', async () => {
  const { session } = await schema.connect();
  const { snapshots } = tablesIn(schema.name);
  await session.run({
    text: `
      INSERT INTO ${snapshots} (name, stream_id, stream_version, schema_version, state)
      SELECT name, 's-' || n, n, 1, '{}'
      FROM generate_series(1, 12345) n, (VALUES ('many'), ('many others')) AS t (name)`,
  });
  expect(await database.snapshots.discard('many')).toBe(12_345);
  expect(await database.snapshots.load('s-1', 'many')).toBeUndefined();
  expect(await database.snapshots.load('s-1', 'many others')).toBeDefined();
});

function counted(streamId: string, streamVersion: number): StreamSnapshot {
  return { streamId, name: 'count', streamVersion, schemaVersion: 1, state: { streamVersion } };
}

/** Text that does not shrink when it is compressed. */
function unlikeText(length: number): string {
  return Array.from({ length }, (_, at) =>
    String.fromCodePoint(0x4e00 + ((at * 7919 + ((at * at) % 9973)) % 20_000)),
  ).join('');
}
