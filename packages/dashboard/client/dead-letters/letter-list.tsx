import { useState } from 'preact/hooks';
import type { LetterListView } from '../../src/views/letter-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { DataTable } from '../components/data-table.jsx';
import { count } from '../format/numbers.js';
import { readApi } from '../state/api.js';
import { live } from '../state/live.js';
import { place } from '../state/location.js';
import { useStore } from '../state/store.js';
import { usePages } from '../state/use-pages.js';
import { BulkActions } from './bulk-actions.jsx';
import { letterColumns } from './letter-columns.jsx';
import { LetterFilter } from './letter-filter.jsx';
import { filterIn } from './letter-filter-query.js';

/** The dead letters that match the filter in the address. */
export function LetterList() {
  const { query } = useStore(place);
  const waiting = useStore(live)?.sample?.waitingLetters ?? 0;
  const [changes, setChanges] = useState(0);
  const { status = 'waiting' } = query;
  const filter = filterIn(query);
  const key = JSON.stringify([filter, status, waiting, changes]);
  const { pages, error, isBusy, hasMore, more } = usePages(key, (after, signal) =>
    readApi<LetterListView>('dead-letters', { ...filter, status, after }, signal),
  );
  const last = pages.at(-1);
  const letters = pages.flatMap((page) => page.letters);
  const total = last?.total ?? 0;
  return (
    <>
      <LetterFilter filter={filter} status={status} waiting={last?.waiting ?? {}} />
      {error !== undefined && <Failure>{error}</Failure>}
      <Card title="Dead letters" aside={last === undefined ? undefined : `${count(total)} match`}>
        {letters.length === 0 ? (
          <Empty>{emptyText(isBusy, last)}</Empty>
        ) : (
          <DataTable
            label="Dead letters"
            columns={letterColumns}
            items={letters}
            keyOf={({ id }) => id}
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
      {status === 'waiting' && total > 0 && (
        <BulkActions
          key={JSON.stringify(filter)}
          filter={filter}
          total={total}
          onChange={() => setChanges(changes + 1)}
        />
      )}
    </>
  );
}

function emptyText(isBusy: boolean, last: LetterListView | undefined): string {
  if (last === undefined) return isBusy ? 'Reading…' : 'Nothing could be read.';
  return Object.keys(last.waiting).length === 0
    ? 'No message waits here: every one could be processed, or was settled.'
    : 'No letter matches.';
}
