import type { MessageHeaders } from '../messaging/message.js';
import type { EventEnvelope } from './envelope.js';

/** What the headers of an event say. A field is absent if the producer did not send it. */
export interface HeaderMetadata {
  readonly id?: string;
  readonly type?: string;
  readonly time?: string;
  /** The id of the event's stream. */
  readonly subject?: string;
  readonly schemaVersion?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceParent?: string;
}

/**
 * Writes an event's metadata as headers: CloudEvents 1.0, Kafka protocol binding, binary content
 * mode. The extensions are `schemaversion`, `correlationid` and `causationid`, and W3C
 * `traceparent`.
 */
export function toCloudEventHeaders(event: EventEnvelope, subject: string): MessageHeaders {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_source: `/foldmart/${event.origin}`,
    ce_type: event.type,
    ce_time: event.time,
    ce_subject: subject,
    ce_schemaversion: String(event.schemaVersion),
    'content-type': 'application/json',
  };
  if (event.correlationId !== undefined) headers['ce_correlationid'] = event.correlationId;
  if (event.causationId !== undefined) headers['ce_causationid'] = event.causationId;
  if (event.traceParent !== undefined) headers['traceparent'] = event.traceParent;
  return headers;
}

/** Whether text is a `traceparent` of W3C Trace Context. */
export function isTraceParent(text: string): boolean {
  return w3cTraceParent.test(text);
}

const w3cTraceParent = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}(?:-[!-~]{0,200})?$/;

/**
 * Reads the headers that {@link toCloudEventHeaders} writes. An empty header counts as absent, and
 * so does an invalid `traceparent`.
 */
export function fromCloudEventHeaders(headers: MessageHeaders): HeaderMetadata {
  const metadata: { -readonly [Name in keyof HeaderMetadata]: HeaderMetadata[Name] } = {};
  const {
    ce_id: id,
    ce_type: type,
    ce_time: time,
    ce_subject: subject,
    ce_schemaversion: schemaVersion,
    ce_correlationid: correlationId,
    ce_causationid: causationId,
    traceparent: traceParent,
  } = headers;
  if (isGiven(id)) metadata.id = id;
  if (isGiven(type)) metadata.type = type;
  if (isGiven(time)) metadata.time = time;
  if (isGiven(subject)) metadata.subject = subject;
  if (isGiven(schemaVersion)) metadata.schemaVersion = Number(schemaVersion);
  if (isGiven(correlationId)) metadata.correlationId = correlationId;
  if (isGiven(causationId)) metadata.causationId = causationId;
  if (isGiven(traceParent) && isTraceParent(traceParent)) metadata.traceParent = traceParent;
  return metadata;
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== '';
}
