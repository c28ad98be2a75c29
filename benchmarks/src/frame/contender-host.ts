import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ContenderAnswer, ContenderRequest, RoundReport } from './contender-messages.js';

// Some libraries look for a package.json in the working directory.
const home = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('./contender-process.js', import.meta.url));
const longestCallMs = 900_000;
const longestEndMs = 5_000;

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never;

interface Waiting {
  readonly resolve: (result: RoundReport | null) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A process in which contenders run. */
export class ContenderHost {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;

  constructor() {
    // What a contender prints is no part of the report.
    this.#child = fork(program, [], { cwd: home, stdio: ['ignore', 2, 2, 'ipc'] });
    this.#child.on('message', (message) => this.#settle(message as ContenderAnswer));
    this.#child.on('exit', (code, signal) => {
      this.#failAll(new Error(`the process of the contender ended with ${String(code ?? signal)}`));
    });
    this.#child.on('error', (error) => this.#failAll(error));
  }

  /** Asks the process to do something. Rejects with the contender's own error, or if it does not answer. */
  call(request: Unnumbered<ContenderRequest>): Promise<RoundReport | null> {
    const id = (this.#next += 1);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`no answer within ${String(longestCallMs / 1_000)} s`));
      }, longestCallMs);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#child.send({ ...request, id }, (error) => {
        if (error !== null) this.#failAll(error);
      });
    });
  }

  /** Ends the process: at once if it can, by force otherwise. */
  end(): void {
    if (this.#child.connected) this.#child.disconnect();
    setTimeout(() => this.#child.kill('SIGKILL'), longestEndMs).unref();
  }

  #settle(answer: ContenderAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if ('error' in answer) waiting.reject(new Error(answer.error));
    else waiting.resolve(answer.result);
  }

  #failAll(error: Error): void {
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(error);
    }
    this.#waiting.clear();
  }
}
