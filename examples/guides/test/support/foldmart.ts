import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const manifest = import.meta.resolve('@foldmart/cli/package.json');
const main = fileURLToPath(new URL('dist/main.js', manifest));

/** The result of a run of the command. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the command is run. */
export interface RunOptions {
  readonly env: Readonly<Record<string, string>>;
  /** What it reads from a pipe; by default there is nothing to read. */
  readonly input?: string;
  /** Ends it by SIGTERM once this is true of all that it has said. */
  readonly endsWhen?: (said: string) => boolean;
}

/** Runs the command in a process of its own, to its end. */
export function foldmart(
  args: readonly string[],
  { env, input = '', endsWhen = () => false }: RunOptions,
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(input);
    const said = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text;
        // A second signal would end it at once.
        if (!child.killed && endsWhen(said.stdout + said.stderr)) child.kill('SIGTERM');
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said }));
  });
}
