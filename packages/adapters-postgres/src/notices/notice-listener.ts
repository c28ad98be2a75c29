import type { Logger } from '@foldmart/core';
import { listenOn, type NoticeConnection, type NoticePlace } from './notice-connection.js';
import { isFromAnother, type NoticePayloads } from './notice-channel.js';

export interface NoticeListenerOptions extends NoticePlace {
  readonly payloads: NoticePayloads;
  readonly logger: Logger;
  /** Sends a notice with this payload over another connection. */
  readonly send: (payload: string) => Promise<void>;
  /** Others have appended, or may have while nothing was heard. */
  readonly onAppended: () => void;
  /** How long to wait for an echo. */
  readonly echoTimeoutMs?: number;
}

/** How often the connection is checked, and how long to wait before the next attempt if it is lost. */
const checkEveryMs = 30_000;
const firstRetryMs = 1_000;

/**
 * Listens for notices of other instances on a connection of its own, and replaces it if it is lost. Whether notices arrive is
 * checked by one to itself: a pooler that shares connections between transactions accepts LISTEN and delivers nothing. Nothing
 * is missed for good meanwhile, because followers poll as well.
 */
export class NoticeListener {
  readonly #options: NoticeListenerOptions;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #echoed: () => void = () => undefined;
  #isSilent = false;

  constructor(options: NoticeListenerOptions) {
    this.#options = options;
    this.#running = this.#keepListening();
  }

  /** Closes the connection. Idempotent. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #keepListening(): Promise<void> {
    const { signal } = this.#stopping;
    const isOver = (): boolean => signal.aborted;
    let retryMs = firstRetryMs;
    while (!isOver()) {
      try {
        await this.#listen(() => (retryMs = firstRetryMs));
      } catch (error) {
        if (isOver()) return;
        this.#report(error, retryMs);
        await this.#options.clock.sleep(retryMs, signal);
        retryMs = Math.min(retryMs * 2, checkEveryMs);
      }
    }
  }

  /** Resolves when it is stopped; rejects when the connection is of no use any more. */
  async #listen(onEcho: () => void): Promise<void> {
    const { onAppended } = this.#options;
    const connection = await listenOn(this.#options, (payload) => this.#heard(payload));
    try {
      onAppended();
      await this.#keepChecking(connection, onEcho);
    } finally {
      await connection.close();
    }
  }

  async #keepChecking(connection: NoticeConnection, onEcho: () => void): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const lost = connection.ended.then((error) => {
      over.abort();
      if (!signal.aborted) throw error ?? new Error('the server has closed the connection');
    });
    const stopped = new Promise<void>((resolve) => {
      // It may have been stopped while it connected.
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    const checking = async (): Promise<void> => {
      while (!either.aborted) {
        await this.#expectEcho(either);
        onEcho();
        await clock.sleep(checkEveryMs, either);
      }
      await stopped;
    };
    try {
      await Promise.race([lost, stopped, checking()]);
    } finally {
      over.abort();
    }
  }

  async #expectEcho(signal: AbortSignal): Promise<void> {
    const { clock, send, payloads, echoTimeoutMs = 5_000 } = this.#options;
    const heard = new Promise<boolean>((resolve) => (this.#echoed = () => resolve(true)));
    await send(payloads.echo);
    const waiting = new AbortController();
    const late = clock.sleep(echoTimeoutMs, AbortSignal.any([signal, waiting.signal]));
    const hasEchoed = await Promise.race([heard, late.then(() => false)]);
    waiting.abort();
    if (hasEchoed) this.#reportMended();
    else if (!signal.aborted) {
      throw new Error('a notice did not come back; is there a pooler in transaction mode?');
    }
  }

  #heard(payload: string | undefined): void {
    const { payloads, onAppended } = this.#options;
    if (payload === payloads.echo) this.#echoed();
    else if (isFromAnother(payload, payloads)) onAppended();
  }

  /** Once until it is mended: nothing depends on it but the delay. */
  #report(error: unknown, retryMs: number): void {
    if (this.#isSilent) return;
    this.#isSilent = true;
    this.#options.logger.info(
      'notices of appends do not arrive; followers in this process find new events when they poll',
      { error, retryMs },
    );
  }

  #reportMended(): void {
    if (!this.#isSilent) return;
    this.#isSilent = false;
    this.#options.logger.info('notices of appends arrive again');
  }
}
