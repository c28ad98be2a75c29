import { jsonEqual } from '../../events/json-equal.js';
import type { LogPosition } from '../../events/log-position.js';
import type { AuditReader, AuditView } from '../../ports/audit-reader.js';
import type { Projection } from '../projection.js';
import type { ReadModel, Row } from '../read-model.js';
import { eventPages } from '../verify/read-ahead.js';
import { readSkippedEvents } from '../verify/skipped-events.js';
import { RowHistory, type RowHistoryOptions, type RowTouch } from './row-history.js';

/** Which row to explain, and how. */
export interface ExplainRowOptions extends Pick<
  RowHistoryOptions,
  'model' | 'key' | 'projections' | 'derived'
> {
  /** The largest number of touches to return; the newest are kept. Default 200. */
  readonly mostTouches?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly events: number; readonly total: number }) => void;
}

/** Why a row is as it is. */
export interface RowExplanation {
  /** The newest events that touch the row, in the order of the log. */
  readonly touches: readonly RowTouch[];
  /** How many there are, returned or not. */
  readonly touchCount: number;
  /** The row of the store; undefined if there is none. */
  readonly stored: Row | undefined;
  /** The row that a fold of the log gives; undefined if it gives none. */
  readonly folded: Row | undefined;
  /** Columns in which they differ. Operational columns are left out: no event writes them. */
  readonly differing: readonly string[];
  /**
   * Projections with events to read that are not in the row yet. While there are some, a difference need not last: what was
   * mirrored from another row depends on when that was.
   */
  readonly lagging: readonly string[];
}

const pageSize = 1_000;

/**
 * Folds the whole log into one row and compares it with the stored one, as of one moment. Other processes may write
 * meanwhile. Asynchronous projections are folded up to their checkpoints. Rejects with the signal's reason if it aborts.
 */
export function explainRow(
  { audit }: { readonly audit: AuditReader },
  options: ExplainRowOptions,
): Promise<RowExplanation> {
  return audit.audit((view) => explainIn(view, options));
}

async function explainIn(view: AuditView, options: ExplainRowOptions): Promise<RowExplanation> {
  const { model, key, projections, mostTouches = 200 } = options;
  const checkpoints = await readCheckpoints(view, projections);
  const wasSkipped = await readSkippedEvents(view);
  const history = new RowHistory({ ...options, checkpoints, wasSkipped });
  let touches: readonly RowTouch[] = [];
  let touchCount = 0;
  const last = await foldLog(
    view,
    options,
    (found) => {
      touchCount += found.length;
      touches = [...touches, ...found].slice(-mostTouches);
    },
    history,
  );
  const [stored] = await view.rows(model, [key]);
  return {
    touches,
    touchCount,
    stored,
    folded: history.row,
    differing: differingColumns(model, stored, history.row),
    lagging: [...checkpoints].flatMap(([name, position]) => (position === last ? [] : [name])),
  };
}

async function readCheckpoints(
  view: AuditView,
  projections: readonly Projection[],
): Promise<ReadonlyMap<string, LogPosition | undefined>> {
  const checkpoints = new Map<string, LogPosition | undefined>();
  for (const projection of projections) {
    if (projection.mode === 'inline') continue;
    checkpoints.set(projection.name, await view.checkpoint(projection));
  }
  return checkpoints;
}

/** Returns the position of the last event; undefined if the log is empty. */
async function foldLog(
  view: AuditView,
  { signal, onProgress }: ExplainRowOptions,
  onTouches: (touches: readonly RowTouch[]) => void,
  history: RowHistory,
): Promise<LogPosition | undefined> {
  const total = await view.count();
  let folded = 0;
  let last: LogPosition | undefined;
  signal?.throwIfAborted();
  for await (const events of eventPages(view, pageSize)) {
    const touches = events.flatMap((event) => history.take(event));
    if (touches.length > 0) onTouches(touches);
    folded += events.length;
    last = events.at(-1)?.position ?? last;
    onProgress?.({ events: folded, total });
    signal?.throwIfAborted();
  }
  return last;
}

function differingColumns(
  model: ReadModel,
  stored: Row | undefined,
  folded: Row | undefined,
): readonly string[] {
  if (stored === undefined && folded === undefined) return [];
  const columns = Object.keys(model.columns);
  if (stored === undefined || folded === undefined) return columns;
  return columns.filter((column) => !jsonEqual(stored[column] ?? null, folded[column] ?? null));
}
