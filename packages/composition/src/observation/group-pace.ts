import type { GroupLag } from './group-lag.js';

/** How fast a group reads, and how fast its topics are written. */
export interface GroupPace {
  readonly group: string;
  readonly lag: number;
  /** Messages a second over the window; null before there are two samples. */
  readonly consumedPerSecond: number | null;
  readonly producedPerSecond: number | null;
  /** Seconds until the lag is 0 at this pace; null if it does not shrink, or is not known. */
  readonly catchUpSeconds: number | null;
}

interface Reading {
  readonly atMs: number;
  readonly committed: number;
  readonly end: number;
}

/** Measures the pace of groups over a sliding window, from repeated readings of their positions. */
export class GroupPaces {
  readonly #windowMs: number;
  readonly #readings = new Map<string, Reading[]>();

  constructor(windowMs = 15_000) {
    this.#windowMs = windowMs;
  }

  /** Adds a reading, and gives the pace of each group since the oldest one in the window. */
  read(groups: readonly GroupLag[], atMs: number): readonly GroupPace[] {
    return groups.map(({ group, partitions }) => {
      const lag = partitions.reduce((sum, each) => sum + each.lag, 0);
      const end = partitions.reduce((sum, each) => sum + Number(each.end), 0);
      const readings = this.#add(group, { atMs, committed: end - lag, end });
      return { group, lag, ...paceOf(readings, lag) };
    });
  }

  #add(group: string, reading: Reading): readonly Reading[] {
    const before = this.#readings.get(group) ?? [];
    const last = before.at(-1);
    // The positions of a group that was reset, or of a topic that was created again, are no pace.
    const isReset =
      last !== undefined && (reading.committed < last.committed || reading.end < last.end);
    const kept = isReset ? [] : before.filter(({ atMs }) => reading.atMs - atMs <= this.#windowMs);
    const readings = [...kept, reading];
    this.#readings.set(group, readings);
    return readings;
  }
}

const unknown = { consumedPerSecond: null, producedPerSecond: null, catchUpSeconds: null };

function paceOf(readings: readonly Reading[], lag: number): Omit<GroupPace, 'group' | 'lag'> {
  const [first] = readings;
  const last = readings.at(-1);
  if (first === undefined || last === undefined || last.atMs === first.atMs) {
    return { ...unknown, catchUpSeconds: lag === 0 ? 0 : null };
  }
  // The offsets of a transport need not be numbers.
  if (Number.isNaN(last.end - first.end)) return unknown;
  const seconds = (last.atMs - first.atMs) / 1_000;
  const consumed = (last.committed - first.committed) / seconds;
  const produced = (last.end - first.end) / seconds;
  return {
    consumedPerSecond: rounded(consumed),
    producedPerSecond: rounded(produced),
    catchUpSeconds: catchUp(lag, consumed - produced),
  };
}

function catchUp(lag: number, gainPerSecond: number): number | null {
  if (lag === 0) return 0;
  return gainPerSecond <= 0 ? null : Math.ceil(lag / gainPerSecond);
}

function rounded(rate: number): number {
  return Math.round(rate * 10) / 10;
}
