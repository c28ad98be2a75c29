import type { LetterView } from '../../src/views/letter-view.js';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { Time } from '../components/time.jsx';

type Action = LetterView['history'][number];

const columns: readonly Column<Action>[] = [
  { head: 'When', cell: ({ at }) => <Time at={at} /> },
  { head: 'Who', cell: ({ by }) => by },
  { head: 'Action', cell: ({ action }) => action },
  { head: 'Note', cell: ({ note }) => <span class="wrapped">{note}</span> },
];

/** What was done to a letter, by whom. */
export function LetterHistory({ history }: { readonly history: LetterView['history'] }) {
  return (
    <Card title="What was done">
      {history.length === 0 ? (
        <Empty>Nothing has been done to it.</Empty>
      ) : (
        <DataTable
          label="What was done"
          columns={columns}
          items={history}
          keyOf={({ at, by, action, note }) => `${at} ${by} ${action} ${note}`}
        />
      )}
    </Card>
  );
}
