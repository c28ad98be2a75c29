import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The settings of the running services, or the reason why there are none. */
    services: { settings: Record<string, string> } | { missing: string };
  }
}

const SERVICES = fileURLToPath(new URL('../services', import.meta.url));

/**
 * Starts the real services before the projects that need them and passes their settings to the
 * workers. If they cannot be started, the run fails under `CI=true`; otherwise the tests are
 * skipped.
 */
export default function setup(project: TestProject): void {
  try {
    project.provide('services', { settings: startServices() });
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    if (process.env['CI'] === 'true') {
      throw new Error(`The real services could not be started: ${missing}`, { cause: error });
    }
    process.stderr.write(
      `\nThe real services could not be started, so every ${project.name} test is SKIPPED: ${missing}\n\n`,
    );
    project.provide('services', { missing });
  }
}

function startServices(): Record<string, string> {
  execFileSync(SERVICES, ['up'], { stdio: ['ignore', 2, 2] });
  const printed = execFileSync(SERVICES, ['env', '--json'], { encoding: 'utf8' });
  return JSON.parse(printed) as Record<string, string>;
}
