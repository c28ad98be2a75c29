import { useEffect, useState } from 'preact/hooks';
import type { ModelView, ShownRow } from '../../src/views/model-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { count } from '../format/numbers.js';
import { readApi } from '../state/api.js';
import { useRead } from '../state/use-read.js';
import { traceRow, type RowTrace } from './trace-row.js';
import { RowTouches } from './row-touches.jsx';
import { RowValue } from './row-value.jsx';
import { RowVerdict } from './row-verdict.jsx';

interface RowPageProps {
  readonly model: ModelView;
  /** As it stands in the address. */
  readonly rowKey: string;
}

/** One row, the events that made it, and whether a fold of the log agrees. */
export function RowPage({ model, rowKey }: RowPageProps) {
  const [turn, setTurn] = useState(0);
  const { result, error } = useRead(`${String(turn)} ${rowKey}`, (signal) =>
    readApi<{ readonly row: ShownRow | null }>('row', { model: model.name, key: rowKey }, signal),
  );
  const trace = useTrace(model, rowKey, turn);
  return (
    <>
      {error !== undefined && <Failure>{error}</Failure>}
      <div class="stream-columns row-columns">
        <Card
          title="Row"
          aside={
            <button type="button" class="quiet-button" onClick={() => setTurn(turn + 1)}>
              Read again
            </button>
          }
        >
          {result === undefined ? (
            error === undefined && <Empty>Reading…</Empty>
          ) : (
            <RowFacts row={result.row} />
          )}
        </Card>
        <div class="stack">
          <TraceCards trace={trace} />
        </div>
      </div>
    </>
  );
}

function RowFacts({ row }: { readonly row: ShownRow | null }) {
  if (row === null) return <Empty>There is no row with this key.</Empty>;
  return (
    <dl class="facts">
      {Object.entries(row).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <RowValue value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function TraceCards({ trace }: { readonly trace: RowTrace }) {
  if (trace.error !== undefined) return <Failure>{trace.error}</Failure>;
  const { result, progress } = trace;
  if (result !== undefined) {
    return (
      <>
        <RowVerdict history={result} />
        <RowTouches history={result} />
      </>
    );
  }
  const { events, total } = progress ?? { events: 0, total: 0 };
  return (
    <Card title="Events that made this row">
      <div class="progress" role="status">
        <progress value={total === 0 ? 0 : events / total} aria-label="Folding the log" />
        Folding the log: {count(events)} of {count(total)} events
      </div>
    </Card>
  );
}

/** Folds the log when the row is opened, and stops when it is left. */
function useTrace(model: ModelView, rowKey: string, turn: number): RowTrace {
  const [trace, setTrace] = useState<RowTrace>({});
  useEffect(() => {
    const aborting = new AbortController();
    setTrace({});
    void traceRow({ model: model.name, key: rowKey }, aborting.signal, setTrace);
    return () => aborting.abort();
  }, [model.name, rowKey, turn]);
  return trace;
}
