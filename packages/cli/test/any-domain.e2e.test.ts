import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandOf, domainDirectory } from './support/domains.js';
import { foldmart } from './support/foldmart.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

describe('the command on a domain in memory', () => {
  const library = commandOf('library');

  it('shows the commands that every domain has and its own, and none of the shop', async () => {
    const { code, stdout } = await library.run('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('The commands of library');
    expect(stdout).toContain('lend a book to a member');
    for (const shopCommand of ['seed', 'produce', 'rush', 'coupon']) {
      expect(stdout).not.toMatch(new RegExp(`^ +${shopCommand}`, 'm'));
    }
  });

  it('ends its process after a failure, even if a timer is left behind', async () => {
    const { code, stderr } = await commandOf('counters').run('linger');
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'foldmart: This command fails.\n' });
  });

  it('is found in the working directory', async () => {
    const args = ['count', 'c1', '--by', '5', '-o', 'json'];
    const { code, stdout } = await foldmart(args, {}, domainDirectory('counters'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: '{"total":5}\n' });
  });

  it('lists the settings of the domain behind those of the library', async () => {
    const settings = (await library.json('settings')) as readonly { readonly name: string }[];
    const names = settings.map(({ name }) => name);
    expect(names).toContain('POSTGRES_SCHEMA');
    expect(names.at(-1)).toBe('LOAN_DAYS');
    expect((await library.run('doctor', '--set', 'LOAN_DAYS=91')).stderr).toBe(
      'foldmart: LOAN_DAYS is "91": it may be a whole number from 1 to 90\n',
    );
  });

  it('starts the roles that have work, and verifies at the end', async () => {
    const { code, stdout, stderr } = await library.run('start', '--duration', '0.1', '--verify');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('library_consumer_1 started\n');
    expect(stderr).toContain('projections started: readers\n');
    expect(stdout).toContain('every read model matches the log');
  });

  it('starts the roles that are chosen, until a signal', async () => {
    const running = library.start('start', '--roles', 'projections', '-o', 'json');
    await running.shows('projections started');
    running.kill('SIGTERM');
    const { code, stdout } = await running.finished;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ roles: ['projections'], received: 0 });
    expect((await library.run('start', '--roles', 'cleaners')).code).toBe(2);
  });

  it('shows what a command of the domain refuses, and ends with 2 if an argument is missing', async () => {
    expect(await library.run('lend', 'dune')).toMatchObject({ code: 2, stdout: '' });
    const unknown = await library.run('seed');
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain("unknown command 'seed'");
  });
});

describe('the command on a domain in Postgres', () => {
  let database: ShopOnServices;
  let library: ReturnType<typeof commandOf>;
  beforeAll(async () => {
    database = openDatabaseOnly();
    library = commandOf('library', database.settings);
    await library.json('lend', 'dune', 'ada');
    await library.json('return', 'dune');
    await library.json('lend', 'dune', 'ben', '--short');
  });
  afterAll(() => database.dispose());

  it('folds a stream with the decider of the domain', async () => {
    expect(await library.json('stream', 'show', 'book-dune')).toMatchObject({
      version: 3,
      state: { member: 'ben', loans: 2 },
      events: [
        { type: 'lent', data: { book: 'dune', member: 'ada', days: 28 } },
        { type: 'returned' },
        { type: 'lent', data: { member: 'ben', days: 7 } },
      ],
    });
    expect(await library.json('stream', 'show', 'book-dune', '--at', '2')).toMatchObject({
      state: { member: null, loans: 1 },
    });
  });

  it('shows the message of a command that the domain refuses', async () => {
    const refused = await library.run('lend', 'dune', 'cy');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toBe('foldmart: dune is lent to ben.\n');
  });

  it('follows, rebuilds and verifies the projections of the domain', async () => {
    const running = library.start('start', '--roles', 'projections');
    await running.shows('projections started');
    running.kill('SIGTERM');
    expect((await running.finished).code).toBe(0);
    expect(await database.query('SELECT * FROM readers ORDER BY member')).toEqual([
      { member: 'ada', books: '1' },
      { member: 'ben', books: '1' },
    ]);
    expect(await library.json('projections', 'status')).toMatchObject({
      projections: [
        { name: 'loans', mode: 'inline', condition: 'current' },
        { name: 'readers', mode: 'async', condition: 'current', behind: 0 },
      ],
    });
    await database.query("UPDATE loans SET member = 'nobody'");
    expect(await library.notRight('verify')).toMatchObject({
      differences: [{ model: 'loans', key: { book: 'dune' }, kind: 'different' }],
    });
    await library.json('projections', 'rebuild', 'loans');
    expect(await library.json('verify')).toMatchObject({
      differences: [],
      unknownProjections: [],
      unknownTables: [],
    });
    expect(await library.json('doctor')).toMatchObject({ isHealthy: true });
  });
});
