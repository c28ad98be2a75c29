import type { Clock } from '../../ports/clock.js';
import type { ProducedKind } from './producer-settings.js';

/** What a producer has published since its last report, and in total. */
export interface PublishedProgress {
  readonly kind: ProducedKind;
  /** Published and durable. */
  readonly ok: number;
  readonly requested: number;
  /** Entities of this kind since the start. */
  readonly total: number;
  /** `total` divided by the seconds since the start, at least 1. */
  readonly tps: number;
}

/** Counts published events. */
export interface ProducerTally {
  add(kind: ProducedKind, ok: number, requested: number): void;
  giveUp(events: number): void;
  readonly totals: Readonly<Record<ProducedKind, number>>;
  /** Events whose publishing was abandoned. */
  readonly unconfirmed: number;
  /** The counts since the last call, by kind; kinds without any are left out. */
  takeProgress(): readonly PublishedProgress[];
}

/** Starts a tally at zero. */
export function createProducerTally(clock: Clock): ProducerTally {
  const startedAt = clock.monotonic();
  const totals = { orders: 0, products: 0, users: 0 };
  let unconfirmed = 0;
  let untold = new Map<ProducedKind, { ok: number; requested: number }>();
  return {
    totals,
    get unconfirmed() {
      return unconfirmed;
    },
    giveUp(events) {
      unconfirmed += events;
    },
    add(kind, ok, requested) {
      totals[kind] += ok;
      const sofar = untold.get(kind) ?? { ok: 0, requested: 0 };
      untold.set(kind, { ok: sofar.ok + ok, requested: sofar.requested + requested });
    },
    takeProgress() {
      const seconds = Math.max(1, (clock.monotonic() - startedAt) / 1_000);
      const progress = Array.from(untold, ([kind, counts]) => ({
        kind,
        ...counts,
        total: totals[kind],
        tps: totals[kind] / seconds,
      }));
      untold = new Map();
      return progress;
    },
  };
}
