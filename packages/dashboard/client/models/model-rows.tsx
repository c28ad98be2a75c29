import { useEffect, useState } from 'preact/hooks';
import type { ModelView, RowsView, ShownRow } from '../../src/views/model-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { readApi } from '../state/api.js';
import { place, placeUrl } from '../state/location.js';
import { useStore } from '../state/store.js';
import { keyText } from './row-key.js';
import { RowFilter } from './row-filter.jsx';
import { RowValue } from './row-value.jsx';

/** The rows of a read model, by one of its indexes. */
export function ModelRows({ model }: { readonly model: ModelView }) {
  const { index = '0', where = '{}', order = 'ascending' } = useStore(place).query;
  const { rows, error, isBusy, hasMore, more } = useRows(model, { index, where, order });
  return (
    <>
      {model.writers.length > 0 && (
        <RowFilter model={model} index={Number(index)} where={where} order={order} />
      )}
      {error !== undefined && <Failure>{error}</Failure>}
      <Card title={`Rows of ${model.name}`}>
        {rows.length === 0 ? (
          <Empty>{isBusy ? 'Reading…' : 'There are no such rows.'}</Empty>
        ) : (
          <DataTable
            label={`Rows of ${model.name}`}
            columns={columnsOf(model)}
            items={rows}
            keyOf={(row) => keyText(model, row)}
          />
        )}
        {hasMore && (
          <p class="card-end">
            <button type="button" disabled={isBusy} onClick={more}>
              Show more
            </button>
          </p>
        )}
      </Card>
    </>
  );
}

function columnsOf(model: ModelView): readonly Column<ShownRow>[] {
  const names = [...new Set([...model.key, ...Object.keys(model.columns)])];
  return names.map((name, nth) => ({
    head: name,
    isNumber: ['integer', 'decimal'].includes(model.columns[name] ?? ''),
    cell: (row) => {
      const value = <RowValue value={row[name] ?? null} />;
      if (nth > 0) return value;
      return (
        <a class="id-link" href={placeUrl(['models', model.name, keyText(model, row)])}>
          {value}
        </a>
      );
    },
  }));
}

interface RowsAsked {
  readonly index: string;
  readonly where: string;
  readonly order: string;
}

function useRows(model: ModelView, asked: RowsAsked) {
  const [found, setFound] = useState<RowsView>({ rows: [], next: null });
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(true);
  const read = async (after: ShownRow | null, signal?: AbortSignal): Promise<void> => {
    setBusy(true);
    try {
      const from = after === null ? undefined : JSON.stringify(after);
      const parameters = { model: model.name, ...asked, after: from };
      const page = await readApi<RowsView>('rows', parameters, signal);
      setFound({ ...page, rows: after === null ? page.rows : [...found.rows, ...page.rows] });
      setError(undefined);
    } catch (failure) {
      if (signal?.aborted === true) return;
      setError(failure instanceof Error ? failure.message : String(failure));
      setFound({ rows: [], next: null });
    }
    setBusy(false);
  };
  useEffect(() => {
    const aborting = new AbortController();
    void read(null, aborting.signal);
    return () => aborting.abort();
  }, [asked.index, asked.where, asked.order]);
  const { rows, next } = found;
  return { rows, error, isBusy, hasMore: next !== null, more: () => void read(next) };
}
