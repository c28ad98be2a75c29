import { place, setQuery } from '../state/location.js';
import { rangeOf, ranges } from '../state/ranges.js';
import { useStore } from '../state/store.js';

/** How far back the charts reach. */
export function RangeChoice() {
  const chosen = rangeOf(useStore(place).query['minutes']);
  return (
    <div class="choice" role="group" aria-label="Range of the charts">
      {ranges.map(({ minutes, title }) => (
        <button
          key={minutes}
          type="button"
          aria-pressed={minutes === chosen}
          onClick={() =>
            setQuery({ minutes: minutes === ranges[0].minutes ? '' : String(minutes) })
          }
        >
          {title}
        </button>
      ))}
    </div>
  );
}
