import type { GroupView } from '../../src/views/overview-view.js';
import { Badge } from '../components/badge.jsx';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { count, perSecond } from '../format/numbers.js';
import { live } from '../state/live.js';
import { placeUrl } from '../state/location.js';
import { useStore } from '../state/store.js';
import { toneOfGroup } from './tone-of-group.js';

const columns: readonly Column<GroupView>[] = [
  {
    head: 'Group',
    cell: ({ group }) => <a href={placeUrl(['queue', 'groups', group])}>{group}</a>,
  },
  { head: 'State', cell: ({ state }) => <Badge tone={toneOfGroup(state)}>{state}</Badge> },
  { head: 'Lag', cell: ({ lag }) => count(lag), isNumber: true },
  { head: 'Produced', cell: (group) => perSecond(group.producedPerSecond), isNumber: true },
  { head: 'Consumed', cell: (group) => perSecond(group.consumedPerSecond), isNumber: true },
  {
    head: 'Members and what they hold',
    cell: ({ members }) =>
      members.length === 0
        ? '–'
        : members.map(({ name, holds }, nth) => (
            <span key={`${name} ${String(nth)}`} class="listed">
              {name} <span class="quiet">{holds.length === 0 ? 'stands by' : holds.join(' ')}</span>
            </span>
          )),
  },
];

/** The groups of the domain, live. */
export function OwnGroups() {
  const groups = useStore(live)?.sample?.groups ?? [];
  return (
    <Card title="Groups of the domain" aside="live">
      {groups.length === 0 ? (
        <Empty>No consumer has joined yet: foldmart start or foldmart consume starts them.</Empty>
      ) : (
        <DataTable
          label="Groups of the domain"
          columns={columns}
          items={groups}
          keyOf={({ group }) => group}
        />
      )}
    </Card>
  );
}
