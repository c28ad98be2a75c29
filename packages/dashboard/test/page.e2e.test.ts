import { serveDashboard, type RunningDashboard } from '@foldmart/dashboard';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './support/browser.js';
import { openLending } from './support/lending.js';
import {
  accessibilityFaults,
  openPage,
  photograph,
  type OpenedPage,
} from './support/opened-page.js';

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
  ['models', 'models', 'Rebuild from the log'],
  ['rows', 'models/loans', 'Rows of loans'],
  ['row', `models/loans/${rowKey}`, 'gives this very row'],
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
    const unlock = async (secret: string): Promise<void> => {
      await page.getByRole('button', { name: /Read-only|Changes allowed/ }).click();
      await page.getByLabel('Your name').fill(unsafe);
      await page.getByLabel('Token').fill(secret);
      await page.getByRole('button', { name: 'Allow changes' }).click();
    };
    await unlock('not-the-token-at-all');
    await rebuild.click();
    await page.getByText('This is not the token').waitFor();
    await unlock(token);
    await rebuild.click();
    await page.getByText('Rebuilt loans').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('rebuild loans').first().waitFor();
    expect(await page.getByText(unsafe, { exact: true }).count()).toBeGreaterThan(0);
    await photograph(page, 'overview-after-a-change');
    await page.close();
  });
});
