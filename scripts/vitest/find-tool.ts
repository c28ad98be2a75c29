import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The path of a program or library, or the reason why there is none. */
export type FoundTool = { path: string } | { missing: string };

/** Runs the script of this name in `scripts`, which finds a tool or installs it, and prints its path. */
export function findTool(script: string): FoundTool {
  const finder = fileURLToPath(new URL(`../${script}.mjs`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [finder], { encoding: 'utf8' });
  return status === 0 ? { path: stdout.trim() } : { missing: stderr.trim() };
}
