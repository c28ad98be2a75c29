import type { RowHistoryView } from '../../src/views/model-view.js';
import { Badge } from '../components/badge.jsx';
import { Card, Empty } from '../components/card.jsx';
import { RowValue } from './row-value.jsx';

/** Whether a fold of the log agrees with the stored row. */
export function RowVerdict({ history }: { readonly history: RowHistoryView }) {
  const { differing, lagging, stored, folded } = history;
  const isBehind = lagging.length > 0;
  if (differing.length === 0) {
    return (
      <Card title="Is it what the log says?" aside={<Badge tone="good">yes</Badge>}>
        <Empty>
          A fold of the log up to this moment gives{' '}
          {stored === null ? 'no row, too.' : 'this very row.'}
          {isBehind && ` ${lagging.join(', ')} has still to read newer events.`}
        </Empty>
      </Card>
    );
  }
  const verdict = isBehind ? <Badge tone="warning">not yet</Badge> : <Badge tone="bad">no</Badge>;
  return (
    <Card title="Is it what the log says?" aside={verdict}>
      <p class="empty">
        {isBehind
          ? `${lagging.join(', ')} has still to read newer events; open the row again later.`
          : 'The stored row differs from a fold of the log: rebuild its projections.'}
      </p>
      <div class="table-box" tabIndex={0} role="group" aria-label="Differences">
        <table class="changes">
          <thead>
            <tr>
              <th scope="col">Column</th>
              <th scope="col">Stored</th>
              <th scope="col">Folded</th>
            </tr>
          </thead>
          <tbody>
            {differing.map((column) => (
              <tr key={column}>
                <th scope="row">{column}</th>
                <td>
                  <RowValue value={stored?.[column] ?? null} />
                </td>
                <td>
                  <RowValue value={folded?.[column] ?? null} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
