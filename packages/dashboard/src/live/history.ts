import type { HistoryView } from '../views/overview-view.js';
import { HistoryTier, type SeriesPoint, type TierSize } from './history-tier.js';

/** Keeps the course of many series: the newest part in full, older parts as means of longer steps. */
export class History {
  readonly #tiers: readonly HistoryTier[];

  /** Tiers from the finest to the coarsest. */
  constructor(tiers: readonly TierSize[]) {
    this.#tiers = tiers.map((size) => new HistoryTier(size));
  }

  add(atMs: number, point: SeriesPoint): void {
    for (const tier of this.#tiers) tier.add(atMs, point);
  }

  /** The last `rangeMs`, in the finest steps that reach so far back. */
  read(nowMs: number, rangeMs: number): HistoryView {
    const tier = this.#tiers.find(({ spanMs }) => spanMs >= rangeMs) ?? this.#tiers.at(-1);
    return tier?.read(nowMs - rangeMs) ?? { stepMs: 0, times: [], series: {} };
  }
}
