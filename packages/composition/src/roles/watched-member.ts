import {
  retryTransient,
  settlesWithin,
  type Clock,
  type Logger,
  type Random,
  type Subscription,
} from '@foldmart/core';
import { stalledError, type StalledWork, type Watchdog } from '../progress/index.js';

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
      this.#dependencies.watchdog.giveUp();
      this.#fail(stalledError(stall));
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
    const { clock, random, logger } = this.#dependencies;
    const { signal } = this.#closing;
    const former = this.#subscription;
    this.#subscription = undefined;
    logger.warn('a stalled consumer leaves its group and joins it again', { work: stall.work });
    try {
      const closing = Promise.resolve(former?.close({ deadlineMs }));
      if (!(await settlesWithin(clock, deadlineMs + graceMs, closing))) throw stalledError(stall);
      if (signal.aborted) return;
      await retryTransient(() => this.#subscribe(), { clock, random, signal });
    } catch (error) {
      this.#fail(error);
    }
  }
}
