import {
  isRetryableError,
  retryTransient,
  settlesWithin,
  type Clock,
  type Logger,
  type Random,
  type Subscription,
} from '@foldmart/core';
import { stalledError, watchStep, type StalledWork, type Watchdog } from '../progress/index.js';

/** How long batches of other partitions may take when a member is closed because one of its partitions stalls. */
const deadlineMs = 5_000;
/** How long the close itself may take beyond that. */
const graceMs = 5_000;

export interface WatchedMemberDependencies {
  readonly watchdog: Watchdog;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}

/** Joins the group with a handler. */
export type JoinGroup = () => Promise<Subscription>;

/**
 * A member that leaves its group and joins it again when one of its partitions stalls, so that another member can take
 * the partition. Its handler cannot be ended; it no longer counts, as after any close that reaches its deadline. The
 * second stall of a partition ends the member.
 */
export class WatchedMember {
  readonly ended: Promise<void>;
  readonly #dependencies: WatchedMemberDependencies;
  readonly #join: JoinGroup;
  readonly #closing = new AbortController();
  #subscription: Subscription | undefined;
  #rejoining: Promise<void> | undefined;
  #end: () => void = () => undefined;
  #fail: (error: unknown) => void = () => undefined;

  constructor(dependencies: WatchedMemberDependencies, join: JoinGroup) {
    this.#dependencies = dependencies;
    this.#join = join;
    this.ended = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
    // The bus has logged its failure, and the watchdog a stall.
    this.ended.catch(() => undefined);
  }

  /** Joins for the first time. */
  async start(): Promise<void> {
    await this.#subscribe();
  }

  assignments(): readonly number[] {
    return this.#subscription?.assignments() ?? [];
  }

  /** A partition has stalled, for the `count`-th time. */
  stalled(stall: StalledWork, count: number): void {
    if (count > 1 || this.#closing.signal.aborted) {
      this.#fail(this.#givenUp(stall));
      return;
    }
    this.#rejoining ??= this.#rejoin(stall).finally(() => (this.#rejoining = undefined));
  }

  /** Waits for work in flight, commits it and leaves the group. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#rejoining;
    await this.#subscription?.close();
    this.#end();
  }

  async #subscribe(): Promise<void> {
    const subscription = await this.#join();
    this.#subscription = subscription;
    const ended = (): void => {
      if (subscription === this.#subscription) this.#end();
    };
    subscription.ended.then(ended, this.#fail);
  }

  async #rejoin(stall: StalledWork): Promise<void> {
    const { clock, logger } = this.#dependencies;
    const { signal } = this.#closing;
    const former = this.#subscription;
    this.#subscription = undefined;
    logger.warn('a stalled consumer leaves its group and joins it again', { work: stall.work });
    try {
      const closing = Promise.resolve(former?.close({ deadlineMs }));
      if (!(await settlesWithin(clock, deadlineMs + graceMs, closing))) throw this.#givenUp(stall);
      if (!signal.aborted) await this.#joinAgain(stall);
    } catch (error) {
      // If the member is closed during an outage, there is no membership to close.
      if (!(signal.aborted && isRetryableError(error))) this.#fail(error);
    }
  }

  /** Retries for as long as an outage lasts. An attempt that hangs rejects. */
  async #joinAgain({ role, work }: StalledWork): Promise<void> {
    const { watchdog, clock, random } = this.#dependencies;
    const { signal } = this.#closing;
    const watch = watchdog.open({ role, work });
    const attempt = (): Promise<void> =>
      watchStep(watch, 'joining its group again', () => this.#subscribe());
    try {
      await Promise.race([
        retryTransient(attempt, { clock, random, signal }),
        watch.nextStall().then((stall) => Promise.reject(this.#givenUp(stall))),
      ]);
    } finally {
      watchdog.close(watch);
    }
  }

  /** What hangs may never be given back, so nothing may wait for it when the process ends. */
  #givenUp(stall: StalledWork): Error {
    this.#dependencies.watchdog.giveUp();
    return stalledError(stall);
  }
}
