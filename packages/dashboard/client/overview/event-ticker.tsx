import type { TickerEvent } from '../../src/views/overview-view.js';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { StreamLink } from '../components/stream-link.jsx';
import { Time } from '../components/time.jsx';

const columns: readonly Column<TickerEvent>[] = [
  { head: 'Recorded', cell: ({ recordedAt }) => <Time at={recordedAt} /> },
  { head: 'Event', cell: ({ type }) => type },
  {
    head: 'Stream',
    cell: ({ streamId, version }) => <StreamLink streamId={streamId} version={version} />,
  },
  { head: 'Data', cell: ({ summary }) => <code class="one-line">{summary}</code> },
  { head: 'Origin', cell: ({ origin }) => origin, isMinor: true },
];

const shown = 25;

/** The newest events, newest first. */
export function EventTicker({ events }: { readonly events: readonly TickerEvent[] }) {
  const newest = events.toReversed().slice(0, shown);
  return (
    <Card title="Newest events">
      {newest.length === 0 ? (
        <Empty>The log is empty.</Empty>
      ) : (
        <DataTable label="Newest events" columns={columns} items={newest} keyOf={({ id }) => id} />
      )}
    </Card>
  );
}
