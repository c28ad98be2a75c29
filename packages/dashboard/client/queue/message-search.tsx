import { useState } from 'preact/hooks';
import type { MessagesView } from '../../src/views/queue-view.js';
import { Card, Empty, Failure } from '../components/card.jsx';
import { TextField, type FieldType } from '../components/text-field.jsx';
import { count } from '../format/numbers.js';
import { instantOf, localTime } from '../format/local-time.js';
import { readApi } from '../state/api.js';
import { place, setQuery } from '../state/location.js';
import { useStore } from '../state/store.js';
import { usePages } from '../state/use-pages.js';
import { MessageRow } from './message-row.jsx';

interface MessageSearchProps {
  readonly topic: string;
  /** Changes when there are new messages to show. */
  readonly turn: number;
}

const conditions = ['key', 'where', 'text', 'partition', 'since', 'until'] as const;

type Conditions = Readonly<Partial<Record<(typeof conditions)[number], string>>>;

/** Searches a topic from its end backwards. */
export function MessageSearch({ topic, turn }: MessageSearchProps) {
  const { query } = useStore(place);
  const asked = askedIn(query);
  const [refresh, setRefresh] = useState(0);
  const key = JSON.stringify([topic, asked, turn, refresh]);
  const { pages, error, isBusy, hasMore, more } = usePages(key, (before, signal) =>
    readApi<MessagesView>('messages', { topic, ...asked, before }, signal),
  );
  const messages = unique(pages.flatMap((page) => page.messages));
  const read = pages.reduce((sum, page) => sum + page.read, 0);
  return (
    <>
      <SearchForm
        key={JSON.stringify(asked)}
        asked={asked}
        onSame={() => setRefresh(refresh + 1)}
      />
      {error !== undefined && <Failure>{error}</Failure>}
      <Card title={`Messages of ${topic}`} aside={`${count(read)} read, the newest first`}>
        {messages.length === 0 ? (
          <Empty>{emptyText(isBusy, hasMore)}</Empty>
        ) : (
          <ol class="messages">
            {messages.map((message) => (
              <MessageRow key={placeOf(message)} message={message} />
            ))}
          </ol>
        )}
        {hasMore && (
          <p class="card-end">
            <button type="button" disabled={isBusy} onClick={more}>
              Search older messages
            </button>
          </p>
        )}
      </Card>
    </>
  );
}

function emptyText(isBusy: boolean, hasMore: boolean): string {
  if (isBusy) return 'Searching…';
  return hasMore ? 'Nothing was found so far.' : 'There are no such messages.';
}

interface SearchFormProps {
  readonly asked: Conditions;
  /** The same search again. */
  readonly onSame: () => void;
}

function SearchForm({ asked, onSame }: SearchFormProps) {
  const [values, setValues] = useState<Conditions>({
    ...asked,
    since: localTime(asked.since),
    until: localTime(asked.until),
  });
  const field = (
    name: keyof Conditions,
    label: string,
    placeholder = '',
    type: FieldType = 'text',
  ) => (
    <TextField
      label={label}
      type={type}
      value={values[name] ?? ''}
      placeholder={placeholder}
      onInput={(value) => setValues({ ...values, [name]: value })}
    />
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    const next = Object.fromEntries(conditions.map((name) => [name, values[name] ?? '']));
    const wanted = { ...next, since: instantOf(values.since), until: instantOf(values.until) };
    if (JSON.stringify(askedIn(wanted)) === JSON.stringify(asked)) onSame();
    else setQuery(wanted);
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      {field('text', 'Text', 'anywhere in it')}
      {field('key', 'Key is')}
      {field('where', 'Field is', 'data.user_id=u_12')}
      {field('since', 'Since', '', 'datetime-local')}
      {field('until', 'Until', '', 'datetime-local')}
      {field('partition', 'Partition', 'all', 'number')}
      <button class="main-button">Search</button>
    </form>
  );
}

function askedIn(query: Readonly<Record<string, string>>): Conditions {
  return Object.fromEntries(
    conditions.flatMap((name) => {
      const value = query[name] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}

type Message = MessagesView['messages'][number];

/** Two parts of a search may have a message in common. */
function unique(messages: readonly Message[]): readonly Message[] {
  return [...new Map(messages.map((message) => [placeOf(message), message])).values()];
}

function placeOf({ partition, offset }: Message): string {
  return `${String(partition)} ${offset}`;
}
