import type { SettingTexts } from '@foldmart/composition';
import { randomBytes } from 'node:crypto';
import { ChildEndedError } from '../../child-ended-error.js';
import { startPlayer, type PlayerProcess } from './player-process.js';
import type { RushPlan } from './rush-plan.js';
import type { Stage } from './stage.js';

export interface ProcessStageOptions {
  /** Command-line options for every process. */
  readonly args: readonly string[];
  /** Settings that the environment of this process replaces. */
  readonly defaults: SettingTexts;
  /** Settings for every process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whether all workers join the queue. In poll mode, only one does at a time. */
  readonly doAllJoin: boolean;
  /** Receives each line that the processes print. */
  readonly onLine: (line: string) => void;
}

/** Starts each API and each worker in a separate process. Resolves once they are ready. */
export async function openProcessStage(
  { apis, workers }: Pick<RushPlan, 'apis' | 'workers'>,
  options: ProcessStageOptions,
): Promise<Stage> {
  const stage = new ProcessStage(options);
  try {
    await stage.start(apis, workers);
    return stage;
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

class ProcessStage implements Stage {
  addresses: readonly string[] = [];
  readonly failed: Promise<never>;
  readonly #options: ProcessStageOptions;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #apis: PlayerProcess[] = [];
  readonly #workers: PlayerProcess[] = [];
  /** The worker that decided last. One worker at a time decides the requests of a coupon. */
  #busyWorker: string | undefined;
  #stopping: Promise<readonly string[]> | undefined;
  #fail: (error: Error) => void = () => undefined;

  constructor(options: ProcessStageOptions) {
    this.#options = options;
    this.#environment = {
      ...options.defaults,
      ...process.env,
      COUPON_REQUEST_SECRET:
        process.env['COUPON_REQUEST_SECRET'] ?? randomBytes(32).toString('base64url'),
      COUPON_API_PORT: '0',
      COUPON_API_RATE_LIMIT: '1000000',
      ...options.environment,
    };
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => undefined);
  }

  async start(apis: number, workers: number): Promise<void> {
    for (let number = 1; number <= apis; number += 1) {
      this.#apis.push(this.#startPlayer(`coupon_api_${String(number)}`, ['coupon-api']));
    }
    for (let number = 1; number <= workers; number += 1) {
      this.#startWorker(`coupon_worker_${String(number)}`);
    }
    const joined = this.#workers.map(({ ready }) => ready);
    const ready = await Promise.all(this.#apis.map((api) => api.ready));
    await (this.#options.doAllJoin ? Promise.all(joined) : Promise.any(joined));
    this.addresses = ready.map(({ address }) => String(address));
  }

  async killWorker(): Promise<void> {
    const busy = this.#workers.findIndex(({ name }) => name === this.#busyWorker);
    const [victim] = this.#workers.splice(Math.max(0, busy), 1);
    if (victim === undefined || this.#stopping !== undefined) return;
    victim.kill('SIGKILL');
    await victim.ended;
    this.#startWorker(victim.name);
  }

  stop(): Promise<readonly string[]> {
    this.#stopping ??= this.#stopAll();
    return this.#stopping;
  }

  /** A worker with the name of a killed one takes its place in the group, on Kafka at once. */
  #startWorker(name: string): void {
    this.#workers.push(this.#startPlayer(name, ['coupon-worker', '--id', name]));
  }

  #startPlayer(name: string, command: readonly string[]): PlayerProcess {
    const { args, onLine } = this.#options;
    const listen = (line: string): void => {
      if (line.includes(`${name} decided`)) this.#busyWorker = name;
      onLine(line);
    };
    const player = startPlayer(name, [...command, ...args], this.#environment, listen);
    void player.ended.then((how) => {
      const isExpected = this.#stopping !== undefined || how === 'SIGKILL';
      if (!isExpected) this.#fail(new ChildEndedError(name, how, 'during the race'));
    });
    return player;
  }

  async #stopAll(): Promise<readonly string[]> {
    const players = [...this.#apis, ...this.#workers];
    const ends = players.map(async (player) => {
      const wasReady = player.isReady();
      player.kill('SIGTERM');
      return { name: player.name, wasReady, how: await player.ended };
    });
    return (await Promise.all(ends))
      .filter((end) => !isClean(end))
      .map(({ name, how }) => `${name} ended with ${String(how)}`);
  }
}

/** A process that is still starting does not handle the signal yet, and has nothing to finish. */
function isClean({
  how,
  wasReady,
}: {
  readonly how: unknown;
  readonly wasReady: boolean;
}): boolean {
  return how === 0 || (how === 'SIGTERM' && !wasReady);
}
