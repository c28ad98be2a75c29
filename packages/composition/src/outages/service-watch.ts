import type { Cancel, Clock, Logger, PortError } from '@foldmart/core';
import { backText, outageText, type WhatWaits } from './outage-text.js';

/** A failure that the service answers within this time is no outage. */
const confirmAfterMs = 1_000;

/** An outage that has not ended. */
export interface OpenOutage {
  readonly service: string;
  readonly sinceMs: number;
  readonly error: PortError;
}

/** Where a watch reports, and by which clock. */
export interface WatchDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Knows whether a service answers, from the outcomes of the calls to it. Logs one line when an outage is certain, and one
 * when it has ended.
 */
export class ServiceWatch {
  readonly #service: string;
  readonly #dependencies: WatchDependencies;
  readonly #batches = new Set<string>();
  readonly #unpublished = new Set<string>();
  #failing: { readonly sinceMs: number; error: PortError } | undefined;
  #isOutage = false;
  #held: (() => void)[] = [];
  #cancel: Cancel = () => undefined;

  constructor(service: string, dependencies: WatchDependencies) {
    this.#service = service;
    this.#dependencies = dependencies;
  }

  /** The outage; undefined if the service answers, or has failed for a moment only. */
  get outage(): OpenOutage | undefined {
    if (!this.#isOutage || this.#failing === undefined) return undefined;
    const { sinceMs, error } = this.#failing;
    const { clock } = this.#dependencies;
    return { service: this.#service, sinceMs: clock.monotonic() - sinceMs, error };
  }

  /** A call failed, and the same call may succeed later. */
  failed(error: PortError): void {
    const { clock } = this.#dependencies;
    if (this.#failing === undefined) {
      this.#failing = { sinceMs: clock.monotonic(), error };
      this.#cancel = clock.schedule(confirmAfterMs, () => this.#confirm());
    } else this.#failing.error = error;
  }

  /** The service has answered a call. */
  answered(): void {
    if (this.#failing === undefined) return;
    const { clock, logger } = this.#dependencies;
    const forMs = Math.round(clock.monotonic() - this.#failing.sinceMs);
    const wasOutage = this.#isOutage;
    this.#reset();
    if (wasOutage) logger.warn(backText(this.#service, forMs), { service: this.#service, forMs });
  }

  /**
   * Calls `log` only if no line about an outage says the same: not during one, and otherwise once it is certain that there
   * is none.
   */
  unlessOutage(log: () => void): void {
    if (this.#failing === undefined) log();
    else if (!this.#isOutage) this.#held.push(log);
  }

  /** A batch cannot be handled until the service answers. */
  batchWaits(batch: string): void {
    this.#batches.add(batch);
  }

  /** A batch was handled, or is another member's. */
  batchLeaves(batch: string): void {
    this.#batches.delete(batch);
  }

  /** Messages for a topic cannot be published until the service answers. */
  topicWaits(topic: string): void {
    this.#unpublished.add(topic);
  }

  close(): void {
    this.#reset();
  }

  #confirm(): void {
    if (this.#failing === undefined) return;
    this.#isOutage = true;
    this.#held = [];
    const { error } = this.#failing;
    const waiting: WhatWaits = {
      batches: this.#batches.size,
      topics: [...this.#unpublished].sort(),
    };
    const text = outageText(this.#service, error, waiting);
    this.#dependencies.logger.warn(text, { service: this.#service, ...waiting, error });
  }

  #reset(): void {
    this.#cancel();
    this.#failing = undefined;
    this.#isOutage = false;
    this.#unpublished.clear();
    for (const log of this.#held.splice(0)) log();
  }
}
