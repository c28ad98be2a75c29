import { useEffect, useState } from 'preact/hooks';
import type { StreamListView, StreamSummaryView } from '../../src/views/stream-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { DataTable, type Column } from '../components/data-table.jsx';
import { StreamLink } from '../components/stream-link.jsx';
import { Time } from '../components/time.jsx';
import { count } from '../format/numbers.js';
import { readApi } from '../state/api.js';
import { goTo, place, setQuery } from '../state/location.js';
import { pageInfo } from '../state/page-info.js';
import { useStore } from '../state/store.js';

const columns: readonly Column<StreamSummaryView>[] = [
  { head: 'Stream', cell: ({ streamId }) => <StreamLink streamId={streamId} /> },
  { head: 'Events', cell: ({ version }) => count(version), isNumber: true },
  { head: 'Last recorded', cell: ({ recordedAt }) => <Time at={recordedAt} /> },
];

/** The newest streams, or those whose ids start with what is searched for. */
export function StreamList() {
  const { prefix = '' } = useStore(place).query;
  const { streams, event, error, hasMore, isBusy, more } = useStreams(prefix);
  return (
    <>
      <StreamSearch prefix={prefix} />
      {error !== undefined && <Failure>{error}</Failure>}
      {event !== null && (
        <p>
          The event with this id is {event.type}, version {count(event.version)} of{' '}
          <StreamLink streamId={event.streamId} version={event.version} />.
        </p>
      )}
      <Card title={prefix === '' ? 'Streams of the newest events' : `Streams from ${prefix}`}>
        {streams.length === 0 ? (
          <Empty>{emptyText(prefix, isBusy)}</Empty>
        ) : (
          <DataTable
            label="Streams"
            columns={columns}
            items={streams}
            keyOf={({ streamId }) => streamId}
          />
        )}
        {hasMore && (
          <p class="card-end">
            <button type="button" onClick={more} disabled={isBusy}>
              Show more
            </button>
          </p>
        )}
      </Card>
    </>
  );
}

function emptyText(prefix: string, isBusy: boolean): string {
  if (isBusy) return 'Reading…';
  return prefix === '' ? 'The log is empty.' : 'No id of a stream starts with this.';
}

function StreamSearch({ prefix }: { readonly prefix: string }) {
  const deciders = useStore(pageInfo)?.deciders ?? [];
  const open = (event: Event): void => {
    event.preventDefault();
    if (prefix !== '') goTo(['streams', prefix]);
  };
  return (
    <form class="search" role="search" onSubmit={open}>
      <label>
        <span>Id of a stream or its beginning, or id of an event</span>
        <input
          type="search"
          value={prefix}
          spellcheck={false}
          onInput={(event) => setQuery({ prefix: event.currentTarget.value })}
        />
      </label>
      <button disabled={prefix === ''}>Open this stream</button>
      <div class="chips" role="group" aria-label="Deciders">
        {deciders.map(({ name, streamPrefix }) => (
          <button
            key={name}
            type="button"
            aria-pressed={prefix === streamPrefix}
            onClick={() => setQuery({ prefix: prefix === streamPrefix ? '' : streamPrefix })}
          >
            {name}
          </button>
        ))}
      </div>
    </form>
  );
}

const pauseMs = 200;
const nothing: StreamListView = { streams: [], next: null, event: null };

function useStreams(prefix: string) {
  const [found, setFound] = useState<StreamListView>(nothing);
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(true);
  const read = async (after: string | null, signal?: AbortSignal): Promise<void> => {
    setBusy(true);
    try {
      const page = await readPage(prefix, after, signal);
      if (signal?.aborted === true) return;
      const before = after === null ? [] : found.streams;
      const event = after === null ? page.event : found.event;
      setFound({ event, streams: [...before, ...page.streams], next: page.next });
      setError(undefined);
    } catch (failure) {
      if (signal?.aborted !== true) setError(failure instanceof Error ? failure.message : 'failed');
    } finally {
      if (signal?.aborted !== true) setBusy(false);
    }
  };
  useEffect(() => {
    const aborting = new AbortController();
    const timer = window.setTimeout(() => void read(null, aborting.signal), pauseMs);
    return () => {
      window.clearTimeout(timer);
      aborting.abort();
    };
  }, [prefix]);
  const { streams, next, event } = found;
  return { streams, event, error, isBusy, hasMore: next !== null, more: () => void read(next) };
}

function readPage(
  prefix: string,
  after: string | null,
  signal: AbortSignal | undefined,
): Promise<StreamListView> {
  if (prefix === '' && after === null) {
    return readApi<StreamListView>('streams/newest', {}, signal);
  }
  return readApi<StreamListView>('streams', { prefix, after: after ?? undefined }, signal);
}
