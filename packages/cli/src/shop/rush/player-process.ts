import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ChildEndedError } from '../../child-ended-error.js';
import { endsWithStdin } from '../../end-with-stdin.js';
import { ownFile } from '../../own-file.js';

const command = ownFile('dist/main.js');

/** An API or a worker in a separate process. */
export interface PlayerProcess {
  readonly name: string;
  /**
   * The first object that the process printed, which means that it is ready. Rejects if the process
   * ends before.
   */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** Whether it has printed that object. */
  isReady(): boolean;
  /** Resolves with its exit code, or with the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a foldmart command in a separate process, which ends if this one is killed. Each line of its stderr is passed to `onLine`.
 */
export function startPlayer(
  name: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): PlayerProcess {
  const child = spawn(process.execPath, [command, ...args, '-o', 'json'], {
    env: { ...environment, [endsWithStdin]: 'true' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stderr }).on('line', (line) => {
    onLine(`${name}: ${line}`);
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('error', () => {
      resolve(-1);
    });
    child.on('close', (code, signal) => {
      resolve(signal ?? code ?? -1);
    });
  });
  let isReady = false;
  const ready = new Promise<Readonly<Record<string, unknown>>>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      isReady = true;
      resolve(JSON.parse(line) as Record<string, unknown>);
    });
    void ended.then((how) => {
      reject(new ChildEndedError(name, how, 'before it was ready'));
    });
  });
  ready.catch(() => undefined);
  return { name, ready, isReady: () => isReady, ended, kill: (signal) => void child.kill(signal) };
}
