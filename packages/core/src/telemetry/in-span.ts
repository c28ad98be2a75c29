import type { Span, SpanStart, Tracer } from '../ports/tracer.js';

/** Does `work` in a span of its own, which fails if the work rejects. */
export async function inSpan<Result>(
  tracer: Tracer,
  name: string,
  start: SpanStart,
  work: (span: Span) => Promise<Result>,
): Promise<Result> {
  const span = tracer.start(name, start);
  try {
    return await span.run(() => work(span));
  } catch (error) {
    span.fail(error);
    throw error;
  } finally {
    span.end();
  }
}
