import { isPortError, isRetryableError } from '@foldmart/core';
import type { RedisDependencies } from '../dependencies.js';
import type { RedisConnection } from '../redis-connection.js';
import { retainMessages } from '../scripts/retain-messages.js';
import type { TopicDirectory } from './topic-directory.js';
import { WakeUp } from './wake-up.js';

/** Bounds how long one step of trimming blocks other clients of the server. */
const MAX_TRIMMED = 20_000;
const PAUSE_BETWEEN_STEPS_MS = 50;

/**
 * Trims the topics that this process uses. Processes share the work: a round begins when the last one is old enough.
 */
export class RetentionKeeper {
  readonly #connection: RedisConnection;
  readonly #directory: TopicDirectory;
  readonly #intervalMs: number;
  readonly #dependencies: RedisDependencies;
  readonly #wakeUp: WakeUp;
  #isRunning = false;
  #isStopped = false;

  constructor(
    connection: RedisConnection,
    directory: TopicDirectory,
    intervalMs: number,
    dependencies: RedisDependencies,
  ) {
    this.#connection = connection;
    this.#directory = directory;
    this.#intervalMs = intervalMs;
    this.#dependencies = dependencies;
    this.#wakeUp = new WakeUp(dependencies.clock);
  }

  /** Starts the rounds of trimming. Idempotent. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wakeUp.call();
  }

  async #run(): Promise<void> {
    while (!this.#isStopped) {
      await this.#wakeUp.pause(this.#intervalMs);
      for (const topic of this.#directory.known()) await this.#retainTopic(topic);
    }
  }

  async #retainTopic(topic: string): Promise<void> {
    try {
      while (!this.#isStopped && (await this.#step(topic))) {
        await this.#wakeUp.pause(PAUSE_BETWEEN_STEPS_MS);
      }
    } catch (error) {
      if (this.#isStopped || (isPortError(error) && error.code === 'unknown-topic')) return;
      const { logger } = this.#dependencies;
      if (isRetryableError(error)) logger.debug('retention waits for Redis', { topic });
      else logger.warn('retention failed', { topic, error });
    }
  }

  /** Whether more can be trimmed at once. */
  async #step(topic: string): Promise<boolean> {
    const keys = this.#directory.keys(topic);
    const groups = await this.#connection.run('retain', (redis) => redis.smembers(keys.groups));
    const ofGroups = groups.map((name) => keys.group(name)).flatMap((of) => [of.group, of.signal]);
    const [outcome, , hasMore] = await this.#directory.ask('retain', topic, (_, shape) =>
      this.#connection.runScript(
        'retain',
        retainMessages,
        [keys.topic, ...keys.streams(shape.partitions), ...ofGroups],
        [shape.partitions, this.#intervalMs, MAX_TRIMMED],
      ),
    );
    return outcome === 'OK' && hasMore === 1;
  }
}
