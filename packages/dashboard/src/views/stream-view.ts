import type { ShownJson } from '../shown/shown-value.js';

/** A stream in a list. */
export interface StreamSummaryView {
  readonly streamId: string;
  readonly version: number;
  readonly recordedAt: string;
}

export interface StreamListView {
  readonly streams: readonly StreamSummaryView[];
  /** Where to read on; null at the end. */
  readonly next: string | null;
  /** The event whose id is the text that was searched for; null if there is none. */
  readonly event: EventPlaceView | null;
}

/** Where an event is. */
export interface EventPlaceView {
  readonly type: string;
  readonly streamId: string;
  readonly version: number;
}

/** An event with its metadata. */
export interface EventView {
  readonly id: string;
  readonly type: string;
  readonly streamId: string;
  readonly version: number;
  readonly schemaVersion: number;
  readonly time: string;
  readonly recordedAt: string;
  readonly position: string;
  readonly origin: string;
  readonly correlationId: string | null;
  readonly causationId: string | null;
  readonly traceParent: string | null;
  readonly data: ShownJson;
}

/** An event of a stream, and the state after it. */
export interface StreamStepView {
  readonly event: EventView;
  readonly state: ShownJson;
  /** Why there is no state. */
  readonly fault: string | null;
}

/** A part of a stream. */
export interface StreamPartView {
  readonly streamId: string;
  readonly version: number;
  readonly decider: string | null;
  readonly hasState: boolean;
  /** The version of the first step. */
  readonly from: number;
  readonly before: ShownJson;
  readonly steps: readonly StreamStepView[];
}

/** What belongs together with an event. */
export interface RelatedView {
  readonly events: readonly EventView[];
  readonly searched: number;
  readonly isPartial: boolean;
}
