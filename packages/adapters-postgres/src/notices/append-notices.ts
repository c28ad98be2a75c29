import type { Clock, Logger } from '@foldmart/core';
import type { ConnectionPool } from '../connection/connection-pool.js';
import type { Operation } from '../connection/port-failure.js';
import { prepare } from '../connection/statement.js';
import {
  listenerLock,
  noticeChannel,
  noticePayloads,
  type ListenerLock,
} from './notice-channel.js';
import { NoticeListener } from './notice-listener.js';
import { NoticeSender } from './notice-sender.js';

const operation: Operation = { port: 'event-store', operation: 'notify' };

export interface AppendNoticesOptions {
  readonly pool: ConnectionPool;
  readonly schema: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The shortest time between two notices to other instances, in milliseconds; 0 sends none and listens to none. */
  readonly intervalMs: number;
}

/**
 * Tells the listeners of this instance at once, and other instances by NOTIFY, that events were committed. The notice has a
 * transaction of its own: within the append's, its commit would take a lock of the whole database. It is sent only if another
 * instance listens, because its commit costs the server about as much as an append.
 */
export class AppendNotices {
  readonly #options: AppendNoticesOptions;
  readonly #channel: string;
  readonly #payloads = noticePayloads();
  readonly #lock: ListenerLock;
  readonly #sender: NoticeSender | undefined;
  readonly #listeners = new Set<() => void>();
  #listener: NoticeListener | undefined;
  #stopping: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: AppendNoticesOptions) {
    const { clock, logger, intervalMs, schema } = options;
    this.#options = options;
    this.#channel = noticeChannel(schema);
    this.#lock = listenerLock(schema, this.#payloads.appended);
    if (intervalMs === 0) return;
    this.#sender = new NoticeSender({
      clock,
      intervalMs,
      send: () => this.#tellOthers(),
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
      lock: this.#lock,
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

  async #tellOthers(): Promise<boolean> {
    const { classId, instanceId } = this.#lock;
    const { rows } = await this.#options.pool.run(operation, {
      ...tellIfHeard,
      values: [this.#channel, this.#payloads.appended, classId, instanceId],
    });
    return rows.length > 0;
  }

  async #send(payload: string): Promise<void> {
    const text = 'SELECT pg_notify($1, $2)';
    await this.#options.pool.run(operation, { text, values: [this.#channel, payload] });
  }
}

/**
 * Returns a row if another instance holds a lock of {@link listenerLock}. The commit does not wait for its flush: a notice
 * that is lost in a crash of the server is replaced by a poll.
 */
const tellIfHeard = prepare(`
  SELECT set_config('synchronous_commit', 'off', true), pg_notify($1, $2) WHERE EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
      AND classid::bigint = $3::bigint AND objid::bigint <> $4::bigint
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  )`);
