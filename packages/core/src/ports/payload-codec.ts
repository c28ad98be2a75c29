import type { EventData, EventEnvelope } from '../events/envelope.js';
import type { DeadLetterReason } from '../messaging/dead-letter.js';
import type { DeliveredMessage, MessageHeaders } from '../messaging/message.js';
import type { Preparation } from './preparation.js';

/** How the bodies of a topic are written. Every other format than `json` needs a schema registry. */
export type BodyFormat = 'json' | 'avro' | 'json-schema' | 'protobuf';

/** The type and the data of an event, or why a body has none. */
export type ReadPayload =
  | {
      readonly ok: true;
      readonly type: string;
      readonly data: EventData;
      /** See {@link IngestItem.json}. */
      readonly json?: string;
    }
  | { readonly ok: false; readonly reason: DeadLetterReason; readonly detail: string };

/** A body, and the headers that its reader needs. */
export interface WrittenPayload {
  readonly value: string | Uint8Array;
  readonly headers: MessageHeaders;
}

/**
 * Writes and reads the bodies of messages. A body carries the data of an event; its type is in the body or in the header
 * `ce_type`, and all other metadata is in headers.
 *
 * I/O, such as a request to a schema registry, happens in `reading` and `writing` only. `read` and `write` do none: they
 * use what was prepared, so a batch that needs nothing new waits for nothing.
 */
export interface PayloadCodec {
  /**
   * Loads what `read` needs. A failure that may pass, and every failure that is not proven to be a message's own, rejects
   * with a PortError: its batch is redelivered and nothing is parked. What is proven wrong for good, such as a schema that does
   * not exist, is kept for `read` to report.
   */
  readonly reading: Preparation<DeliveredMessage>;

  /** Loads what `write` needs. Rejects with a PortError: not retryable if a schema is not registered, or is incompatible. */
  readonly writing: Preparation<EventEnvelope>;

  /**
   * Reads the body of a message from any producer. The data that `write` was given comes back with all its fields and values.
   * A body that can never be read is reported, never thrown: the message is then parked with its bytes.
   *
   * @throws PortError, retryable, if `reading` has not loaded what the message needs.
   */
  read(message: DeliveredMessage): ReadPayload;

  /**
   * Writes the data of an event in its own schema version. Deterministic.
   *
   * @throws PortError, retryable, if `writing` has not loaded what the event needs.
   * @throws ValidationError if the data does not fit the schema of the body.
   */
  write(event: EventEnvelope): WrittenPayload;
}
