import type { Clock } from '../ports/clock.js';
import type { SubscriptionObserver } from '../ports/event-bus.js';
import type { Logger } from '../ports/logger.js';

const repeatMs = 60_000;

/** Whose topic is watched, as the log names it. */
export interface WatchedTopic {
  readonly topic: string;
  readonly group: string;
  readonly member: string;
}

/** Where a watch reports. */
export interface TopicWatchDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly observer: SubscriptionObserver;
}

/**
 * Reports what happens to the topic of one member: to the log at `warn`, and to the observer. Adapters look at the
 * topic, at least every few seconds, and tell the watch what they found; it decides what is new and when to repeat it.
 */
export class TopicWatch {
  readonly #watched: WatchedTopic;
  readonly #dependencies: TopicWatchDependencies;
  #id: string | undefined;
  #missingSinceMs: number | undefined;
  #reportedAtMs = 0;

  constructor({ topic, group, member }: WatchedTopic, dependencies: TopicWatchDependencies) {
    this.#watched = { topic, group, member };
    this.#dependencies = dependencies;
  }

  get isMissing(): boolean {
    return this.#missingSinceMs !== undefined;
  }

  /** No topic of the name exists. Logged the first time and then every 60 s; the observer is told once. */
  missing(): void {
    const { clock, observer } = this.#dependencies;
    const nowMs = clock.monotonic();
    if (this.#missingSinceMs === undefined) {
      this.#missingSinceMs = nowMs;
      this.#reportMissing(nowMs, this.#missingSinceMs);
      observer.topicChanged?.('deleted');
    } else if (nowMs - this.#reportedAtMs >= repeatMs) {
      this.#reportMissing(nowMs, this.#missingSinceMs);
    }
  }

  /**
   * A topic with this identity exists. Returns true, and reports it, if it is another than the one found before: read
   * it from its start.
   */
  found(id: string): boolean {
    const before = this.#id;
    const wasMissing = this.isMissing;
    this.#id = id;
    this.#missingSinceMs = undefined;
    if (before !== undefined && before !== id) {
      this.recreated();
      return true;
    }
    if (wasMissing) this.#dependencies.logger.info('the topic exists again', { ...this.#watched });
    return false;
  }

  /** Reports that the group's position belonged to a former topic: the new one is read from its start. */
  recreated(): void {
    const { logger, observer } = this.#dependencies;
    logger.warn('the topic was created again: reading it from its start', { ...this.#watched });
    observer.topicChanged?.('recreated');
  }

  #reportMissing(nowMs: number, sinceMs: number): void {
    this.#reportedAtMs = nowMs;
    this.#dependencies.logger.warn('the topic was deleted: waiting until it is created again', {
      ...this.#watched,
      sinceMs: Math.round(nowMs - sinceMs),
    });
  }
}
