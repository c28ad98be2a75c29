import { serveDashboard, type RunningDashboard } from '@foldmart/dashboard';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './support/browser.js';
import { cannedAnswer } from './support/canned-answer.js';
import { openLending } from './support/lending.js';
import {
  accessibilityFaults,
  openPage,
  photograph,
  type OpenedPage,
} from './support/opened-page.js';
import { lentMessage, parkMessages } from './support/park-messages.js';

const token = 'a-token-of-16-or-more';
/** Runs a script if it is ever taken for a part of the page. */
const unsafe = '<img src=x onerror="window.wasFooled=true">';
const stream = encodeURIComponent(`book-${unsafe}`);
const rowKey = encodeURIComponent(JSON.stringify({ book: unsafe }));

let app: Awaited<ReturnType<typeof openLending>>;
let served: RunningDashboard;
let browser: Browser;

beforeAll(async () => {
  app = await openLending();
  await app.start();
  const book = app.book(unsafe);
  const cause = { correlationId: unsafe, causationId: unsafe };
  for (const member of ['ann', unsafe, 'bob']) {
    await book.lend(member, cause);
    await book.giveBack(undefined);
  }
  for (let nth = 1; nth <= 12; nth += 1) await app.book(`book ${String(nth)}`).lend('ann');
  await app.publish([
    { type: 'lent', data: { book: 'emma', member: unsafe }, streamId: 'book-emma' },
  ]);
  await parkMessages(app, unsafe);
  served = await serve(0);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await served.close();
  await app.close();
});

function serve(port: number): Promise<RunningDashboard> {
  const panels = [
    {
      name: 'fines',
      title: `Fines ${unsafe}`,
      read: async () => ({ kind: 'bars' as const, bars: [{ label: unsafe, value: 3 }] }),
    },
  ];
  return serveDashboard(app, { host: '127.0.0.1', port }, { token, intervalMs: 200, panels });
}

const views = [
  ['overview', '', 'Newest events'],
  ['streams', 'streams', 'book 12'],
  ['stream', `streams/${stream}?version=3`, 'What lent changed'],
  ['queue', 'queue', 'Topics of the domain'],
  ['topic', 'queue/topics/lending', 'lent'],
  ['group', 'queue/groups/lending_group', 'Where it is in each partition'],
  ['models', 'models', 'Rebuild from the log'],
  ['rows', 'models/loans', 'Rows of loans'],
  ['row', `models/loans/${rowKey}`, 'gives this very row'],
  ['dead-letters', 'dead-letters', 'unknown-type'],
  ['letter', 'dead-letters/1', 'waits behind it'],
  ['binary-letter', 'dead-letters/3', 'Edit as text'],
  ['ask-without-sql', 'ask', 'DB_TYPE=postgres'],
  ['nowhere', 'nowhere', 'no view of this name'],
] as const;

