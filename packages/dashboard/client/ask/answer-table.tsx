import type { AnswerView } from '../../src/views/answer-view.js';
import { Time } from '../components/time.jsx';

const longest = 200;

/** The rows of an answer. Columns may share a name, so they are told apart by their place. */
export function AnswerTable({ answer: { columns, rows } }: { readonly answer: AnswerView }) {
  return (
    <div class="table-box answer" tabIndex={0} role="group" aria-label="Rows">
      <table>
        <thead>
          <tr>
            {columns.map(({ name, kind }, nth) => (
              <th key={nth} scope="col" class={kind === 'number' ? 'number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, nth) => (
            <tr key={nth}>
              {columns.map(({ kind }, place) => (
                <td key={place} class={kind === 'number' ? 'number' : undefined}>
                  <Cell text={row[place] ?? null} isTime={kind === 'time'} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ text, isTime }: { readonly text: string | null; readonly isTime: boolean }) {
  if (text === null) return <i class="quiet">null</i>;
  if (isTime && text.endsWith('Z')) return <Time at={text} />;
  if (text.length <= longest) return <>{text}</>;
  return <span title={text.slice(0, 2_000)}>{`${text.slice(0, longest - 1)}…`}</span>;
}
