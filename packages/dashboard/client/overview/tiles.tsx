import type { OverviewSample } from '../../src/views/overview-view.js';
import { Tile } from '../components/tile.jsx';
import { count, duration, percent, perSecond } from '../format/numbers.js';

/** The figures that tell at a glance whether the system is well. */
export function Tiles({ sample }: { readonly sample: OverviewSample }) {
  const { appendedPerSecond, groups, projections, waitingLetters, cache } = sample;
  const behind = sumOf((projections ?? []).map((each) => each.behind));
  return (
    <dl class="tiles">
      <Tile label="Recorded" value={perSecond(appendedPerSecond)} note="events" />
      {groups !== null && groups.length > 0 && <QueueTiles groups={groups} />}
      <Tile
        label="Projections"
        value={behind === 0 ? 'current' : count(behind)}
        note={behind === 0 ? undefined : 'events behind'}
      />
      <Tile
        label="Dead letters"
        value={waitingLetters === null ? '–' : count(waitingLetters)}
        tone={(waitingLetters ?? 0) > 0 ? 'bad' : 'neutral'}
      />
      {cache !== null && (
        <Tile
          label="Cache"
          value={percent(cache.hitRate)}
          note={`hits, ${count(sumOf(Object.values(cache.sizes)))} entities`}
        />
      )}
    </dl>
  );
}

function QueueTiles({ groups }: { readonly groups: NonNullable<OverviewSample['groups']> }) {
  const consumed = groups.map(({ consumedPerSecond }) => consumedPerSecond ?? 0);
  const slowest = Math.max(-1, ...groups.map(({ latency }) => latency?.p95 ?? -1));
  return (
    <>
      <Tile label="Consumed" value={perSecond(sumOf(consumed))} note="messages" />
      <Tile label="Lag" value={count(sumOf(groups.map(({ lag }) => lag)))} note="messages" />
      <Tile
        label="Latency p95"
        value={duration(slowest < 0 ? null : slowest)}
        note="event to record"
      />
    </>
  );
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}
