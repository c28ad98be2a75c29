import type { RowHistoryView, RowTouchView, ShownRow } from '../../src/views/model-view.js';
import { Badge } from '../components/badge.jsx';
import { Card, Empty } from '../components/card.jsx';
import { StreamLink } from '../components/stream-link.jsx';
import { Time } from '../components/time.jsx';
import { changesBetween } from '../../src/shown/changes.js';
import { count } from '../format/numbers.js';
import { RowValue } from './row-value.jsx';

/** The events that made a row, the newest first, and what each has changed in it. */
export function RowTouches({
  history: { touches, touchCount },
}: {
  readonly history: RowHistoryView;
}) {
  const before = new Map(touches.map((touch, nth) => [touch, touches[nth - 1]?.row]));
  const isCut = touchCount > touches.length;
  const shown = isCut
    ? `the last ${count(touches.length)} of ${count(touchCount)}`
    : count(touchCount);
  return (
    <Card title="Events that made this row" aside={shown}>
      {touches.length === 0 ? (
        <Empty>No event of the log touches this row.</Empty>
      ) : (
        <ol class="touches">
          {touches.toReversed().map((touch) => (
            <Touch
              key={`${touch.event.id} ${touch.projection ?? ''}`}
              touch={touch}
              before={before.get(touch) ?? null}
            />
          ))}
        </ol>
      )}
    </Card>
  );
}

interface TouchProps {
  readonly touch: RowTouchView;
  readonly before: ShownRow | null;
}

function Touch({ touch: { event, projection, changes, isPending, row }, before }: TouchProps) {
  return (
    <li>
      <p class="touch-head">
        <b>{event.type}</b> <StreamLink streamId={event.streamId} version={event.version} />
        <span class="quiet">
          <Time at={event.recordedAt} /> · {projection ?? 'derived'}: {changes.join(', ')}
        </span>
        {isPending && <Badge tone="warning">not read yet</Badge>}
      </p>
      {!isPending && <RowChanges before={before} after={row} />}
    </li>
  );
}

function RowChanges({
  before,
  after,
}: {
  readonly before: ShownRow | null;
  readonly after: ShownRow | null;
}) {
  if (after === null) return <p class="quiet">The row is deleted.</p>;
  const changes = changesBetween(before ?? {}, after).filter(
    ({ after: value }) => before !== null || value !== null,
  );
  if (changes.length === 0) return <p class="quiet">The row is as it was.</p>;
  return (
    <ul class="row-changes">
      {changes.map(({ path, before: old, after: next }) => (
        <li key={path.join('.')}>
          <span class="quiet">{path.join('.')}</span>{' '}
          {before !== null && old !== undefined && (
            <>
              <del>
                <RowValue value={old} />
              </del>{' '}
              →{' '}
            </>
          )}
          <ins>
            <RowValue value={next ?? null} />
          </ins>
        </li>
      ))}
    </ul>
  );
}
