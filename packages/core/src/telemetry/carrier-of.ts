import { isTraceParent } from '../events/cloud-events.js';
import type { EventEnvelope } from '../events/envelope.js';
import type { MessageHeaders } from '../messaging/message.js';
import type { TraceCarrier } from '../ports/tracer.js';

/** The trace that headers name; undefined if `traceparent` is missing or invalid. */
export function carrierOfHeaders(headers: MessageHeaders | undefined): TraceCarrier | undefined {
  const traceparent = headers?.['traceparent'];
  if (traceparent === undefined || !isTraceParent(traceparent)) return undefined;
  const tracestate = headers?.['tracestate'];
  return tracestate === undefined || tracestate === ''
    ? { traceparent }
    : { traceparent, tracestate };
}

/** The trace that an event was recorded in, if it was in one. */
export function carrierOfEvent({
  traceParent,
}: Pick<EventEnvelope, 'traceParent'>): TraceCarrier | undefined {
  return traceParent === undefined ? undefined : { traceparent: traceParent };
}
