import type { LogPosition } from './log-position.js';

/** Any JSON value. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The body of an event: a JSON object. Fields that the schema does not name are kept. */
export type EventData = Readonly<Record<string, unknown>>;

/** An event with its metadata, before a log has given it a position. */
export interface EventEnvelope<Type extends string = string, Data = EventData> {
  /** Globally unique. Derived from the event's identity if its producer sent no id. */
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  /** The version of the schema that `data` follows, from 1. */
  readonly schemaVersion: number;
  /** When the event happened, by its producer's account: RFC 3339 text. */
  readonly time: string;
  /**
   * Where the event entered this system: `bus:orders`, `seed`, `command`. The outbox uses it to
   * decide what to publish.
   */
  readonly origin: string;
  /** The stream that the event was decided for. Absent if only `data` names it. */
  readonly streamId?: string;
  /** The larger unit of work that this event belongs to: a request, a burst, an import. */
  readonly correlationId?: string;
  /** The id of the event or command that caused this one. */
  readonly causationId?: string;
  /** W3C Trace Context, `traceparent` as received. */
  readonly traceParent?: string;
}

export interface StoredEvent<Type extends string = string, Data = EventData> extends EventEnvelope<
  Type,
  Data
> {
  readonly streamId: string;
  /** The event's version within its stream, from 1, without gaps. */
  readonly streamVersion: number;
  /** The event's position in the whole log. */
  readonly position: LogPosition;
  /**
   * When the store recorded it, by the store's clock: RFC 3339 text in UTC with microseconds. It
   * does not define the order of the log.
   */
  readonly recordedAt: string;
}
