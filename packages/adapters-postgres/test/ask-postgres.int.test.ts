import { askPostgres } from '@foldmart/adapters-postgres';
import { describe, expect, it } from 'vitest';

function ask(text: string, bounds: { maxRows?: number; timeoutMs?: number } = {}) {
  const { env } = process;
  const options = {
    host: env['POSTGRES_HOST'],
    port: Number(env['POSTGRES_PORT']),
    user: env['POSTGRES_USER'],
    password: env['POSTGRES_PASSWORD'],
    database: 'postgres',
  };
  return askPostgres(options, {
    text,
    maxRows: 10,
    maxCharacters: 1_000,
    timeoutMs: 5_000,
    ...bounds,
  });
}

describe('a question of a person', () => {
  it('is answered with the columns and their kinds, and values as Postgres prints them', async () => {
    const text = `-- how much
      SELECT 12345678901234567890.10::numeric AS sum, 7::int8 AS n, NULL AS nothing,
        '2026-02-03 14:30:00.5+01'::timestamptz AS at, '2026-02-03'::date AS day, '{"a": 1}'::jsonb AS data;`;
    expect(await ask(text)).toEqual({
      columns: [
        { name: 'sum', kind: 'number' },
        { name: 'n', kind: 'number' },
        { name: 'nothing', kind: 'text' },
        { name: 'at', kind: 'time' },
        { name: 'day', kind: 'time' },
        { name: 'data', kind: 'text' },
      ],
      rows: [
        ['12345678901234567890.10', '7', null, '2026-02-03T13:30:00.5Z', '2026-02-03', '{"a": 1}'],
      ],
      isCut: false,
    });
  });

  it('names its columns even if it has no rows, and may be a plan or a setting', async () => {
    expect(await ask('SELECT 1 AS n WHERE false')).toMatchObject({ columns: [{ name: 'n' }] });
    expect((await ask('EXPLAIN SELECT 1')).rows).toHaveLength(1);
    expect((await ask('SHOW TimeZone')).rows).toEqual([['UTC']]);
  });

  it('is cut at its bounds, and reads no further', async () => {
    const all = await ask('SELECT n FROM generate_series(1, 10) n');
    expect([all.rows.length, all.isCut]).toEqual([10, false]);
    const cut = await ask('SELECT 1 FROM pg_class a, pg_class b, pg_class c, pg_class d');
    expect([cut.rows.length, cut.isCut]).toEqual([10, true]);
    const wide = await ask("SELECT repeat('x', 400) FROM generate_series(1, 1000)", {
      maxRows: 900,
    });
    expect([wide.rows.length, wide.isCut]).toEqual([2, true]);
  });

  it.each([
    ['CREATE TABLE made (n int)', 'syntax error'],
    ['WITH x AS (DELETE FROM pg_class RETURNING 1) SELECT 1', 'data-modifying'],
    ['EXPLAIN ANALYZE CREATE TABLE made AS SELECT 1', 'permission denied'],
    ['SELECT 1; COMMIT', 'multiple commands'],
    ["SELECT nextval('no_such')", 'no_such'],
    ["SELECT pg_read_file('/etc/passwd')", 'permission denied'],
    ["COPY (SELECT 1) TO PROGRAM 'true'", 'syntax error'],
    ['', 'syntax error'],
  ])('can only read: %s', async (text, said) => {
    await expect(ask(text)).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining(said) as string,
    });
  });

  it('ends at its time-out', async () => {
    await expect(ask('SELECT pg_sleep(60)', { timeoutMs: 100 })).rejects.toMatchObject({
      reason: 'rejected',
      message: 'It took longer than 0.1 s, and was cancelled.',
    });
  });
});
