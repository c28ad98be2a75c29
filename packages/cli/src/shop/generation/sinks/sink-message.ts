import type { EventEnvelope, OutgoingMessage } from '@foldmart/core';

/** A message as sinks take it. */
export interface SinkMessage {
  /** Milliseconds since the epoch. */
  readonly sentAtMs: number;
  readonly topic: string;
  readonly message: OutgoingMessage;
  /** The id of its event. */
  readonly eventId: string;
  /** Absent if no consumer can read the message as an event. */
  readonly event: EventEnvelope | undefined;
}

/** Takes messages in their order. */
export interface MessageSink {
  /** Resolves when the messages are written. Calls may overlap and keep their order. */
  write(messages: readonly SinkMessage[]): Promise<void>;
  /** Completes the output. */
  end(): Promise<void>;
}
