import { useState } from 'preact/hooks';
import type { ModelView } from '../../src/views/model-view.js';
import { setQuery } from '../state/location.js';

interface RowFilterProps {
  readonly model: ModelView;
  readonly index: number;
  /** Values of the first columns of the index, as JSON. */
  readonly where: string;
  readonly order: string;
}

/** Chooses an index, its order, and values of its first columns. */
export function RowFilter({ model, index, where, order }: RowFilterProps) {
  const columns = model.indexes[index] ?? model.key;
  return (
    <div class="search">
      <label class="narrow">
        <span>Order by</span>
        <select
          value={String(index)}
          onChange={(event) => setQuery({ index: event.currentTarget.value, where: '' })}
        >
          {model.indexes.map((each, nth) => (
            <option key={each.join()} value={String(nth)}>
              {each.join(', ')}
            </option>
          ))}
        </select>
      </label>
      <label class="narrow">
        <span>Direction</span>
        <select value={order} onChange={(event) => setQuery({ order: event.currentTarget.value })}>
          <option value="ascending">ascending</option>
          <option value="descending">descending</option>
        </select>
      </label>
      <ValueFields key={`${String(index)} ${where}`} columns={columns} where={where} />
    </div>
  );
}

interface ValueFieldsProps {
  readonly columns: readonly string[];
  readonly where: string;
}

/** An index can only be entered from its first column on. */
function ValueFields({ columns, where }: ValueFieldsProps) {
  const [values, setValues] = useState(() => valuesIn(where));
  const submit = (event: Event): void => {
    event.preventDefault();
    const given: [string, string][] = [];
    for (const column of columns) {
      const value = values[column] ?? '';
      if (value === '') break;
      given.push([column, value]);
    }
    setQuery({ where: given.length === 0 ? '' : JSON.stringify(Object.fromEntries(given)) });
  };
  return (
    <form class="search" onSubmit={submit}>
      {columns.map((column) => (
        <label key={column} class="narrow">
          <span>{column} is</span>
          <input
            value={values[column] ?? ''}
            spellcheck={false}
            onInput={(event) => setValues({ ...values, [column]: event.currentTarget.value })}
          />
        </label>
      ))}
      <button>Find</button>
    </form>
  );
}

function valuesIn(where: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(where) as Record<string, string>;
  } catch {
    return {};
  }
}
