import type { TestProject } from 'vitest/node';
import { installPackages } from '../services.d/apt.mjs';
import { findExecutable } from '../services.d/executables.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The path of Chromium, or the reason why there is none. */
    browser: { path: string } | { missing: string };
  }
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];

/** Finds Chromium for the tests of pages, and installs it if this process is allowed to. */
export default async function setup(project: TestProject): Promise<void> {
  try {
    project.provide('browser', { path: (await findBrowser()) ?? (await installBrowser()) });
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    project.provide('browser', { missing });
  }
}

async function findBrowser(): Promise<string | undefined> {
  const chosen = process.env['CHROMIUM_PATH'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const found = await Promise.all(NAMES.map((name) => findExecutable(name) as Promise<unknown>));
  return found.find((path) => typeof path === 'string' && path !== '') as string | undefined;
}

async function installBrowser(): Promise<string> {
  const wanted = { what: 'Chromium', aptPackage: 'chromium', unit: undefined };
  await installPackages([wanted], { say: (line: string) => process.stderr.write(`${line}\n`) });
  const path = await findBrowser();
  if (path === undefined) throw new Error('Chromium was installed and is not found');
  return path;
}
