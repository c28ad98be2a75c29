/** Any JSON value. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The body of an event: a JSON object. Fields that no schema names are kept. */
export type EventData = Readonly<Record<string, unknown>>;

/** An event with all it carries, before it has a place in a log. */
export interface EventEnvelope<Type extends string = string, Data = EventData> {
  /** Unique for good. Derived from the event's identity where its producer gave none. */
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  /** The version of the schema that `data` follows, from 1. */
  readonly schemaVersion: number;
  /** When it happened, as its producer says: RFC 3339 text. */
  readonly time: string;
  /** Where it entered this system: `bus:orders`, `seed`, `command`. Decides what an outbox sends on. */
  readonly origin: string;
  /** The stream that it was decided for. Absent if only its data says so. */
  readonly streamId?: string;
  /** The whole to which this event belongs: a request, a burst, an import. */
  readonly correlationId?: string;
  /** The event or command that led to this one. */
  readonly causationId?: string;
  /** W3C Trace Context, `traceparent` as received. */
  readonly traceParent?: string;
}

/** An event in the log. */
export interface StoredEvent<Type extends string = string, Data = EventData> extends EventEnvelope<
  Type,
  Data
> {
  readonly streamId: string;
  /** Its place in its stream, from 1 without gaps. */
  readonly streamVersion: number;
  /** Its place in the whole log. */
  readonly position: LogPosition;
  /** When the store recorded it, by its own clock: RFC 3339 text in UTC with microseconds. No order rests on it. */
  readonly recordedAt: string;
}

/** A place in the whole log: opaque text of the store that gave it, to be kept and handed back. */
export type LogPosition = string;
