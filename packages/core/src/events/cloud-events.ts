import type { MessageHeaders } from '../messaging/message.js';
import type { EventEnvelope } from './envelope.js';

/** What an event's headers tell; absent where the producer said nothing. */
export interface HeaderMetadata {
  readonly id?: string;
  readonly type?: string;
  readonly time?: string;
  readonly schemaVersion?: number;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly traceParent?: string;
}

/**
 * An event's metadata as headers: CloudEvents 1.0, Kafka protocol binding, binary content mode, with the
 * extensions `schemaversion`, `correlationid` and `causationid`, and W3C `traceparent`.
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

/** Reads what {@link toCloudEventHeaders} writes; empty headers count as absent. */
export function fromCloudEventHeaders(headers: MessageHeaders): HeaderMetadata {
  const version = headers['ce_schemaversion'];
  return {
    ...text('id', headers['ce_id']),
    ...text('type', headers['ce_type']),
    ...text('time', headers['ce_time']),
    ...text('correlationId', headers['ce_correlationid']),
    ...text('causationId', headers['ce_causationid']),
    ...text('traceParent', headers['traceparent']),
    ...(version === undefined ? {} : { schemaVersion: Number(version) }),
  };
}

function text<Name extends keyof HeaderMetadata>(
  name: Name,
  value: string | undefined,
): Partial<Record<Name, string>> {
  return value === undefined || value === '' ? {} : ({ [name]: value } as Record<Name, string>);
}
