import type { Span, SpanKind, SpanStart, TraceCarrier, Tracer } from '@foldmart/core';
import * as otel from '@opentelemetry/api';

const kinds: Readonly<Record<SpanKind, otel.SpanKind>> = {
  internal: otel.SpanKind.INTERNAL,
  server: otel.SpanKind.SERVER,
  client: otel.SpanKind.CLIENT,
  producer: otel.SpanKind.PRODUCER,
  consumer: otel.SpanKind.CONSUMER,
};

/** Records spans by the OpenTelemetry SDK that the process has registered. */
export class OtelTracer implements Tracer {
  readonly isEnabled = true;
  readonly #tracer: otel.Tracer;

  constructor(version?: string) {
    this.#tracer = otel.trace.getTracer('foldmart', version);
  }

  isActive(): boolean {
    return otel.trace.getActiveSpan() !== undefined;
  }

  start(name: string, { kind = 'internal', parent, links = [], attributes }: SpanStart = {}): Span {
    const within = parent === undefined ? otel.context.active() : contextOf(parent);
    const span = this.#tracer.startSpan(
      name,
      {
        kind: kinds[kind],
        links: links.flatMap((link) => linkOf(link) ?? []),
        ...(attributes !== undefined && { attributes }),
      },
      within,
    );
    return new OtelSpan(span, otel.trace.setSpan(within, span));
  }
}

class OtelSpan implements Span {
  readonly carrier: TraceCarrier | undefined;
  readonly #span: otel.Span;
  readonly #context: otel.Context;

  constructor(span: otel.Span, context: otel.Context) {
    this.#span = span;
    this.#context = context;
    this.carrier = carrierOf(span.spanContext());
  }

  run<Result>(work: () => Result): Result {
    return otel.context.with(this.#context, work);
  }

  set(attributes: otel.Attributes): void {
    this.#span.setAttributes(attributes);
  }

  fail(error: unknown): void {
    const { message, type } = described(error);
    this.#span.setAttribute('error.type', type);
    this.#span.setStatus({ code: otel.SpanStatusCode.ERROR, message });
  }

  end(): void {
    this.#span.end();
  }
}

function carrierOf(context: otel.SpanContext): TraceCarrier | undefined {
  if (!otel.isSpanContextValid(context)) return undefined;
  const { traceId, spanId, traceFlags, traceState } = context;
  const traceparent = `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  const tracestate = traceState?.serialize() ?? '';
  return tracestate === '' ? { traceparent } : { traceparent, tracestate };
}

function contextOf(carrier: TraceCarrier): otel.Context {
  const context = spanContextOf(carrier);
  return context === undefined
    ? otel.ROOT_CONTEXT
    : otel.trace.setSpanContext(otel.ROOT_CONTEXT, context);
}

function linkOf(carrier: TraceCarrier): otel.Link | undefined {
  const context = spanContextOf(carrier);
  return context === undefined ? undefined : { context };
}

/** Undefined if the carrier names no valid trace. */
function spanContextOf({ traceparent, tracestate }: TraceCarrier): otel.SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  const context: otel.SpanContext = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & otel.TraceFlags.SAMPLED,
    isRemote: true,
    ...(tracestate !== undefined && { traceState: otel.createTraceState(tracestate) }),
  };
  return otel.isSpanContextValid(context) ? context : undefined;
}

function described(error: unknown): { readonly type: string; readonly message: string } {
  if (!(error instanceof Error)) return { type: '_OTHER', message: String(error) };
  const { code, reason } = error as { readonly code?: unknown; readonly reason?: unknown };
  const type = [code, reason].find((each) => typeof each === 'string');
  return { type: type ?? error.name, message: error.message };
}
