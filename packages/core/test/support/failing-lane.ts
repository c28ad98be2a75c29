import { PortError, type Clock } from '@foldmart/core';

/** What happens to one send: written; not written; written, but the answer is lost; or refused for good. */
export type SendOutcome = 'written' | 'lost' | 'in-doubt' | 'refused';

type Waiting = {
  readonly call: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/** One key of a bus: sends one call at a time, and rejects what waits behind a failed one. */
export class FailingLane {
  /** The calls received. */
  readonly calls: number[] = [];
  readonly written: number[] = [];
  readonly #clock: Clock;
  readonly #script: SendOutcome[];
  #waiting: Waiting[] = [];
  #isSending = false;

  /** Follows the script; then it writes everything. */
  constructor(clock: Clock, script: readonly SendOutcome[]) {
    this.#clock = clock;
    this.#script = [...script];
  }

  publish(call: number): Promise<void> {
    this.calls.push(call);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject });
      if (!this.#isSending) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isSending = true;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      await this.#clock.sleep(1);
      const outcome = this.#script.shift() ?? 'written';
      if (outcome === 'written' || outcome === 'in-doubt') this.written.push(next.call);
      this.#settle(outcome);
    }
    this.#isSending = false;
  }

  #settle(outcome: SendOutcome): void {
    if (outcome === 'written') this.#waiting.shift()?.resolve();
    else if (outcome === 'refused') this.#waiting.shift()?.reject(failure('rejected'));
    else for (const each of this.#waiting.splice(0)) each.reject(failure('unavailable'));
  }
}

function failure(reason: 'rejected' | 'unavailable'): PortError {
  return new PortError({ port: 'event-bus', operation: 'publish', reason, message: reason });
}
