import type { OverviewSample } from '../../src/views/overview-view.js';
import { Card } from '../components/card.jsx';
import { count, duration, percent, short } from '../format/numbers.js';

type Figures = NonNullable<OverviewSample['cache']>;

/** What the cache holds, from all processes that use it. */
export function CacheCard({ cache }: { readonly cache: Figures }) {
  const { sizes, hitRate, memoryBytes, refreshes, sinceRefreshMs, intervalMs } = cache;
  const every = `refreshed every ${duration(intervalMs)}`;
  return (
    <Card title="Cache" aside={every}>
      <dl class="facts">
        {Object.entries(sizes).map(([kind, size]) => (
          <Fact key={kind} name={kind} text={count(size)} />
        ))}
        <Fact name="Hits" text={percent(hitRate)} />
        <Fact
          name="Memory of the server"
          text={memoryBytes === null ? '–' : `${short(memoryBytes / 1_000_000)} MB`}
        />
        <Fact name="Refreshes" text={count(refreshes)} />
        <Fact name="Last refresh" text={lastText(sinceRefreshMs)} />
      </dl>
    </Card>
  );
}

function lastText(sinceMs: number | null): string {
  return sinceMs === null ? 'never' : `${duration(Math.floor(sinceMs / 1_000) * 1_000)} ago`;
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}
