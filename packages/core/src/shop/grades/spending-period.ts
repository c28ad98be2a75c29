import type { SpendingQuery } from '../ports/customer-spending.js';

const dayMs = 86_400_000;

/**
 * The days whose purchases count at `nowMs` (milliseconds since the epoch): today, and all days with a part in the last
 * `windowDays` times 24 hours. Orders that are dated after today do not count yet.
 */
export function spendingPeriod(
  nowMs: number,
  windowDays: number,
): Pick<SpendingQuery, 'from' | 'to'> {
  return { from: dayAt(nowMs - windowDays * dayMs), to: dayAt(nowMs) };
}

function dayAt(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, '2026-02-03'.length);
}
