import { chromium, type Browser } from 'playwright-core';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** As `scripts/vitest/browser.ts` provides it. */
    browser: { path: string } | { missing: string };
  }
}

/** Starts Chromium. */
export function openBrowser(): Promise<Browser> {
  const browser = inject('browser');
  if ('missing' in browser) {
    throw new Error(
      `These tests need Chromium: install it, or name it in CHROMIUM_PATH (${browser.missing})`,
    );
  }
  // The sandbox refuses to work for root, as whom CI runs.
  return chromium.launch({ executablePath: browser.path, args: ['--no-sandbox'] });
}
