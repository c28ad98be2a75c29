import type { HistoryView } from '../../src/views/overview-view.js';
import type { ChartLine } from '../components/chart-options.js';
import { Chart } from '../components/chart.jsx';
import { duration, short } from '../format/numbers.js';

interface CourseChartsProps {
  readonly history: HistoryView;
  readonly hasGroups: boolean;
}

/** The course of rates, lag, latency and projections. */
export function CourseCharts({ history, hasGroups }: CourseChartsProps) {
  const { times } = history;
  const rates = ['produced', 'consumed', 'appended'].map((name) => ({
    label: name === 'appended' ? 'recorded' : name,
    values: history.series[`rate ${name}`] ?? [],
  }));
  return (
    <div class="charts">
      <Chart
        title="Rates"
        times={times}
        lines={hasGroups ? rates : rates.slice(-1)}
        format={(value) => `${short(value)}/s`}
        empty="No rate is known yet."
      />
      {hasGroups && <GroupCharts history={history} />}
      <Chart
        title="Events that projections have to read"
        times={times}
        lines={linesOf(history, 'behind')}
        format={short}
        empty="No projection follows the log."
      />
      <OccasionalCharts history={history} />
    </div>
  );
}

/** Charts of what not every system has. */
function OccasionalCharts({ history: { times, series } }: { readonly history: HistoryView }) {
  const hits = series['cache hit rate'] ?? [];
  const letters = series['dead letters'] ?? [];
  return (
    <>
      {hits.some((value) => value !== null) && (
        <Chart
          title="Cache hits"
          times={times}
          lines={[{ label: 'hits', values: hits }]}
          format={(value) => `${short(value)} %`}
          empty=""
        />
      )}
      {letters.some((value) => value !== null && value > 0) && (
        <Chart
          title="Dead letters"
          times={times}
          lines={[{ label: 'waiting', values: letters }]}
          format={short}
          empty=""
        />
      )}
    </>
  );
}

function GroupCharts({ history }: { readonly history: HistoryView }) {
  const { times } = history;
  return (
    <>
      <Chart
        title="Lag by group"
        times={times}
        lines={linesOf(history, 'lag')}
        format={short}
        empty="No group has joined yet."
      />
      <Chart
        title="Latency by group, from event to record"
        times={times}
        lines={latencyLines(history)}
        format={duration}
        empty="No event has come over the queue in the last minute."
      />
    </>
  );
}

/** One line for each series of a kind: `lag orders_group`. */
function linesOf({ series }: HistoryView, kind: string): readonly ChartLine[] {
  return Object.entries(series)
    .filter(([name]) => name.startsWith(`${kind} `))
    .map(([name, values]) => ({ label: name.slice(kind.length + 1), values }));
}

/** Most groups are idle most of the time: a group without a latency has no line. */
function latencyLines(history: HistoryView): readonly ChartLine[] {
  return ['p50', 'p95', 'p99']
    .flatMap((percentile) =>
      linesOf(history, percentile).map(({ label, values }) => ({
        label: `${label} ${percentile}`,
        values,
      })),
    )
    .filter(({ values }) => values.some((value) => value !== null));
}
