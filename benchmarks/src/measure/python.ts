import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const scripts = fileURLToPath(new URL('../../python/', import.meta.url));

/** Installs Python packages apart from those of the machine, once; returns the interpreter that has them. */
export function preparePython(packages: readonly string[]): string {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'foldmart', 'benchmark-python');
  const python = join(folder, 'bin', 'python');
  try {
    if (!existsSync(python)) {
      mkdirSync(folder, { recursive: true });
      execFileSync('python3', ['-m', 'venv', folder], { stdio: ['ignore', 2, 2] });
    }
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], {
      stdio: ['ignore', 2, 2],
    });
    return python;
  } catch (cause) {
    throw new Error('not available: it needs python3 with venv, and pip has to find its packages', {
      cause,
    });
  }
}

/** Runs a script of `python/` with arguments as JSON; resolves with the JSON that it prints. */
export async function runPython<Report>(
  python: string,
  script: string,
  args: object,
): Promise<Report> {
  const { stdout } = await promisify(execFile)(python, [
    join(scripts, script),
    JSON.stringify(args),
  ]);
  return JSON.parse(stdout) as Report;
}
