import { seriesOf } from '../../src/observe/series-of.js';
import type { ActionView } from '../../src/views/actions-view.js';
import type {
  HistoryView,
  OverviewSample,
  OverviewView,
  TickerEvent,
} from '../../src/views/overview-view.js';
import { apiUrl, readApi } from './api.js';
import { withPoint } from '../../src/shown/course.js';
import { Store } from './store.js';

/** What the server says about the system, as it changes. */
export interface LiveState {
  readonly sample: OverviewSample | null;
  /** The newest events, oldest first. */
  readonly events: readonly TickerEvent[];
  readonly history: HistoryView;
  readonly minutes: number;
}

export type Connection = 'connecting' | 'open' | 'lost';

const mostEvents = 100;
const retryMs = 2_000;
const coarseRefreshMs = 10_000;

export const live = new Store<LiveState | undefined>(undefined);
export const connection = new Store<Connection>('connecting');
/** Messages of other kinds: progress of a rebuild, or a recorded action. */
export const notices = new Store<{ readonly kind: string; readonly data: unknown } | undefined>(
  undefined,
);
export const actions = new Store<readonly ActionView[]>([]);

let source: EventSource | undefined;
let refreshedAt = 0;
let minutes = 15;

/** Opens the stream, or opens it again with another range. */
export async function follow(range: number): Promise<void> {
  minutes = range;
  await restart();
}

async function restart(): Promise<void> {
  source?.close();
  source = undefined;
  try {
    const start = await readApi<OverviewView>('overview', { minutes });
    actions.set(await readApi<readonly ActionView[]>('actions'));
    live.set({ ...start, minutes });
    refreshedAt = Date.now();
    listen(start.lastId);
  } catch {
    connection.set('lost');
    window.setTimeout(() => void restart(), retryMs);
  }
}

/** The browser reconnects by itself and names the last message that it has seen. */
function listen(after: string): void {
  const opened = new EventSource(apiUrl('live', { after }));
  source = opened;
  opened.onopen = () => connection.set('open');
  opened.onerror = () => {
    if (source !== opened) return;
    connection.set('lost');
    if (opened.readyState === EventSource.CLOSED) {
      window.setTimeout(() => void restart(), retryMs);
    }
  };
  opened.addEventListener('sample', ({ data }: MessageEvent<string>) => {
    take(JSON.parse(data) as OverviewSample);
  });
  opened.addEventListener('action', ({ data }: MessageEvent<string>) => {
    actions.set([JSON.parse(data) as ActionView, ...actions.value].slice(0, mostEvents));
  });
  opened.addEventListener('rebuild', ({ data }: MessageEvent<string>) => {
    notices.set({ kind: 'rebuild', data: JSON.parse(data) as unknown });
  });
  opened.addEventListener('reload', () => void restart());
}

function take(sample: OverviewSample): void {
  const state = live.value;
  if (state === undefined) return;
  const rangeMs = minutes * 60_000;
  const isFine = state.history.stepMs <= 5_000;
  live.set({
    ...state,
    sample,
    events: [...state.events, ...sample.events].slice(-mostEvents),
    history: isFine
      ? withPoint(state.history, sample.atMs, seriesOf(sample), rangeMs)
      : state.history,
  });
  if (!isFine && Date.now() - refreshedAt > coarseRefreshMs) void refreshHistory();
}

async function refreshHistory(): Promise<void> {
  refreshedAt = Date.now();
  const fresh = await readApi<OverviewView>('overview', { minutes }).catch(() => undefined);
  const state = live.value;
  if (fresh !== undefined && state !== undefined) live.set({ ...state, history: fresh.history });
}
