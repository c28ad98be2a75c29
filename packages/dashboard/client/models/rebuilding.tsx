import { useState } from 'preact/hooks';
import type { RebuildView } from '../../src/views/model-view.js';
import type { ProjectionView } from '../../src/views/overview-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { count } from '../format/numbers.js';
import { changeApi } from '../state/api.js';
import { live, notices } from '../state/live.js';
import { useStore } from '../state/store.js';
import { operator, token } from '../state/token.js';

/** The projections, to be rebuilt from the log. */
export function Rebuilding() {
  const projections = useStore(live)?.sample?.projections ?? [];
  const isUnlocked = useStore(token) !== '';
  const notice = useStore(notices);
  const [error, setError] = useState<string>();
  const start = async (projection: string): Promise<void> => {
    setError(undefined);
    try {
      await changeApi('rebuild', { projection, by: operator.value }, token.value);
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    }
  };
  const columns: readonly Column<ProjectionView>[] = [
    { head: 'Projection', cell: ({ name }) => name },
    { head: 'Writes', cell: ({ models }) => models.join(', ') },
    {
      head: 'Rebuild',
      cell: ({ name }) => (
        <button type="button" disabled={!isUnlocked} onClick={() => void start(name)}>
          Rebuild<span class="unseen"> {name}</span>
        </button>
      ),
    },
  ];
  return (
    <Card
      title="Rebuild from the log"
      aside={isUnlocked ? 'without downtime' : 'read-only: see the button at the top'}
    >
      {error !== undefined && <Failure>{error}</Failure>}
      {notice?.kind === 'rebuild' && <RebuildProgress rebuild={notice.data as RebuildView} />}
      {projections.length === 0 ? (
        <Empty>The domain has no projections.</Empty>
      ) : (
        <DataTable
          label="Projections to rebuild"
          columns={columns}
          items={projections}
          keyOf={({ name }) => name}
        />
      )}
    </Card>
  );
}

const words = { running: 'Rebuilding', done: 'Rebuilt', failed: 'Not rebuilt' } as const;

function RebuildProgress({ rebuild }: { readonly rebuild: RebuildView }) {
  const { id, events, total, state } = rebuild;
  const share = state === 'done' ? 1 : total === 0 ? 0 : events / total;
  return (
    <div class="progress" role="status">
      <progress value={share} aria-label={`Rebuild of ${id}`} />
      {words[state]} {id}
      {state === 'running' && `: ${count(events)} of ${count(total)} events`}
    </div>
  );
}
