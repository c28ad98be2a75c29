import { chartOf } from '../../src/shown/answer-chart.js';
import type { AnswerView } from '../../src/views/answer-view.js';
import { Card, Empty } from '../components/card.jsx';
import { Chart } from '../components/chart.jsx';
import { count, duration, short } from '../format/numbers.js';
import { AnswerTable } from './answer-table.jsx';
import { saveCsv } from './save-csv.js';

/** The answer: a chart if it has times and numbers, and a table. */
export function AnswerCards({ answer }: { readonly answer: AnswerView }) {
  const { rows, isCut, tookMs } = answer;
  const chart = chartOf(answer);
  const rowsText = `${isCut ? 'the first ' : ''}${count(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`;
  return (
    <>
      {chart !== undefined && (
        <Chart
          title="Over time"
          times={chart.times}
          lines={chart.lines.map((line) => ({ ...line, spansGaps: true }))}
          format={short}
          height={200}
          empty="There is nothing to draw."
        />
      )}
      <Card
        title="Answer"
        aside={
          <span class="buttons">
            <span role="status">
              {rowsText} in {duration(tookMs)}
            </span>
            <button type="button" disabled={rows.length === 0} onClick={() => saveCsv(answer)}>
              Save as CSV
            </button>
          </span>
        }
      >
        {rows.length === 0 ? (
          <Empty>There are no such rows.</Empty>
        ) : (
          <AnswerTable answer={answer} />
        )}
      </Card>
    </>
  );
}
