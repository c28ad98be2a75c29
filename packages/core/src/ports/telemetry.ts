import type { Meter } from './meter.js';
import type { Span, Tracer } from './tracer.js';

/** Takes metrics and traces. It reads no clock of the core: spans have times of their own, and callers measure durations. */
export interface Telemetry {
  readonly meter: Meter;
  readonly tracer: Tracer;
}

const nothing = (): void => undefined;

const noSpan: Span = {
  carrier: undefined,
  run: (work) => work(),
  set: nothing,
  fail: nothing,
  end: nothing,
};

/** Records no metric. */
export const noMeter: Meter = {
  isEnabled: false,
  counter: () => ({ add: nothing }),
  gauge: () => ({ set: nothing, clear: nothing }),
  histogram: () => ({ observe: nothing }),
  beforeRead: () => nothing,
};

/** Records no trace. */
export const noTracer: Tracer = { isEnabled: false, isActive: () => false, start: () => noSpan };

/** Records nothing. */
export const noTelemetry: Telemetry = { meter: noMeter, tracer: noTracer };
