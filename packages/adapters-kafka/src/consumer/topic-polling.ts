import { TopicWatch } from '@foldmart/core';
import type { SubscriptionContext } from './subscription-context.js';

const CHECK_MS = 5_000;
/** After a first miss: a broker that has just started may not know every topic yet. */
const RECHECK_MS = 1_000;

/** What a member does about its topic. */
export interface TopicEvents {
  /** There is no topic of the name; called at each check that misses it. */
  readonly onMissing: () => void;
  /** There is a new topic of the same name. */
  readonly onRecreated: () => void;
}

/**
 * Checks whether the topic of a member is still the one that it began to read. Kafka gives a topic that is deleted
 * and created again another id (KIP-516).
 */
export class TopicPolling {
  readonly #context: SubscriptionContext;
  readonly #events: TopicEvents;
  readonly #watch: TopicWatch;
  readonly #stopped = new AbortController();
  readonly #former = new Set<string>();
  #id = '';
  #misses = 0;
  #checking: Promise<void> | undefined;

  constructor(context: SubscriptionContext, events: TopicEvents) {
    this.#context = context;
    this.#events = events;
    this.#watch = new TopicWatch(context, context);
  }

  /** The id of the topic; empty if it is not known. */
  get id(): string {
    return this.#id;
  }

  /** Whether the member has read a former topic of the same name. */
  get hasFormer(): boolean {
    return this.#former.size > 0;
  }

  /** Checks now and then until `stop`. */
  async run(): Promise<void> {
    const { clock } = this.#context;
    while (!this.#stopped.signal.aborted) {
      await this.check();
      await clock.sleep(this.#misses === 0 ? CHECK_MS : RECHECK_MS, this.#stopped.signal);
    }
  }

  /** Checks at once, because a broker does not know the topic or an offset. */
  async check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    await this.#checking;
  }

  /** Resolves when one of these topics exists, or with false when `signal` aborts. */
  async appears(topics: readonly string[], signal: AbortSignal): Promise<boolean> {
    const { client, clock } = this.#context;
    while (!signal.aborted) {
      await clock.sleep(RECHECK_MS, signal);
      for (const topic of topics) {
        // If no broker answers, the next check may.
        const id = await client.topicId(topic).catch(() => undefined);
        if (id !== undefined) return !signal.aborted;
      }
    }
    return false;
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Says that the group's commit belonged to a former topic, so that this one is read from its start. */
  announceNew(): void {
    this.#watch.recreated();
  }

  async #check(): Promise<void> {
    const { client, topic, logger } = this.#context;
    try {
      const id = await client.topicId(topic);
      if (!this.#stopped.signal.aborted) this.#learn(id);
    } catch (error) {
      // Whether the brokers answer is reported by those who read from them.
      logger.debug('a topic could not be checked', { topic, error: String(error) });
    }
  }

  #learn(id: string | undefined): void {
    if (id === undefined) {
      this.#misses += 1;
      if (this.#misses === 1) return;
      this.#watch.missing();
      this.#events.onMissing();
      return;
    }
    this.#misses = 0;
    // A broker that lags behind may still describe a former topic. One that is too old gives no id.
    if (this.#former.has(id) || (id === '' && !this.#watch.isMissing)) return;
    if (id !== this.#id && this.#id !== '') this.#former.add(this.#id);
    this.#id = id;
    if (this.#watch.found(id)) this.#events.onRecreated();
  }
}
