/** The trace that a message or a request belongs to: W3C Trace Context, as it travels in headers. */
export interface TraceCarrier {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** Describes a span. The names are those of OpenTelemetry's semantic conventions. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** `server` answers a request, `client` makes one, `producer` sends messages, `consumer` processes them. */
export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** How a span begins. */
export interface SpanStart {
  readonly kind?: SpanKind;
  /** Default: the span that is active; without one, the span begins a trace. */
  readonly parent?: TraceCarrier | undefined;
  /** Other traces that led to this work, such as those of the messages of a batch. */
  readonly links?: readonly TraceCarrier[];
  readonly attributes?: SpanAttributes;
}

/** A piece of work in a trace. Its methods never throw. */
export interface Span {
  /** What continues this trace in another process; undefined if nothing records the span. */
  readonly carrier: TraceCarrier | undefined;
  /** Calls `work` with this span as the active one, also in what `work` awaits. */
  run<Result>(work: () => Result): Result;
  set(attributes: SpanAttributes): void;
  /** Marks the span as failed. */
  fail(error: unknown): void;
  /** Ends the span; later calls have no effect. */
  end(): void;
}

/** Records traces. */
export interface Tracer {
  /** False if nothing is recorded: a caller can then save the work of describing spans. */
  readonly isEnabled: boolean;
  /** Whether a span is active. */
  isActive(): boolean;
  start(name: string, start?: SpanStart): Span;
}
