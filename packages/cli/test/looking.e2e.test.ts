import { createApp } from '@foldmart/composition';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import libraryConfig from './domains/library/foldmart.config.js';
import { commandOf } from './support/domains.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

const readOnly = [
  ['stream', 'list'],
  ['stream', 'show', 'book-dune'],
  ['events', 'tail'],
  ['projections', 'list'],
  ['projections', 'status'],
  ['outbox', 'status'],
  ['verify'],
] as const;

let database: ShopOnServices;
beforeEach(() => {
  database = openDatabaseOnly();
});
afterEach(() => database.dispose());

const tables = () =>
  database.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'mine'");

describe('a command that only reads', () => {
  it('creates nothing in a schema that was never set up, and says what does', async () => {
    const settings = { ...database.settings, POSTGRES_SCHEMA: 'mine' };
    await commandOf('library', database.settings).json('lend', 'dune', 'ada');
    const library = commandOf('library', settings);
    for (const args of readOnly) {
      const { code, stderr } = await library.run(...args);
      expect({ args, code }).toEqual({ args, code: 3 });
      expect(stderr).toContain('Schema mine has no tables');
      expect(stderr).toContain('run foldmart start or another command that writes');
    }
    expect(await tables()).toEqual([]);
    expect((await library.run('doctor')).stdout).toContain(
      'the tables will be created at first use',
    );
    expect(await tables()).toEqual([]);
  });

  it('registers no projection, so that another program can append afterwards', async () => {
    const { domain } = libraryConfig;
    if (typeof domain === 'function') throw new Error('a domain');
    const app = await createApp(domain, database.settings);
    try {
      await app.database();
      const next = commandOf('next-library', database.settings);
      for (const args of readOnly) await next.run(...args);
      const { state } = await app.book('dune').lend({ member: 'ada', days: 7 });
      expect(state).toEqual({ member: 'ada', loans: 1 });
      expect(await next.json('stream', 'list')).toMatchObject({
        streams: [{ streamId: 'book-dune', version: 1 }],
      });
      expect(await next.notRight('projections', 'status')).toMatchObject({
        projections: [
          { name: 'loans', condition: 'current' },
          { name: 'readers', condition: 'behind', behind: 1, hidden: 0, leader: null },
          { name: 'shelf_wear', condition: 'new', liveVersion: null },
        ],
      });
    } finally {
      await app.close();
    }
  });
});

describe('verify', () => {
  it('fails on a projection and on tables that the domain does not know', async () => {
    const library = commandOf('library', database.settings);
    await commandOf('next-library', database.settings).json('projections', 'rebuild', '--all');
    await database.query('CREATE TABLE notes (text text)');
    const told = await library.run('verify');
    expect(told.code).toBe(1);
    expect(told.stdout).toContain('foldmart projections retire shelf_wear');
    expect(told.stdout).toContain('--allow-table notes');
    expect(told.stdout).not.toContain('every read model matches the log');
    expect(await library.notRight('verify')).toMatchObject({
      differenceCount: 0,
      unknownProjections: [{ name: 'shelf_wear', version: 1, mode: 'inline' }],
      unknownTables: ['notes', 'shelf_wear'],
    });
    await library.json('projections', 'retire', 'shelf_wear');
    const allow = ['--allow-table', 'notes', '--allow-table', 'shelf_wear'];
    expect(await library.json('verify', '--rows', '1000', ...allow)).toMatchObject({
      unknownProjections: [],
      unknownTables: [],
    });
  });

  it('refuses a number of rows that holds nothing', async () => {
    const refused = await commandOf('library', database.settings).run('verify', '--rows', '0');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("option '--rows <n>' argument '0' is invalid");
  });
});
