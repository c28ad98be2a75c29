import type {
  GroupDetailsView,
  GroupMemberView,
  GroupPartitionView,
} from '../../src/views/queue-view.js';
import { Badge } from '../components/badge.jsx';
import { Card, Empty, Failure } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { count } from '../format/numbers.js';
import { RangeChoice } from '../overview/range-choice.jsx';
import { readApi } from '../state/api.js';
import { live } from '../state/live.js';
import { placeUrl } from '../state/location.js';
import { useStore } from '../state/store.js';
import { useRead } from '../state/use-read.js';
import { GroupCharts } from './group-charts.jsx';
import { toneOfGroup } from './tone-of-group.js';

const memberColumns: readonly Column<GroupMemberView>[] = [
  { head: 'Member', cell: ({ name }) => name },
  { head: 'Host', cell: ({ host }) => host ?? '–' },
  { head: 'Holds', cell: ({ holds }) => (holds.length === 0 ? 'stands by' : holds.join(' ')) },
  { head: 'Id', cell: ({ id }) => <span class="quiet">{id}</span>, isMinor: true },
];

const partitionColumns: readonly Column<GroupPartitionView>[] = [
  {
    head: 'Topic',
    cell: ({ topic }) => <a href={placeUrl(['queue', 'topics', topic])}>{topic}</a>,
  },
  { head: 'Partition', cell: ({ partition }) => partition, isNumber: true },
  { head: 'Committed', cell: ({ committed }) => committed ?? 'nothing yet', isNumber: true },
  { head: 'End', cell: ({ end }) => end, isNumber: true },
  { head: 'Lag', cell: ({ lag }) => count(lag), isNumber: true },
  { head: 'Member', cell: ({ member }) => member ?? '–' },
];

const refreshMs = 5_000;

/** One group: its lag over time, its members, and where it is in each partition. */
export function GroupPage({ group }: { readonly group: string }) {
  const atMs = useStore(live)?.sample?.atMs ?? 0;
  const turn = Math.floor(atMs / refreshMs);
  const { result, error } = useRead(`${group} ${String(turn)}`, (signal) =>
    readApi<GroupDetailsView>('group', { name: group }, signal),
  );
  return (
    <>
      {error !== undefined && <Failure>{error}</Failure>}
      {result === undefined ? (
        error === undefined && <Empty>Reading…</Empty>
      ) : (
        <>
          {result.isOwn && (
            <>
              <RangeChoice />
              <GroupCharts group={group} />
            </>
          )}
          <Members details={result} />
          <Partitions details={result} />
        </>
      )}
    </>
  );
}

function Members({ details: { state, members } }: { readonly details: GroupDetailsView }) {
  return (
    <Card title="Members" aside={<Badge tone={toneOfGroup(state)}>{state}</Badge>}>
      {members.length === 0 ? (
        <Empty>The group has no members: nothing consumes its topics now.</Empty>
      ) : (
        <DataTable
          label="Members"
          columns={memberColumns}
          items={members}
          keyOf={({ id, holds }) => `${id} ${holds.join()}`}
        />
      )}
    </Card>
  );
}

function Partitions({ details: { partitions } }: { readonly details: GroupDetailsView }) {
  const lag = partitions.reduce((sum, each) => sum + each.lag, 0);
  return (
    <Card title="Where it is in each partition" aside={`lag ${count(lag)}`}>
      {partitions.length === 0 ? (
        <Empty>The group has no position yet.</Empty>
      ) : (
        <DataTable
          label="Partitions"
          columns={partitionColumns}
          items={partitions}
          keyOf={({ topic, partition }) => `${topic} ${String(partition)}`}
        />
      )}
    </Card>
  );
}
