import {
  carrierOfHeaders,
  inSpan,
  traceOrigin,
  type BatchContext,
  type BatchHandler,
  type MessageBatch,
  type SpanStart,
  type SubscribeOptions,
} from '@foldmart/core';
import { secondsSince, type Measuring } from '../measuring.js';
import { metricDefinitions } from '../metrics/metric-definitions.js';

type MeasureHandler = (options: SubscribeOptions, handler: BatchHandler) => BatchHandler;

/** Makes handlers of batches that are counted and traced. A batch has one span; its messages are linked to it. */
export function measureHandler(measuring: Measuring, system: string): MeasureHandler {
  const { tracer } = measuring.telemetry;
  const count = countHandled(measuring);
  return (options, handler) => {
    const counted = count(options, handler);
    if (!tracer.isEnabled) return counted;
    return (batch, context) =>
      inSpan(tracer, `process ${batch.topic}`, processSpan(system, options, batch, context), () =>
        counted(batch, context),
      );
  };
}

function countHandled(measuring: Measuring): MeasureHandler {
  const { meter } = measuring.telemetry;
  const consumed = meter.counter(metricDefinitions.consumed);
  const retries = meter.counter(metricDefinitions.batchRetries);
  const durations = meter.histogram(metricDefinitions.batchDuration);
  return ({ group, topic }, handler) => {
    const labels = { group, topic };
    return async (batch, context) => {
      const startedAt = measuring.clock.monotonic();
      if (context.attempt > 1) retries.add(labels, 1);
      try {
        await handler(batch, context);
        consumed.add(labels, batch.messages.length);
      } finally {
        durations.observe(labels, secondsSince(measuring, startedAt));
      }
    };
  };
}

function processSpan(
  system: string,
  { group, member }: SubscribeOptions,
  { topic, partition, messages }: MessageBatch,
  { attempt }: BatchContext,
): SpanStart {
  return {
    kind: 'consumer',
    ...traceOrigin(messages.map(({ headers }) => carrierOfHeaders(headers))),
    attributes: {
      'messaging.system': system,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': topic,
      'messaging.destination.partition.id': String(partition),
      'messaging.consumer.group.name': group,
      'messaging.client.id': member,
      'messaging.batch.message_count': messages.length,
      'foldmart.delivery.attempt': attempt,
    },
  };
}
