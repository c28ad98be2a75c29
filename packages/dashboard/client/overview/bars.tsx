import { Empty } from '../components/card.jsx';
import { count, short } from '../format/numbers.js';

interface BarsProps {
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  readonly unit?: string | undefined;
}

/** Values to compare with each other. */
export function Bars({ bars, unit = '' }: BarsProps) {
  if (bars.length === 0) return <Empty>There is nothing to compare yet.</Empty>;
  const most = Math.max(...bars.map(({ value }) => value), 1);
  return (
    <ul class="bars">
      {bars.map(({ label, value }) => (
        <li key={label}>
          <span class="bar-label">{label}</span>
          <span class="bar-track" aria-hidden="true">
            <span class="bar-fill" style={{ width: `${String((100 * value) / most)}%` }} />
          </span>
          <span class="bar-value">
            {short(value)} {unit}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface LevelsProps {
  readonly levels: readonly {
    readonly label: string;
    readonly value: number;
    readonly of: number;
    readonly note?: string;
  }[];
}

/** What is left of several wholes. */
export function Levels({ levels }: LevelsProps) {
  if (levels.length === 0) return <Empty>There is none yet.</Empty>;
  return (
    <ul class="bars">
      {levels.map(({ label, value, of, note }) => (
        <li key={label}>
          <span class="bar-label">
            {label}
            {note !== undefined && <small> {note}</small>}
          </span>
          <span class="bar-track" aria-hidden="true">
            <span
              class="bar-fill"
              style={{ width: `${String(of === 0 ? 0 : (100 * value) / of)}%` }}
            />
          </span>
          <span class="bar-value">
            {count(value)} of {count(of)}
          </span>
        </li>
      ))}
    </ul>
  );
}
