import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../frame/row.js';
import type { ConsumerConfig, ConsumerNews, ConsumerOrder } from './consumer-process.js';

const program = fileURLToPath(new URL('./consumer-process.js', import.meta.url));
const partitions = 3;

/** Consumers of one group, each in a process of its own. */
export class ConsumerFleet {
  readonly #children: readonly ChildProcess[];
  readonly #held: number[];
  readonly #cpuSeconds: number[];
  #persisted = 0;
  #memoryMib = 0;
  #failure: Error | undefined;
  #changed: () => void = () => undefined;

  constructor(size: number, config: Omit<ConsumerConfig, 'member'>) {
    this.#held = new Array<number>(size).fill(0);
    this.#cpuSeconds = new Array<number>(size).fill(0);
    this.#children = Array.from({ length: size }, (_, index) => this.#start(index, config));
  }

  /** Resolves when the partitions are shared out. Until {@link run} nothing is persisted. */
  ready(): Promise<void> {
    const least = Math.floor(partitions / this.#held.length);
    return this.#until(
      () =>
        Math.min(...this.#held) >= least &&
        this.#held.reduce((sum, held) => sum + held, 0) === partitions,
    );
  }

  /** Persists what is in the topic: so many messages. Then it waits again. Tells the memory of the largest process. */
  async run(messages: number): Promise<Outcome> {
    this.#persisted = 0;
    const startedAt = performance.now();
    this.#tell('go');
    await this.#until(() => this.#persisted >= messages);
    const seconds = (performance.now() - startedAt) / 1_000;
    this.#tell('wait');
    const cpuSeconds = this.#cpuSeconds.reduce((sum, each) => sum + each, 0);
    return { count: this.#persisted, seconds, cpuSeconds, values: { memory: this.#memoryMib } };
  }

  async end(): Promise<void> {
    await Promise.all(
      this.#children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const ended = new Promise((resolve) => child.once('exit', resolve));
        if (child.connected) child.disconnect();
        await ended;
      }),
    );
  }

  #start(index: number, config: Omit<ConsumerConfig, 'member'>): ChildProcess {
    const member = `consumer_${String(index + 1)}`;
    const child = fork(program, [JSON.stringify({ ...config, member } satisfies ConsumerConfig)], {
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    child.on('message', (news) => {
      this.#hear(index, news as ConsumerNews);
    });
    child.on('error', (error) => {
      this.#fail(error);
    });
    child.on('exit', (code, signal) => {
      this.#fail(new Error(`a consumer ended with ${String(code ?? signal)}`));
    });
    return child;
  }

  #tell(order: ConsumerOrder): void {
    for (const child of this.#children) child.send(order);
  }

  #hear(index: number, news: ConsumerNews): void {
    if ('held' in news) this.#held[index] = news.held;
    else if ('error' in news) this.#failure = new Error(news.error);
    else {
      this.#persisted += news.persisted;
      this.#cpuSeconds[index] = news.cpuSeconds;
      this.#memoryMib = Math.max(this.#memoryMib, news.memoryMib);
    }
    this.#changed();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#changed();
  }

  #until(isReached: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#changed = () => {
        if (this.#failure !== undefined) reject(this.#failure);
        else if (isReached()) resolve();
      };
      this.#changed();
    });
  }
}
