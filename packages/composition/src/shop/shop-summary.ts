import type { PersistenceConfirmation } from './confirm-persisted.js';
import type { PersistCounts } from '../roles/index.js';

/** What a shop has done from its start to its end. */
export interface ShopSummary {
  readonly published: number;
  /** Published events that the store has been seen to hold. */
  readonly persisted: number;
  readonly duplicates: number;
  readonly conflicts: number;
  readonly deadLetters: number;
  /** Messages that were not committed at the end. */
  readonly lag: number;
}

/** Summarises a run; `counts` are those of the consumers, if there are any. */
export function summarizeShop(
  confirmation: PersistenceConfirmation,
  counts: PersistCounts | undefined,
  lag: number,
): ShopSummary {
  return {
    published: confirmation.published,
    persisted: confirmation.confirmed,
    duplicates: counts?.duplicates ?? 0,
    conflicts: counts?.conflicts ?? 0,
    deadLetters: counts?.deadLetters ?? 0,
    lag,
  };
}

/** True if all published events have been persisted. */
export function isEverythingPersisted({ published, persisted }: ShopSummary): boolean {
  return persisted === published;
}
