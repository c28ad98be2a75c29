import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openChromium } from '../page/open-chromium.mjs';
import { serveFiles } from './support/serve-files.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const buildMs = 300_000;

let site: Awaited<ReturnType<typeof serveFiles>>;
let browser: Awaited<ReturnType<typeof openChromium>>;

beforeAll(async () => {
  const main = join(root, 'scripts/site/main.mjs');
  await promisify(execFile)(process.execPath, [main, 'build', '--no-api'], { timeout: buildMs });
  site = await serveFiles(join(root, 'reports/site'));
  browser = await openChromium(root);
}, buildMs);

afterAll(async () => {
  await browser.close();
  await site.close();
});

async function open(path: string) {
  const page = await browser.newPage({ colorScheme: 'light' });
  const missing: string[] = [];
  page.on('response', (answer) => {
    if (answer.status() >= 400 && !answer.url().endsWith('/favicon.ico'))
      missing.push(answer.url());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url)) missing.push(request.url());
  });
  await page.goto(`${site.url}${path}`, { waitUntil: 'networkidle' });
  return { page, missing };
}

it('a page loads all that it names, and nothing from elsewhere', async () => {
  for (const path of ['/', '/architecture', '/ko/', '/reference/commands']) {
    const { page, missing } = await open(path);
    expect(missing, path).toEqual([]);
    await page.close();
  }
});

it('pages are found by words, without a server', async () => {
  const { page, missing } = await open('/getting-started');
  await page.locator('.VPNavBarSearch button').click();
  await page.locator('.VPLocalSearchBox input').fill('upcaster');
  await page.locator('.VPLocalSearchBox .result', { hasText: 'Evolution' }).first().click();
  await page.locator('h1', { hasText: 'Evolution' }).waitFor();
  expect(missing).toEqual([]);
  await page.close();
});

it('a diagram follows the theme', async () => {
  const { page } = await open('/coupon-rush');
  const shown = `getComputedStyle(document.querySelector('figure.diagram text')).fill`;
  const colour = () => page.evaluate<string>(shown);
  const light = await colour();
  await page.locator('.VPSwitchAppearance').first().click();
  await page.locator('html.dark').waitFor();
  await expect.poll(colour).not.toBe(light);
  await page.close();
});
