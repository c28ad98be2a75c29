import type { HistoryView, SeriesValues } from '../views/overview-view.js';

/** Adds a point at the end of a history, and drops what is older than `rangeMs`. */
export function withPoint(
  history: HistoryView,
  atMs: number,
  point: Readonly<Record<string, number | null>>,
  rangeMs: number,
): HistoryView {
  const last = history.times.at(-1);
  if (last !== undefined && atMs <= last) return history;
  const first = history.times.findIndex((time) => time >= atMs - rangeMs);
  const from = first < 0 ? history.times.length : first;
  const before = history.times.length - from;
  const names = new Set([...Object.keys(history.series), ...Object.keys(point)]);
  const series: Record<string, SeriesValues> = {};
  for (const name of names) {
    const values = history.series[name]?.slice(from) ?? new Array<null>(before).fill(null);
    series[name] = [...values, point[name] ?? null];
  }
  return { ...history, times: [...history.times.slice(from), atMs], series };
}
