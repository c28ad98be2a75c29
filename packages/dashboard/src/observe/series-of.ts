import type { SeriesPoint } from '../live/history-tier.js';
import type { OverviewSample } from '../views/overview-view.js';

/** The values of a sample whose course is kept, by the names of their series. */
export function seriesOf(sample: OverviewSample): SeriesPoint {
  const { appendedPerSecond, groups, projections, waitingLetters, cache } = sample;
  return {
    'rate appended': appendedPerSecond,
    'rate produced': sumOf(groups, 'producedPerSecond'),
    'rate consumed': sumOf(groups, 'consumedPerSecond'),
    ...Object.fromEntries((groups ?? []).flatMap(groupSeries)),
    ...Object.fromEntries(
      (projections ?? [])
        .filter(({ mode }) => mode === 'async')
        .map(({ name, behind }) => [`behind ${name}`, behind]),
    ),
    'dead letters': waitingLetters,
    'cache hit rate': percentOf(cache?.hitRate ?? null),
  };
}

function percentOf(share: number | null): number | null {
  return share === null ? null : share * 100;
}

type Groups = OverviewSample['groups'];

function groupSeries({ group, lag, latency, ...pace }: NonNullable<Groups>[number]) {
  return [
    [`lag ${group}`, lag],
    [`produced ${group}`, pace.producedPerSecond],
    [`consumed ${group}`, pace.consumedPerSecond],
    [`p50 ${group}`, latency?.p50 ?? null],
    [`p95 ${group}`, latency?.p95 ?? null],
    [`p99 ${group}`, latency?.p99 ?? null],
  ] as const;
}

/** Null while the pace of a group is not known. */
function sumOf(groups: Groups, rate: 'producedPerSecond' | 'consumedPerSecond'): number | null {
  if (groups === null || groups.length === 0) return null;
  return groups.reduce<number | null>((sum, { [rate]: own }) => {
    return sum === null || own === null ? null : sum + own;
  }, 0);
}
