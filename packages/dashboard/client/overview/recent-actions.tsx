import type { ActionView } from '../../src/views/actions-view.js';
import { Badge, type Tone } from '../components/badge.jsx';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { Time } from '../components/time.jsx';
import { actions } from '../state/live.js';
import { useStore } from '../state/store.js';

const tones: Readonly<Record<ActionView['outcome'], Tone>> = {
  started: 'neutral',
  done: 'good',
  failed: 'bad',
};

const columns: readonly Column<ActionView>[] = [
  { head: 'When', cell: ({ at }) => <Time at={at} /> },
  { head: 'Who', cell: ({ by }) => by },
  { head: 'Action', cell: ({ action }) => action },
  { head: 'Outcome', cell: ({ outcome }) => <Badge tone={tones[outcome]}>{outcome}</Badge> },
  { head: 'Detail', cell: ({ detail }) => detail },
];

/** What was changed on the page since it was started. */
export function RecentActions() {
  const recent = useStore(actions);
  return (
    <Card title="Changes made on this page">
      {recent.length === 0 ? (
        <Empty>No change was made here.</Empty>
      ) : (
        <DataTable
          label="Changes made on this page"
          columns={columns}
          items={recent.slice(0, 20)}
          keyOf={({ at, by, action, outcome, detail }) =>
            `${at} ${by} ${action} ${outcome} ${detail}`
          }
        />
      )}
    </Card>
  );
}
