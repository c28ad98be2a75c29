import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/**
 * Starts the Chromium that the tests of the page use.
 *
 * @param {string} root
 * @param {readonly string[]} [options]
 * @returns {Promise<import("playwright-core").Browser>}
 */
export async function openChromium(root, options = []) {
  const finder = join(root, 'scripts/browser.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [finder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Chromium is needed: ${stderr.trim()}`);
  const { chromium } = createRequire(join(root, 'packages/dashboard/package.json'))(
    'playwright-core',
  );
  return chromium.launch({
    executablePath: stdout.trim(),
    args: ['--no-sandbox', ...options],
  });
}
