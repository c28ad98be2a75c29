import { queryPostgres } from '@foldmart/adapters-postgres';
import { describe, expect, it } from 'vitest';

function ask(text: string, values: readonly unknown[] = [], access: 'read' | 'write' = 'read') {
  const { env } = process;
  const options = {
    host: env['POSTGRES_HOST'],
    port: Number(env['POSTGRES_PORT']),
    user: env['POSTGRES_USER'],
    password: env['POSTGRES_PASSWORD'],
    database: 'postgres',
  };
  return queryPostgres(options, { text, values, access });
}

describe('a query of a person', () => {
  it('resolves with rows by column', async () => {
    expect(await ask('SELECT $1::int AS n, $2 AS name', [7, 'seven'])).toEqual([
      { n: 7, name: 'seven' },
    ]);
  });

  it('changes nothing unless it asks for write access', async () => {
    const create = 'CREATE TEMPORARY TABLE made AS SELECT 1';
    await expect(ask('CREATE TABLE made (n int)')).rejects.toMatchObject({
      reason: 'rejected',
      hint: 'a query may only read unless it asks for write access',
    });
    expect(await ask(create, [], 'write')).toEqual([]);
  });

  it('is one statement, so that none can leave the transaction', async () => {
    const two = ask('COMMIT; CREATE TABLE made (n int)');
    await expect(two).rejects.toMatchObject({ reason: 'rejected', isRetryable: false });
  });

  it('that is wrong is refused with what Postgres says', async () => {
    await expect(ask('SELECT * FROM no_such_table')).rejects.toMatchObject({
      reason: 'rejected',
      message: expect.stringContaining('"no_such_table" does not exist') as string,
    });
  });
});
