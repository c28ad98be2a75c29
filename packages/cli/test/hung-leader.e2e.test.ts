import { createApp } from '@foldmart/composition';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import libraryConfig from './domains/library/foldmart.config.js';
import { commandOf } from './support/domains.js';
import type { Running } from './support/foldmart.js';
import { openDatabaseOnly, type ShopOnServices } from './support/shop-on-services.js';

interface Status {
  readonly projections: readonly {
    readonly name: string;
    readonly condition: string;
    readonly behind: number;
    readonly leader: { readonly holder: string; readonly token: number; readonly isValid: boolean };
  }[];
}

const patience = { timeout: 60_000, interval: 200 };
const booksBefore = 20;
const booksAfter = 40;

let database: ShopOnServices;
let processes: Running[];
beforeEach(() => {
  database = openDatabaseOnly();
  processes = [];
});
afterEach(async () => {
  for (const { kill } of processes) {
    kill('SIGCONT');
    kill('SIGKILL');
  }
  await Promise.all(processes.map(({ finished }) => finished));
  await database.dispose();
});

describe('when the leader of a projection is stopped', () => {
  it('a stand-by takes over and catches up; when the former leader resumes, it stands by', async () => {
    const settings = { ...database.settings, LEADER_LEASE: '2' };
    const library = commandOf('library', settings);
    await lend(settings, 0, booksBefore);
    processes = [0, 1, 2].map(() => library.start('start', '--roles', 'projections'));
    await Promise.all(processes.map((each) => each.shows('projections started')));
    await expect.poll(booksRead, patience).toBe(booksBefore);

    const first = await leaderNow();
    const hung = processes.find(({ pid }) => first.holder.includes(`/${String(pid)}/`));
    hung?.kill('SIGSTOP');
    await lend(settings, booksBefore, booksAfter);
    await expect.poll(booksRead, patience).toBe(booksAfter);
    const next = await leaderNow();
    expect(next.holder).not.toBe(first.holder);
    expect(next.token).toBeGreaterThan(first.token);

    hung?.kill('SIGCONT');
    await lend(settings, booksAfter, booksAfter + 1);
    await expect.poll(booksRead, patience).toBe(booksAfter + 1);
    expect((await leaderNow()).holder).toBe(next.holder);
    await hung?.shows('a leader lock was lost');
    for (const { kill } of processes) kill('SIGTERM');
    expect((await Promise.all(processes.map(({ finished }) => finished))).map(codeOf)).toEqual([
      0, 0, 0,
    ]);
    expect(await library.json('verify')).toMatchObject({ differences: [] });
    expect(await library.json('projections', 'status')).toMatchObject({
      projections: [{ name: 'loans' }, { name: 'readers', condition: 'current', behind: 0 }],
    });
  });

  it('and nobody takes over, the status says how far behind it is, since when, and who led it last', async () => {
    const settings = { ...database.settings, LEADER_LEASE: '1' };
    const library = commandOf('library', settings);
    await lend(settings, 0, 1);
    processes = [library.start('start', '--roles', 'projections')];
    await expect.poll(booksRead, patience).toBe(1);
    const { holder } = await leaderNow();
    processes[0]?.kill('SIGSTOP');
    await lend(settings, 1, 4);
    await expect.poll(async () => (await leaderNow()).isValid, patience).toBe(false);
    expect(await library.notRight('projections', 'status')).toMatchObject({
      projections: [
        { name: 'loans', condition: 'current', behind: 0, behindSince: null },
        {
          ...{ name: 'readers', condition: 'behind', behind: 3, hidden: 0 },
          behindSince: expect.stringMatching(/^\d{4}-.*Z$/) as string,
          leader: { holder, isValid: false },
        },
      ],
      blocker: null,
    });
    const { code, stdout } = await library.run('projections', 'status');
    expect(code).toBe(1);
    expect(stdout).toContain(
      `readers is behind, and no process leads it; the last one, ${holder}, led until `,
    );
  });

  async function leaderNow(): Promise<Status['projections'][number]['leader']> {
    const { stdout } = await commandOf('library', database.settings).run(
      ...['projections', 'status', '-o', 'json'],
    );
    const { projections } = JSON.parse(stdout) as Status;
    const leader = projections.find(({ name }) => name === 'readers')?.leader;
    if (leader === undefined) throw new Error(`nobody leads: ${stdout}`);
    return leader;
  }
});

async function booksRead(): Promise<number> {
  const [row] = await database.query('SELECT coalesce(sum(books), 0)::int AS books FROM readers');
  return Number(row?.['books']);
}

/** Lends a range of books, each once. */
async function lend(settings: ShopOnServices['settings'], from: number, to: number): Promise<void> {
  const { domain } = libraryConfig;
  if (typeof domain === 'function') throw new Error('a domain');
  const app = await createApp(domain, { ...settings });
  try {
    for (let nth = from; nth < to; nth += 1) {
      await app.book(`book-${String(nth)}`).lend({ member: 'ada', days: 7 });
    }
  } finally {
    await app.close();
  }
}

function codeOf({ code }: { readonly code: number | null }): number | null {
  return code;
}
