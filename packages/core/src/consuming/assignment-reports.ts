import type { SubscriptionObserver } from '../ports/event-bus.js';

/** Tells an observer which partitions a member holds, whenever they change; also once that it holds none. */
export class AssignmentReports {
  readonly #observer: SubscriptionObserver;
  #last: string | undefined;

  constructor(observer: SubscriptionObserver = {}) {
    this.#observer = observer;
  }

  /** Reports `held`, in ascending order, unless it was reported last. */
  report(held: readonly number[]): void {
    const now = held.join();
    if (this.#last === now) return;
    this.#last = now;
    this.#observer.assigned?.(held);
  }
}
