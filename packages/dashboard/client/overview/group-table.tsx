import type { GroupView } from '../../src/views/overview-view.js';
import { Badge } from '../components/badge.jsx';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { count, duration, perSecond } from '../format/numbers.js';

const columns: readonly Column<GroupView>[] = [
  { head: 'Group', cell: ({ group }) => group },
  { head: 'State', cell: ({ state }) => <Badge tone={toneOf(state)}>{state}</Badge> },
  { head: 'Members', cell: ({ members }) => members.length, isNumber: true },
  { head: 'Lag', cell: ({ lag }) => count(lag), isNumber: true },
  {
    head: 'Consumed',
    cell: ({ consumedPerSecond }) => perSecond(consumedPerSecond),
    isNumber: true,
  },
  { head: 'Caught up in', cell: (group) => catchUp(group), isNumber: true, isMinor: true },
  { head: 'p50', cell: ({ latency }) => duration(latency?.p50 ?? null), isNumber: true },
  { head: 'p99', cell: ({ latency }) => duration(latency?.p99 ?? null), isNumber: true },
];

/** The consumer groups. */
export function GroupTable({ groups }: { readonly groups: readonly GroupView[] | null }) {
  if (groups === null) return null;
  return (
    <Card title="Consumer groups">
      {groups.length === 0 ? (
        <Empty>No consumer has joined yet.</Empty>
      ) : (
        <DataTable
          label="Consumer groups"
          columns={columns}
          items={groups}
          keyOf={({ group }) => group}
        />
      )}
    </Card>
  );
}

function toneOf(state: string) {
  if (state === 'stable') return 'good';
  return state === 'empty' ? 'neutral' : 'warning';
}

function catchUp({ catchUpSeconds, lag }: GroupView): string {
  if (lag === 0) return 'now';
  return catchUpSeconds === null ? 'not at this pace' : duration(catchUpSeconds * 1_000);
}