describe.each(['light', 'dark'] as const)('in the %s theme, the page', (theme) => {
  let opened: OpenedPage;
  beforeAll(async () => {
    opened = await openPage(browser, served.url, { theme });
  });
  afterAll(() => opened.page.close());

  it.each(views)('shows %s: accessible, and with every text as text', async (name, hash, sign) => {
    const { page, faults } = opened;
    await page.goto(`${served.url}#/${hash}`);
    await page.getByText(sign).first().waitFor();
    await page.locator('.connection', { hasText: 'live' }).waitFor();
    await photograph(page, `${name}-${theme}`);
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.evaluate(() => 'wasFooled' in globalThis)).toBe(false);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});

describe('the page', () => {
  it('fits a narrow screen', async () => {
    const { page } = await openPage(browser, served.url, { width: 360 });
    for (const [name, hash, sign] of views) {
      await page.goto(`${served.url}#/${hash}`);
      await page.getByText(sign).first().waitFor();
      await photograph(page, `${name}-narrow`);
      const tooWide = await page
        .locator('html')
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      expect([name, tooWide]).toEqual([name, 0]);
    }
    await page.goto(`${served.url}#/streams`);
    const streams = page.locator('.table-box').first();
    await streams.locator('tbody tr').first().waitFor();
    const hidden = await streams.evaluate(
      ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
    );
    expect(hidden).toBeLessThanOrEqual(0);
    await page.close();
  });

  it('goes through the versions of a stream by keyboard, and keeps the place in its address', async () => {
    const { page } = await openPage(browser, `${served.url}#/streams/${stream}`);
    await page.getByText('version 6 of 6').waitFor();
    await page.getByRole('slider').focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('version 5 of 6').waitFor();
    expect(page.url()).toContain('version=5');
    await page.reload();
    await page.getByText('version 5 of 6').waitFor();
    const changes = page.getByRole('group', { name: 'Changes of the state' });
    expect(await changes.innerText()).toMatch(/member\s+null\s+"bob"\s+loans\s+2\s+3/);
    await page.close();
  });

  it('says that its server is away, and resumes when it is back', async () => {
    const { page } = await openPage(browser, served.url);
    await page.locator('.connection', { hasText: 'live' }).waitFor();
    await served.close();
    await page.getByRole('alert').waitFor();
    await photograph(page, 'server-away');
    served = await serve(Number(new URL(served.url).port));
    await page.locator('.connection', { hasText: 'live' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await app.book('after the outage').lend('ann');
    await page.getByText('book-after the outage').waitFor();
    await page.close();
  });

  it('changes something only with the token, and records who did it', async () => {
    const { page } = await openPage(browser, `${served.url}#/models`);
    const rebuild = page.getByRole('button', { name: 'Rebuild loans' });
    await rebuild.waitFor();
    expect(await rebuild.isDisabled()).toBe(true);
    await unlock(page, 'not-the-token-at-all');
    await rebuild.click();
    await page.getByText('This is not the token').waitFor();
    await unlock(page, token);
    await rebuild.click();
    await page.getByText('Rebuilt loans').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('rebuild loans').first().waitFor();
    expect(await page.getByText(unsafe, { exact: true }).count()).toBeGreaterThan(0);
    await photograph(page, 'overview-after-a-change');
    await page.close();
  });

  it('mends a dead letter, tries it out, and replays it with what waits behind it', async () => {
    const { page, faults } = await openPage(browser, `${served.url}#/dead-letters/1`);
    await unlock(page, token);
    const { value, headers } = lentMessage(unsafe, 'mended');
    await page.getByLabel('Body', { exact: true }).fill(value);
    const lines = Object.entries(headers).map(([name, text]) => `${name}: ${text}`);
    await page.getByLabel('Headers, one a line').fill(lines.join('\n'));
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved; readable as lent mended').waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('2 would be recorded').waitFor();
    await photograph(page, 'letter-after-a-dry-run');
    await page.getByRole('button', { name: 'Replay' }).click();
    await page.getByRole('button', { name: 'Yes' }).click();
    await page.getByText('that is final').waitFor();
    await photograph(page, 'letter-after-a-replay');
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('publishes a message, and finds it', async () => {
    const { page } = await openPage(browser, `${served.url}#/queue/topics/lending`);
    await unlock(page, token);
    await page.getByLabel('Body', { exact: true }).fill(lentMessage('published', '').value);
    await page.getByRole('button', { name: 'Publish' }).click();
    await page
      .getByRole('alert')
      .getByText(/stream/)
      .waitFor();
    await page.getByLabel('Headers, one a line').fill('ce_subject: book-published');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published to lending').waitFor();
    await page.getByLabel('Field is').fill('data.book=published');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.locator('.messages summary').first().click();
    await page.getByRole('link', { name: 'book-published' }).waitFor();
    expect(await page.locator('.messages > li').count()).toBe(1);
    await photograph(page, 'topic-found');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.close();
  });

  it.each(['light', 'dark'] as const)('asks in SQL, draws times, saves CSV: %s', async (theme) => {
    const asking = { ...app, ask: () => Promise.resolve(cannedAnswer(unsafe)) };
    const other = await serveDashboard(asking, { host: '127.0.0.1', port: 0 }, {});
    const { page, faults } = await openPage(browser, `${other.url}#/ask`, { theme });
    await page.getByRole('button', { name: 'Events a minute' }).click();
    await page.getByText('61 rows').waitFor();
    await photograph(page, `ask-${theme}`);
    expect(await accessibilityFaults(page)).toEqual([]);
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const file = await (await saving).path();
    expect(readFileSync(file, 'utf8').split('\r\n')[1]).toMatch(/^[^,]+,'=1\+1,-?\d+$/);
    expect(faults).toEqual([]);
    await page.close();
    await other.close();
  });
});

async function unlock(page: Page, secret: string): Promise<void> {
  await page.getByRole('button', { name: /Read-only|Changes allowed/ }).click();
  await page.getByLabel('Your name').fill(unsafe);
  await page.getByLabel('Token').fill(secret);
  await page.getByRole('button', { name: 'Allow changes' }).click();
}
