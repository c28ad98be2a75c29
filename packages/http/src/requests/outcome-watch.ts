import type { Clock, CouponLedger, RequestDecision } from '@foldmart/core';

/** What the watch looks at, and with. */
export interface OutcomeWatchDependencies {
  readonly ledger: Pick<CouponLedger, 'outcomes'>;
  readonly clock: Clock;
}

interface Waiter {
  readonly requestId: string;
  readonly untilMs: number;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (decision: RequestDecision | undefined) => void;
  readonly reject: (error: unknown) => void;
}

const mostAtOnce = 1_000;

/** Waits for outcomes on behalf of all clients together: while anybody waits, one look a time at the ledger. */
export class OutcomeWatch {
  readonly #dependencies: OutcomeWatchDependencies;
  readonly #pollMs: number;
  readonly #mostWaiting: number;
  readonly #closing = new AbortController();
  #waiters = new Set<Waiter>();
  #isLooking = false;

  constructor(
    dependencies: OutcomeWatchDependencies,
    { pollMs, mostWaiting }: { readonly pollMs: number; readonly mostWaiting: number },
  ) {
    this.#dependencies = dependencies;
    this.#pollMs = pollMs;
    this.#mostWaiting = mostWaiting;
  }

  /** Aborts when the watch is closed: nobody waits any more. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /**
   * How the request ended; undefined where it has not within `waitMs`, at once where too many wait already. Rejects
   * with the ledger's PortError.
   */
  async outcomeOf(
    requestId: string,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<RequestDecision | undefined> {
    const { ledger, clock } = this.#dependencies;
    if (waitMs <= 0 || this.closed.aborted || this.#waiters.size >= this.#mostWaiting) {
      return (await ledger.outcomes([requestId])).get(requestId);
    }
    return new Promise((resolve, reject) => {
      const untilMs = clock.monotonic() + waitMs;
      this.#waiters.add({ requestId, untilMs, signal, resolve, reject });
      if (!this.#isLooking) void this.#lookWhileSomebodyWaits();
    });
  }

  /** Lets go of everybody who waits. Idempotent. */
  close(): void {
    this.#closing.abort();
  }

  async #lookWhileSomebodyWaits(): Promise<void> {
    this.#isLooking = true;
    while (this.#waiters.size > 0) {
      const waiters = [...this.#waiters];
      for (let start = 0; start < waiters.length; start += mostAtOnce) {
        await this.#look(waiters.slice(start, start + mostAtOnce));
      }
      if (this.#waiters.size > 0) {
        await this.#dependencies.clock.sleep(this.#pollMs, this.closed);
      }
    }
    this.#isLooking = false;
  }

  async #look(waiters: readonly Waiter[]): Promise<void> {
    const { ledger, clock } = this.#dependencies;
    try {
      const decisions = await ledger.outcomes([
        ...new Set(waiters.map(({ requestId }) => requestId)),
      ]);
      const nowMs = clock.monotonic();
      for (const waiter of waiters) {
        const decision = decisions.get(waiter.requestId);
        const isOver =
          nowMs >= waiter.untilMs || waiter.signal?.aborted === true || this.closed.aborted;
        if (decision === undefined && !isOver) continue;
        this.#waiters.delete(waiter);
        waiter.resolve(decision);
      }
    } catch (error) {
      for (const waiter of waiters) {
        this.#waiters.delete(waiter);
        waiter.reject(error);
      }
    }
  }
}
