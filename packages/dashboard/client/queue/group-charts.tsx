import { Chart } from '../components/chart.jsx';
import { duration, short } from '../format/numbers.js';
import { live } from '../state/live.js';
import { useStore } from '../state/store.js';

/** The course of one group of the domain. */
export function GroupCharts({ group }: { readonly group: string }) {
  const history = useStore(live)?.history;
  if (history === undefined) return null;
  const { times, series } = history;
  const line = (label: string, name: string) => ({
    label,
    values: series[`${name} ${group}`] ?? [],
  });
  return (
    <div class="charts">
      <Chart
        title="Lag"
        times={times}
        lines={[line('messages', 'lag')]}
        format={short}
        empty="No lag is known yet."
      />
      <Chart
        title="Rates"
        times={times}
        lines={[line('produced', 'produced'), line('consumed', 'consumed')]}
        format={(value) => `${short(value)}/s`}
        empty="No rate is known yet."
      />
      <Chart
        title="Latency from event to record"
        times={times}
        lines={['p50', 'p95', 'p99'].map((name) => line(name, name))}
        format={duration}
        empty="No event has come over the queue in the last minute."
      />
    </div>
  );
}
