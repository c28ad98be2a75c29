import { isRetryableError } from '../errors/index.js';
import { defaultRetryPolicy, retryDelayMs, type RetryOptions } from './retry-policy.js';

/** How an ordered publisher repeats calls, and which calls it sends alone. */
export interface OrderedPublisherOptions<Call> {
  /** Repeats calls that failed with a retryable PortError, until the signal aborts. Default: repeats nothing. */
  readonly retry?: Omit<RetryOptions, 'maxAttempts'>;
  /** Whether a call must not share the flight with others. Default: none. */
  readonly runsAlone?: (call: Call) => boolean;
}

/**
 * Creates a function that publishes like `publish`, with any number of calls in flight, and keeps the order of the
 * calls when they fail. `publish` must reject what follows a failed call, as EventBus.publish does.
 *
 * After a retryable failure, no further call is sent until those in flight have settled. The failed calls are then
 * sent again in their order, the first of them alone, and everything that was called later follows. If the signal
 * aborts meanwhile, all of these reject with the last error. Without `retry`, a failed call rejects, and so does
 * every call that waits behind it. A call that fails for good rejects alone.
 */
export function createOrderedPublisher<Call>(
  publish: (call: Call) => Promise<void>,
  options: OrderedPublisherOptions<Call> = {},
): (call: Call) => Promise<void> {
  const calls = new OrderedCalls(publish, options);
  return (call) => calls.add(call);
}

interface Entry<Call> {
  readonly call: Call;
  readonly number: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class OrderedCalls<Call> {
  readonly #publish: (call: Call) => Promise<void>;
  readonly #options: OrderedPublisherOptions<Call>;
  #inFlight = 0;
  /** In the order of the calls. */
  #waiting: Entry<Call>[] = [];
  #failed: Entry<Call>[] = [];
  #lastError: unknown;
  #isRecovering = false;
  #isAlone = false;
  #calls = 0;
  #whenIdle: (() => void)[] = [];

  constructor(publish: (call: Call) => Promise<void>, options: OrderedPublisherOptions<Call>) {
    this.#publish = publish;
    this.#options = options;
  }

  add(call: Call): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#calls += 1;
      this.#waiting.push({ call, number: this.#calls, resolve, reject });
      this.#sendWaiting();
    });
  }

  #sendWaiting(): void {
    while (!this.#isRecovering && !this.#isAlone) {
      const [next] = this.#waiting;
      if (next === undefined) return;
      const runsAlone = this.#options.runsAlone?.(next.call) ?? false;
      if (runsAlone && this.#inFlight > 0) return;
      this.#waiting.shift();
      this.#isAlone = runsAlone;
      void this.#send(next);
    }
  }

  async #send(entry: Entry<Call>): Promise<void> {
    this.#inFlight += 1;
    try {
      await this.#publish(entry.call);
      entry.resolve();
    } catch (error) {
      this.#fail(entry, error);
    }
    this.#inFlight -= 1;
    if (this.#inFlight === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
    this.#isAlone = false;
    this.#sendWaiting();
  }

  #fail(entry: Entry<Call>, error: unknown): void {
    if (!isRetryableError(error)) {
      entry.reject(error);
      return;
    }
    this.#lastError = error;
    const { retry } = this.#options;
    if (this.#isRecovering) this.#failed.push(entry);
    else if (retry === undefined || retry.signal?.aborted === true) this.#giveUp([entry]);
    else {
      this.#failed.push(entry);
      this.#isRecovering = true;
      void this.#recover(retry);
    }
  }

  async #recover(retry: Omit<RetryOptions, 'maxAttempts'>): Promise<void> {
    for (let failures = 1; ; failures += 1) {
      await this.#idle();
      const failed = this.#failed.splice(0).sort((one, other) => one.number - other.number);
      if (failed.length === 0) break;
      this.#waiting.unshift(...failed);
      await this.#backOff(retry, failures);
      const first = this.#waiting.shift();
      if (first === undefined) break;
      if (retry.signal?.aborted === true) {
        this.#giveUp([first]);
        break;
      }
      await this.#send(first);
    }
    this.#isRecovering = false;
    this.#sendWaiting();
  }

  async #backOff(
    { policy = defaultRetryPolicy, clock, random, signal, onRetry }: RetryOptions,
    failures: number,
  ): Promise<void> {
    if (signal?.aborted === true) return;
    const delayMs = retryDelayMs(policy, failures, random);
    onRetry?.(this.#lastError, failures, delayMs);
    await clock.sleep(delayMs, signal);
  }

  #giveUp(entries: readonly Entry<Call>[]): void {
    for (const entry of [...entries, ...this.#waiting.splice(0)]) entry.reject(this.#lastError);
  }

  #idle(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }
}
