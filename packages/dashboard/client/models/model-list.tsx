import type { ModelView } from '../../src/views/model-view.js';
import { Card, Empty } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { count } from '../format/numbers.js';
import { readApi } from '../state/api.js';
import { placeUrl } from '../state/location.js';
import { useRead } from '../state/use-read.js';
import { Rebuilding } from './rebuilding.jsx';

const columns: readonly Column<ModelView>[] = [
  { head: 'Read model', cell: ({ name }) => <a href={placeUrl(['models', name])}>{name}</a> },
  { head: 'Rows', cell: ({ name }) => <RowCount model={name} />, isNumber: true },
  { head: 'Key', cell: ({ key }) => key.join(', ') },
  {
    head: 'Indexes',
    cell: ({ indexes }) => {
      const others = indexes.slice(1).map((index) => `(${index.join(', ')})`);
      return others.length === 0 ? '–' : others.join(' ');
    },
  },
  {
    head: 'Written by',
    cell: ({ writers }) => (writers.length === 0 ? 'the log itself (derived)' : writers.join(', ')),
  },
];

/** The read models of the domain. */
export function ModelList({ models }: { readonly models: readonly ModelView[] }) {
  return (
    <>
      <Card title="Read models">
        {models.length === 0 ? (
          <Empty>The domain has no read models.</Empty>
        ) : (
          <DataTable
            label="Read models"
            columns={columns}
            items={models}
            keyOf={({ name }) => name}
          />
        )}
      </Card>
      <Rebuilding />
    </>
  );
}

/** Counting can take long, so each count arrives by itself. */
function RowCount({ model }: { readonly model: string }) {
  const { result, error } = useRead(model, (signal) =>
    readApi<{ readonly rows: number | null }>('models/count', { model }, signal),
  );
  if (error !== undefined) return <span title={error}>?</span>;
  if (result === undefined) return <>…</>;
  return <>{result.rows === null ? '–' : count(result.rows)}</>;
}
