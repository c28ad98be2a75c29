import { startFoldmart } from './foldmart-process.mjs';
import { openChromium } from './open-chromium.mjs';
import { runSql, settingsOf } from './postgres-database.mjs';

/**
 * Measures how long a page takes from its address to its newest events, beside a log of so many events. The first opening finds a
 * server that has only begun to read; the others find one that has read a sample.
 *
 * @param {string} root
 * @param {{ readonly events: number, readonly opens: number, readonly database?: string | undefined }} options
 * @returns {Promise<number>} the exit code
 */
export async function measureFirstView(root, { events, opens, database }) {
  const settings = settingsOf(root, database ?? `page_${String(process.pid)}`);
  try {
    await fill(root, settings, events);
    for (const state of ['behind', 'current']) {
      if (state === 'current') await catchUp(root, settings);
      process.stdout.write(`projections ${state}\n`);
      await openAgainAndAgain(root, settings, opens);
    }
    return 0;
  } finally {
    if (database === undefined) {
      const drop = `drop database if exists ${settings.POSTGRES_DB} with (force)`;
      await runSql(root, settings, [drop], 'postgres');
    }
  }
}

async function fill(root, settings, events) {
  if (!(await exists(root, settings))) await seed(root, settings, events);
  const size = `select count(*)::int as events, pg_total_relation_size('events')::bigint as log,
    pg_database_size(current_database())::bigint as all from events`;
  const [found] = await runSql(root, settings, ['analyze', size]);
  const [log, all] = [found.log, found.all].map((bytes) => (Number(bytes) / 1e6).toFixed(0));
  process.stdout.write(`${String(found.events)} events: log ${log} MB, database ${all} MB\n`);
}

async function exists(root, { POSTGRES_DB: name, ...settings }) {
  const found = `select from pg_database where datname = '${name}'`;
  return (await runSql(root, settings, [found], 'postgres')).length > 0;
}

async function seed(root, settings, events) {
  const users = Math.ceil(events / 2);
  const counts = ['--users', String(users), '--products', String(Math.max(1, events - users))];
  const seeding = startFoldmart(root, ['seed', ...counts], settings);
  if ((await seeding.ended) !== 0)
    throw new Error(`the log could not be filled:\n${seeding.said()}`);
}

async function catchUp(root, settings) {
  const names = ['activity', 'sales', 'spending'];
  const rebuilding = startFoldmart(root, ['projections', 'rebuild', ...names], settings);
  if ((await rebuilding.ended) !== 0) throw new Error(`projections: ${rebuilding.said()}`);
}

async function openAgainAndAgain(root, settings, opens) {
  const browser = await openChromium(root);
  const server = startFoldmart(root, ['dashboard', '--port', '0'], {
    ...settings,
    KAFKA_ENABLED: 'false',
  });
  try {
    const address = await server.address();
    for (let nth = 1; nth <= opens; nth += 1) {
      const tookMs = await openOnce(browser, address);
      process.stdout.write(`opening ${String(nth)}: ${tookMs.toFixed(0)} ms\n`);
    }
  } finally {
    await browser.close();
    await server.stop();
  }
}

async function openOnce(browser, address) {
  const page = await browser.newPage();
  const startedAt = performance.now();
  await page.goto(address);
  await page.getByRole('group', { name: 'Newest events' }).locator('tbody tr').first().waitFor();
  await page.locator('.connection', { hasText: 'live' }).waitFor();
  const tookMs = performance.now() - startedAt;
  await page.close();
  return tookMs;
}
