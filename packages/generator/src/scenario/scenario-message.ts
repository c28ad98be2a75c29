import type { DeadLetterReason, EventEnvelope, OutgoingMessage } from '@foldmart/core';
import type { Fault } from './faults.js';

/** A message of a scenario, in the order of sending. */
export interface ScenarioMessage {
  /** When it is sent, in whole milliseconds from the start. */
  readonly atMs: number;
  /** The place of its stage, from 0. */
  readonly stage: number;
  readonly topic: string;
  readonly message: OutgoingMessage & { readonly key: string };
  /** What its sender meant. */
  readonly event: EventEnvelope;
  readonly streamId: string;
  /** What goes wrong with it; a `lost` message must not be sent. */
  readonly fault: Fault | undefined;
  /** Whether it repeats a message that was sent before. */
  readonly isCopy: boolean;
  /** Why no consumer can use it, if it is `invalid`. */
  readonly reason: DeadLetterReason | undefined;
  /** Whether it is known that its stream gets no further message. */
  readonly isLast: boolean;
}
