import type { EventEnvelope } from '../events/envelope.js';
import type { ConsumedRange, ConsumptionGap } from '../messaging/consumed-position.js';
import type { MessageSource, NewDeadLetter } from '../messaging/dead-letter.js';
import type { ParkingPolicy } from '../messaging/held-keys.js';

/** An event decided elsewhere, to be recorded here. */
export interface IngestItem {
  readonly streamId: string;
  /** True for an event that starts its stream: it is version 1, or a duplicate, or a conflict. */
  readonly startsStream: boolean;
  readonly event: EventEnvelope;
  /**
   * The JSON text of the event's data, on one line and without escapes, if its sender wrote it so. It has the value of
   * `event.data`, which a store may write by it.
   */
  readonly json?: string;
  /** The message that carried it. With a source, a conflict or a refusal is parked as a dead letter. */
  readonly source?: MessageSource;
}

/** The events of one delivery, and its messages that are not events. */
export interface IngestBatch {
  readonly items: readonly IngestItem[];
  readonly deadLetters?: readonly NewDeadLetter[];
  /** What the group has consumed once this batch is recorded. */
  readonly consumed?: ConsumedRange;
  /**
   * Default `skip-message`. With `park-key`, all its messages are of one group and topic, and its items are in the order
   * of their partition.
   */
  readonly parking?: ParkingPolicy;
}

/**
 * The outcome of an item.
 *
 * - `appended`: it is in the log now, and was not before
 * - `duplicate`: the same event was there: same id, or same place in a started stream, and same body (as JSON: numbers by value, fields in any order)
 * - `conflict`: another event was there; that one is kept and this one dropped
 * - `refused`: the store can never hold it (see `EventStore.ingest`)
 * - `held`: it is parked behind an earlier message of its key, or was parked there before
 */
export type IngestOutcome = 'appended' | 'duplicate' | 'conflict' | 'refused' | 'held';

/** The outcomes, one for each item, in the order of the items. */
export interface IngestReport {
  readonly outcomes: readonly IngestOutcome[];
  /** With `consumed`: the gap of the group in that partition that is open now; absent if there is none. */
  readonly gap?: ConsumptionGap;
}
