import type { SubscriptionContext } from './subscription-context.js';

const CHECK_MS = 5_000;
/** After a first miss: a broker that has just started may not know every topic yet. */
const RECHECK_MS = 1_000;
const REMIND_MS = 60_000;

/**
 * Watches whether the topic of a member is still the one that it began to read: Kafka gives a topic that is deleted
 * and created again another id. Reports a deletion, and reports it again each minute, and calls `onRecreated` for a
 * new topic of the same name.
 */
export class TopicWatch {
  readonly #context: SubscriptionContext;
  readonly #onRecreated: () => void;
  readonly #stopped = new AbortController();
  readonly #former = new Set<string>();
  #id = '';
  #missingSince: number | undefined;
  #saidAt: number | undefined;
  #checking: Promise<void> | undefined;

  constructor(context: SubscriptionContext, onRecreated: () => void) {
    this.#context = context;
    this.#onRecreated = onRecreated;
  }

  /** The id of the topic; empty if it is not known. */
  get id(): string {
    return this.#id;
  }

  /** Checks now and then until `stop`. */
  async run(): Promise<void> {
    const { clock } = this.#context;
    while (!this.#stopped.signal.aborted) {
      await this.check();
      await clock.sleep(
        this.#missingSince === undefined ? CHECK_MS : RECHECK_MS,
        this.#stopped.signal,
      );
    }
  }

  /** Checks at once, because a broker does not know the topic or an offset. */
  async check(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = undefined;
    });
    await this.#checking;
  }

  stop(): void {
    this.#stopped.abort();
  }

  /** Says that a new topic of this name is read from its start. */
  announceNew(): void {
    const { logger, observer, group, topic, member } = this.#context;
    logger.warn('the topic was created again: reading it from its start', { group, topic, member });
    observer.topicChanged?.('recreated');
  }

  async #check(): Promise<void> {
    try {
      this.#learn(await this.#context.client.topicId(this.#context.topic));
    } catch (error) {
      // Whether the brokers answer is reported by those who read from them.
      this.#context.logger.debug('a topic could not be checked', { error: String(error) });
    }
  }

  #learn(id: string | undefined): void {
    if (this.#stopped.signal.aborted) return;
    if (id === undefined) {
      this.#missing();
      return;
    }
    this.#missingSince = undefined;
    this.#saidAt = undefined;
    // A broker that lags behind may still describe a former topic.
    if (id === '' || id === this.#id || this.#former.has(id)) return;
    const former = this.#id;
    this.#id = id;
    if (former === '') return;
    this.#former.add(former);
    this.announceNew();
    this.#onRecreated();
  }

  #missing(): void {
    const { clock, logger, observer, group, topic, member } = this.#context;
    const now = clock.monotonic();
    if (this.#missingSince === undefined) {
      this.#missingSince = now;
      return;
    }
    if (this.#saidAt !== undefined && now - this.#saidAt < REMIND_MS) return;
    const isFirst = this.#saidAt === undefined;
    this.#saidAt = now;
    logger.warn('the topic was deleted: waiting until it is created again', {
      group,
      topic,
      member,
      sinceMs: now - this.#missingSince,
    });
    if (isFirst) observer.topicChanged?.('deleted');
  }
}
