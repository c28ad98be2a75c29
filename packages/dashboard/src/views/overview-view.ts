import type { CacheFigures, PanelFigures } from '@foldmart/composition';

/** Milliseconds from an event's time until it was recorded. */
export interface LatencyView {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export interface MemberView {
  readonly name: string;
  readonly host: string | null;
  /** `orders[0,2]`; empty if it stands by. */
  readonly holds: readonly string[];
}

/** A consumer group, its lag and its pace. */
export interface GroupView {
  readonly group: string;
  readonly topics: readonly string[];
  readonly state: string;
  readonly members: readonly MemberView[];
  readonly lag: number;
  readonly consumedPerSecond: number | null;
  readonly producedPerSecond: number | null;
  /** Null if the lag does not shrink, or if that is not known. */
  readonly catchUpSeconds: number | null;
  readonly latency: LatencyView | null;
}

export interface ProjectionView {
  readonly name: string;
  readonly mode: 'inline' | 'async';
  readonly models: readonly string[];
  readonly condition: 'current' | 'behind' | 'outdated' | 'newer' | 'new' | 'parked';
  readonly behind: number;
  readonly movedAt: string | null;
  readonly leader: LeaderView | null;
  /** Why it is parked. */
  readonly parked: string | null;
  /** Events that a rebuild under way has read. */
  readonly rebuild: { readonly events: number } | null;
}

export interface LeaderView {
  readonly holder: string;
  readonly isValid: boolean;
}

/** A lease that is no projection's. */
export interface LeaseView extends LeaderView {
  readonly name: string;
  readonly renewedAt: string;
}

/** Whether a service answers. */
export interface ServiceView {
  readonly name: 'queue' | 'cache' | 'database';
  readonly type: string;
  readonly isUp: boolean;
  /** Why it does not answer. */
  readonly trouble: string | null;
}

/** An event as the ticker shows it. */
export interface TickerEvent {
  readonly id: string;
  readonly type: string;
  readonly streamId: string;
  readonly version: number;
  readonly recordedAt: string;
  readonly origin: string;
  /** The data as JSON, cut to one short line. */
  readonly summary: string;
}

export interface PanelView {
  readonly name: string;
  readonly title: string;
  readonly figures: PanelFigures | null;
  readonly trouble: string | null;
}

/** The whole system at one moment. A part is null if the settings leave it out, or before it was read. */
export interface OverviewSample {
  readonly atMs: number;
  readonly services: readonly ServiceView[];
  readonly appendedPerSecond: number | null;
  readonly groups: readonly GroupView[] | null;
  readonly cache: CacheFigures | null;
  /** Dead letters that wait for an operator. */
  readonly waitingLetters: number | null;
  readonly projections: readonly ProjectionView[] | null;
  readonly leases: readonly LeaseView[];
  /** The transaction that hides the newest events. */
  readonly blocker: string | null;
  readonly panels: readonly PanelView[];
  /** What was recorded since the last sample, oldest first; the newest ones if there are many. */
  readonly events: readonly TickerEvent[];
}

/** Values of a series, one for each time; null if it was not known. */
export type SeriesValues = readonly (number | null)[];

/** The course of all series. */
export interface HistoryView {
  readonly stepMs: number;
  readonly times: readonly number[];
  readonly series: Readonly<Record<string, SeriesValues>>;
}

/** What a page starts with. */
export interface OverviewView {
  readonly sample: OverviewSample | null;
  readonly events: readonly TickerEvent[];
  readonly history: HistoryView;
  /** The id of the last message of the stream that this contains. */
  readonly lastId: string;
}
