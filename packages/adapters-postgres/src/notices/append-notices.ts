import type { Clock, Logger } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { Operation } from '../connection/port-failure.js';
import { noticeChannel, noticePayloads } from './notice-channel.js';
import { NoticeListener } from './notice-listener.js';
import { NoticeSender } from './notice-sender.js';

const operation: Operation = { port: 'event-store', operation: 'notify' };

export interface AppendNoticesOptions {
  readonly pool: ConnectionPool;
  readonly schema: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The shortest time between two notices to other instances; 0 sends none and listens to none. */
  readonly intervalMs: number;
}

/**
 * Tells the listeners of this instance at once, and other instances by NOTIFY, that events were committed. The notice has a
 * transaction of its own: within the append's, its commit would take a lock of the whole database.
 */
export class AppendNotices {
  readonly #options: AppendNoticesOptions;
  readonly #channel: string;
  readonly #payloads = noticePayloads();
  readonly #sender: NoticeSender | undefined;
  readonly #listeners = new Set<() => void>();
  #listener: NoticeListener | undefined;
  #stopping: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: AppendNoticesOptions) {
    const { clock, logger, intervalMs, schema } = options;
    this.#options = options;
    this.#channel = noticeChannel(schema);
    if (intervalMs === 0) return;
    this.#sender = new NoticeSender({
      clock,
      intervalMs,
      send: () => this.#send(this.#payloads.appended),
      onError: (error) => logger.info('a notice of an append was not sent', { error }),
    });
  }

  /** Call after each commit that may have written events. Never waits and never throws. */
  appended(): void {
    if (this.#isClosed) return;
    this.#callAll();
    this.#sender?.appended();
  }

  /** See `EventStore.onAppended`. The connection for listening is open while there is a listener. */
  listen(listener: () => void): () => void {
    if (this.#isClosed) return () => undefined;
    const call = (): void => listener();
    this.#listeners.add(call);
    if (this.#sender !== undefined) this.#listener ??= this.#openListener();
    return () => {
      if (this.#listeners.delete(call) && this.#listeners.size === 0) this.#stopListening();
    };
  }

  /** Sends the last notice and closes the connection for listening. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#listeners.clear();
    this.#stopListening();
    await Promise.all([this.#sender?.close(), this.#stopping]);
  }

  #openListener(): NoticeListener {
    const { pool, clock, logger } = this.#options;
    return new NoticeListener({
      target: pool.target,
      channel: this.#channel,
      payloads: this.#payloads,
      clock,
      logger,
      send: (payload) => this.#send(payload),
      onAppended: () => this.#callAll(),
    });
  }

  #stopListening(): void {
    this.#stopping = Promise.all([this.#stopping, this.#listener?.stop()]);
    this.#listener = undefined;
  }

  #callAll(): void {
    for (const call of [...this.#listeners]) call();
  }

  async #send(payload: string): Promise<void> {
    const text = 'SELECT pg_notify($1, $2)';
    await this.#options.pool.run(operation, { text, values: [this.#channel, payload] });
  }
}
