import { useState } from 'preact/hooks';
import type { LetterListView } from '../../src/views/letter-view.js';
import { TextField } from '../components/text-field.jsx';
import { count } from '../format/numbers.js';
import { setQuery } from '../state/location.js';
import type { LetterFilterValues } from './letter-filter-query.js';

interface LetterFilterProps {
  readonly filter: LetterFilterValues;
  readonly status: string;
  readonly waiting: LetterListView['waiting'];
}

/** Chooses letters: by reason at a click, by group, topic and key as text. */
export function LetterFilter({ filter, status, waiting }: LetterFilterProps) {
  return (
    <>
      <ReasonChips reason={filter.reason ?? ''} waiting={waiting} />
      <FilterFields key={JSON.stringify(filter)} filter={filter} status={status} />
    </>
  );
}

function ReasonChips({
  reason,
  waiting,
}: {
  readonly reason: string;
  readonly waiting: LetterListView['waiting'];
}) {
  const reasons = [...new Set([...Object.keys(waiting), reason])].filter(Boolean);
  if (reasons.length === 0) return null;
  return (
    <div class="chips" role="group" aria-label="Reasons">
      {reasons.map((each) => (
        <button
          key={each}
          type="button"
          aria-pressed={each === reason}
          onClick={() => setQuery({ reason: each === reason ? '' : each })}
        >
          {each} <b>{count(waiting[each as keyof typeof waiting] ?? 0)}</b>
        </button>
      ))}
    </div>
  );
}

function FilterFields({
  filter,
  status,
}: {
  readonly filter: LetterFilterValues;
  readonly status: string;
}) {
  const [values, setValues] = useState(filter);
  const field = (name: 'group' | 'topic' | 'key', label: string, placeholder = '') => (
    <TextField
      label={label}
      value={values[name] ?? ''}
      placeholder={placeholder}
      onInput={(value) => setValues({ ...values, [name]: value })}
    />
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    const { group = '', topic = '', key = '' } = values;
    setQuery({ group: group.trim(), topic: topic.trim(), key });
  };
  return (
    <form class="search" role="search" onSubmit={submit}>
      {field('group', 'Group')}
      {field('topic', 'Topic')}
      {field('key', 'Key', 'text or hex:00ff')}
      <label class="narrow">
        <span>Status</span>
        <select
          value={status}
          onChange={(event) => setQuery({ status: event.currentTarget.value })}
        >
          {['waiting', 'replayed', 'discarded', 'any'].map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
      <button>Filter</button>
    </form>
  );
}
