import {
  carrierOfHeaders,
  inSpan,
  traceOrigin,
  type MetricDefinition,
  type Telemetry,
} from '@foldmart/core';
import {
  issueOutcomes,
  type CouponIssueProcessor,
  type QueuedItem,
  type RequestDecision,
} from '@foldmart/core/shop';

const decided: MetricDefinition<'outcome'> = {
  name: 'foldmart_coupon_decisions_total',
  help: 'Decided coupon requests, by outcome; a redelivered request counts again.',
  labels: ['outcome'],
};

/** The same processor. Its decisions are counted, and each batch has a span in the traces of its requests. */
export function measureProcessor(
  processor: CouponIssueProcessor,
  { meter, tracer }: Telemetry,
): CouponIssueProcessor {
  if (!meter.isEnabled && !tracer.isEnabled) return processor;
  const decisions = meter.counter(decided);
  for (const outcome of issueOutcomes) decisions.add({ outcome }, 0);
  const count = (made: readonly RequestDecision[]): readonly RequestDecision[] => {
    for (const { outcome } of made) decisions.add({ outcome }, 1);
    return made;
  };
  const processBatch = async (items: readonly QueuedItem[]) => {
    if (!tracer.isEnabled) return count(await processor.processBatch(items));
    return inSpan(tracer, 'decide coupon requests', startOf(items), async (span) => {
      const made = await processor.processBatch(items);
      span.set(outcomesOf(made));
      return count(made);
    });
  };
  return { processBatch, processRequest: async (item) => (await processBatch([item]))[0] };
}

function startOf(items: readonly QueuedItem[]) {
  return {
    ...traceOrigin(items.map(({ source }) => carrierOfHeaders(source.headers))),
    attributes: { 'foldmart.requests': items.length },
  };
}

/** Such as `{'foldmart.outcomes.SUCCESS': 3}`; for a single request its outcome. */
function outcomesOf(made: readonly RequestDecision[]): Readonly<Record<string, string | number>> {
  const [only] = made;
  if (only !== undefined && made.length === 1) return { 'foldmart.outcome': only.outcome };
  const counts: Record<string, number> = {};
  for (const { outcome } of made) {
    const name = `foldmart.outcomes.${outcome}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
