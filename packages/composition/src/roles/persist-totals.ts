import type { PersistReport } from '@foldmart/core';

/** The totals of consumers so far. */
export interface PersistCounts {
  readonly received: number;
  readonly appended: number;
  readonly duplicates: number;
  readonly conflicts: number;
  /** Messages parked for any reason other than a conflict. */
  readonly deadLetters: number;
}

/** Adds up the reports of batches. */
export class PersistTotals {
  #received = 0;
  #appended = 0;
  #duplicates = 0;
  #conflicts = 0;
  #deadLetters = 0;

  add(report: PersistReport): void {
    this.#received += report.received;
    this.#appended += report.appended;
    this.#duplicates += report.duplicates;
    this.#conflicts += report.conflicts;
    this.#deadLetters += report.deadLetters + report.refused + report.held;
  }

  get counts(): PersistCounts {
    return {
      received: this.#received,
      appended: this.#appended,
      duplicates: this.#duplicates,
      conflicts: this.#conflicts,
      deadLetters: this.#deadLetters,
    };
  }
}
