import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';

const pictures = fileURLToPath(new URL('../../../../reports/dashboard/', import.meta.url));

export interface OpenedPage {
  readonly page: Page;
  /** Errors of scripts, and what the policy of the page has blocked. */
  readonly faults: readonly string[];
}

/** Opens the page in a new window. */
export async function openPage(
  browser: Browser,
  url: string,
  look: { readonly theme?: 'light' | 'dark'; readonly width?: number } = {},
): Promise<OpenedPage> {
  const { theme = 'light', width = 1_280 } = look;
  const page = await browser.newPage({ colorScheme: theme, viewport: { width, height: 900 } });
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
  page.setDefaultTimeout(20_000);
  await page.goto(url);
  return { page, faults };
}

/** Photographs the whole page into `reports/dashboard`. */
export async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: `${pictures}${name}.png`, fullPage: true });
}

/** What axe finds wrong, one line for each element. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis);
  if (!isThere) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: loaded } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await loaded.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
    );
  });
}
