import type { Clock, Telemetry } from '@foldmart/core';

/** What measures a port: where points and spans go, and a clock for durations. */
export interface Measuring {
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** Whether anything is recorded. A port is decorated only then. */
export function isMeasured({ meter, tracer }: Telemetry): boolean {
  return meter.isEnabled || tracer.isEnabled;
}

/** Seconds since a reading of the monotonic clock. */
export function secondsSince({ clock }: Pick<Measuring, 'clock'>, startedAt: number): number {
  return (clock.monotonic() - startedAt) / 1_000;
}
