import {
  carrierOfHeaders,
  inSpan,
  traceOrigin,
  type EventBus,
  type OutgoingMessage,
  type SpanStart,
  type TraceCarrier,
  type Tracer,
} from '@foldmart/core';
import { secondsSince, type Measuring } from '../measuring.js';
import { metricDefinitions } from '../metrics/metric-definitions.js';

/** `publish` of a bus with its metrics and spans. Calls the bus at once, so that the order of the calls is kept. */
export function createMeasuredPublish(
  bus: Pick<EventBus, 'publish'>,
  measuring: Measuring,
  system: string,
): EventBus['publish'] {
  const { tracer } = measuring.telemetry;
  const counted = countPublished(bus, measuring);
  if (!tracer.isEnabled) return counted;
  return (topic, messages) => {
    if (messages.length === 0) return counted(topic, messages);
    return inSpan(tracer, `send ${topic}`, sendSpan(tracer, system, topic, messages), (span) =>
      counted(topic, carrying(messages, span.carrier)),
    );
  };
}

function countPublished(bus: Pick<EventBus, 'publish'>, measuring: Measuring): EventBus['publish'] {
  const { meter } = measuring.telemetry;
  const published = meter.counter(metricDefinitions.published);
  const failures = meter.counter(metricDefinitions.publishFailures);
  const durations = meter.histogram(metricDefinitions.publishDuration);
  return async (topic, messages) => {
    const startedAt = measuring.clock.monotonic();
    try {
      await bus.publish(topic, messages);
    } catch (error) {
      failures.add({ topic }, 1);
      throw error;
    }
    durations.observe({ topic }, secondsSince(measuring, startedAt));
    published.add({ topic }, messages.length);
  };
}

/** Messages that were made in other traces stay in them. The span is linked to these. */
function sendSpan(
  tracer: Tracer,
  system: string,
  topic: string,
  messages: readonly OutgoingMessage[],
): SpanStart {
  const { parent, links } = traceOrigin(messages.map(({ headers }) => carrierOfHeaders(headers)));
  const made = parent === undefined ? links : [parent];
  return {
    kind: 'producer',
    ...(tracer.isActive() ? { links: made } : { parent, links }),
    attributes: {
      'messaging.system': system,
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': topic,
      'messaging.batch.message_count': messages.length,
    },
  };
}

function carrying(
  messages: readonly OutgoingMessage[],
  carrier: TraceCarrier | undefined,
): readonly OutgoingMessage[] {
  if (carrier === undefined) return messages;
  return messages.map((message) =>
    message.headers?.['traceparent'] === undefined
      ? { ...message, headers: { ...message.headers, ...carrier } }
      : message,
  );
}
