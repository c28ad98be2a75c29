import { afterEach, describe, expect, it } from 'vitest';
import {
  createApp,
  verify,
  waitUntil,
  wantedTopics,
  type SettingTexts,
} from '@foldmart/composition';
import { systemClock } from '@foldmart/node';
import { library } from '../src/library.js';
import { overdueLoans } from '../src/overdue.js';
import { loans, members } from '../src/read-models.js';
import { dropSchema } from './support/drop-schema.js';

const dayMs = 86_400_000;
const run = `library_${process.pid.toString(36)}_${Date.now().toString(36)}`;
const ofThisRun = { TOPIC_PREFIX: `${run}.`, POSTGRES_SCHEMA: run, LOG_LEVEL: 'silent' };

// #region transports
const transports: readonly SettingTexts[] = [
  { QUEUE_TYPE: 'memory', CACHE_TYPE: 'memory', DB_TYPE: 'memory' },
  { QUEUE_TYPE: 'redis', CACHE_TYPE: 'redis', DB_TYPE: 'postgres' },
  { QUEUE_TYPE: 'kafka', CACHE_TYPE: 'redis', DB_TYPE: 'postgres' },
];
// #endregion

const closing: (() => Promise<void>)[] = [];

/** The library on these transports, with a calendar that the test turns. */
async function open(transport: SettingTexts) {
  // In the past: Kafka refuses messages from the future.
  const calendar = { days: -25 };
  const clock = { ...systemClock, now: () => systemClock.now() + calendar.days * dayMs };
  const app = await createApp(library, { ...ofThisRun, ...transport }, { clock });
  closing.push(async () => {
    if (transport['QUEUE_TYPE'] !== 'memory') {
      await app.bus().admin.deleteTopics(wantedTopics(app).map(({ name }) => name));
    }
    await app.close();
    if (transport['DB_TYPE'] === 'postgres') await dropSchema(run);
  });
  return { app, calendar };
}

async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = { clock: systemClock, pollMs: 50, deadlineMs: 40_000 };
  expect(await waitUntil(isTrue, deadline)).toBe(true);
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe.each(transports)('the library on $QUEUE_TYPE and $DB_TYPE', (transport) => {
  it('lends, charges for late returns, and keeps a book for the next in the queue', async () => {
    const { app, calendar } = await open(transport);
    const running = await app.start();
    await app.book('dune').lend('ann');
    await app.book('emma').lend('ann');
    await app.book('dune').reserve('bob');

    calendar.days = 0;
    const today = new Date(systemClock.now()).toISOString().slice(0, 10);
    const overdue: string[] = [];
    for await (const loan of overdueLoans(app.rows, today, 1)) overdue.push(loan.book);
    expect(overdue).toEqual(['dune', 'emma']);

    await app.book('dune').giveBack();
    expect(await app.rows.get(loans, { book: 'dune' })).toBeUndefined();
    await eventually(async () => (await app.book('dune').state()).hold?.member === 'bob');
    await eventually(async () => (await app.member('ann').state()).owed === '1');

    // A terminal reports a payment over the queue, twice.
    const paid = { id: `${run}-paid`, type: 'fee_paid', data: { member: 'ann', amount: '0.75' } };
    await app.publish([{ ...paid, streamId: 'member-ann' }]);
    await app.publish([{ ...paid, streamId: 'member-ann' }]);
    await eventually(async () => {
      const row = await app.rows.get(members, { member: 'ann' });
      return row?.owed === '0.25' && row.loans === 1;
    });
    await running.stop();
    expect(await app.member('ann').state()).toEqual({ owed: '0.25' });
    await app.catchUp();
    expect(await verify(app)).toMatchObject({ differenceCount: 0, lagging: [] });
  });
});
