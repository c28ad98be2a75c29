import type { OverviewSample } from '../../src/views/overview-view.js';
import { Empty } from '../components/card.jsx';
import { live } from '../state/live.js';
import { useStore } from '../state/store.js';
import { CacheCard } from './cache-card.jsx';
import { CourseCharts } from './course-charts.jsx';
import { EventTicker } from './event-ticker.jsx';
import { GroupTable } from './group-table.jsx';
import { Panels } from './panels.jsx';
import { ProjectionTable } from './projection-table.jsx';
import { RangeChoice } from './range-choice.jsx';
import { RecentActions } from './recent-actions.jsx';
import { Tiles } from './tiles.jsx';
import { Troubles } from './troubles.jsx';
import { Leaders } from './leaders.jsx';

/** The whole system on one view. */
export function OverviewPage() {
  const state = useStore(live);
  if (state?.sample === null || state === undefined) {
    return <Empty>The first sample is on its way.</Empty>;
  }
  const { sample, history, events } = state;
  return (
    <>
      <RangeChoice />
      <Troubles sample={sample} />
      <Tiles sample={sample} />
      <CourseCharts history={history} hasGroups={hasGroups(sample)} />
      <Panels panels={sample.panels} />
      <div class="columns">
        <GroupTable groups={sample.groups} />
        <ProjectionTable projections={sample.projections} />
      </div>
      <EventTicker events={events} />
      <div class="columns">
        {sample.cache !== null && <CacheCard cache={sample.cache} />}
        <Leaders leases={sample.leases} />
        <RecentActions />
      </div>
    </>
  );
}

function hasGroups({ groups }: OverviewSample): boolean {
  return groups !== null && groups.length > 0;
}
