import { describe, expect, it } from 'vitest';
import { parseConnectionString } from '../src/connection/connection-string.js';
import { connectionTarget } from '../src/connection/connection-target.js';
import { postgresOptionsSchema } from '../src/index.js';

describe('parseConnectionString', () => {
  it('reads every part', () => {
    expect(
      parseConnectionString(
        'postgres://me:p%40ss%2Fword@db.example:6543/my%20shop?sslmode=require',
      ),
    ).toEqual({
      host: 'db.example',
      port: 6543,
      user: 'me',
      password: 'p@ss/word',
      database: 'my shop',
      sslMode: 'require',
    });
  });

  it.each([
    ['postgresql://localhost', { host: 'localhost' }],
    ['postgres://[::1]:5432/x', { host: '::1', port: 5432, database: 'x' }],
    ['postgres:///x?host=/run/postgresql', { host: '/run/postgresql', database: 'x' }],
    ['postgres://h/x?sslmode=verify-ca', { host: 'h', database: 'x', sslMode: 'verify-full' }],
  ])('reads %s', (text, expected) => {
    expect(parseConnectionString(text)).toEqual(expected);
  });

  it.each(['', 'localhost', 'mysql://localhost/x', 'postgres://h/x?sslmode=maybe'])(
    'does not accept %j',
    (text) => {
      expect(parseConnectionString(text)).toBeUndefined();
    },
  );
});

describe('the options', () => {
  it('have a default each', () => {
    expect(postgresOptionsSchema.parse({})).toMatchObject({
      host: 'localhost',
      port: 5432,
      database: 'foldmart',
      schema: 'public',
      ssl: { mode: 'disable' },
    });
  });

  it.each([
    { port: 0 },
    { schema: 'public"; DROP TABLE events' },
    { connectionString: 'not a url' },
    { poolSize: 0 },
    { ssl: { mode: 'maybe' } },
    { hots: 'localhost' },
  ])('refuse %j', (options) => {
    expect(postgresOptionsSchema.safeParse(options).success).toBe(false);
  });

  it('give way to the connection string', () => {
    const options = postgresOptionsSchema.parse({
      host: 'ignored',
      user: 'kept',
      connectionString: 'postgres://other:1234/shop',
    });
    const target = connectionTarget(options);
    expect([target.address, target.database, target.user]).toEqual(['other:1234', 'shop', 'kept']);
  });

  it('check certificate and name for verify-full, and neither for require', () => {
    const verified = connectionTarget(
      postgresOptionsSchema.parse({ host: 'db.example', ssl: { mode: 'verify-full', ca: 'PEM' } }),
    );
    expect(verified.config.ssl).toEqual({
      rejectUnauthorized: true,
      ca: 'PEM',
      servername: 'db.example',
    });
    const encrypted = connectionTarget(postgresOptionsSchema.parse({ ssl: { mode: 'require' } }));
    expect(encrypted.config.ssl).toEqual({ rejectUnauthorized: false });
  });
});
