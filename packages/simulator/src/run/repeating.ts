import { firstDifference } from '../trace/run-log.js';
import type { RunFailure, RunResult } from './run-result.js';

/** The oracle that compares two runs of one seed. */
export const notRepeatable = 'equal seeds give equal runs';

/** The first step in which two runs of one seed differ; undefined if their traces have the same hash. */
export function differenceOf(one: RunResult, other: RunResult): RunFailure | undefined {
  if (one.log.hash() === other.log.hash()) return undefined;
  const index = firstDifference(one.log.entries, other.log.entries);
  if (index === undefined) return undefined;
  const [first, second] = [one.log.entries[index], other.log.entries[index]];
  const detail = `step ${String(index)} was ${JSON.stringify(first)}, and then ${JSON.stringify(second)}`;
  return { oracle: notRepeatable, detail, atMs: first?.atMs ?? second?.atMs ?? 0 };
}
