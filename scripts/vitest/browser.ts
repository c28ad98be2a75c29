import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The path of Chromium, or the reason why there is none. */
    browser: { path: string } | { missing: string };
  }
}

const FINDER = fileURLToPath(new URL('../browser.mjs', import.meta.url));

/** Finds Chromium for the tests of pages, which fail without it. It is installed if this process is allowed to. */
export default function setup(project: TestProject): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [FINDER], { encoding: 'utf8' });
  const found = status === 0 ? { path: stdout.trim() } : { missing: stderr.trim() };
  project.provide('browser', found);
}
