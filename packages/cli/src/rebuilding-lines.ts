import type { RebuildStepProgress } from '@foldmart/composition';
import type { Clock } from '@foldmart/core';
import type { Output } from './output.js';

const everyMs = 1_000;

/**
 * Reports the progress of a rebuild about once a second: `rebuilding orders: 120000/1000000 (12.0
 * %), 40123 events/s`.
 */
export function rebuildingReporter(
  output: Output,
  clock: Clock,
): (progress: RebuildStepProgress) => void {
  let saidAtMs = clock.monotonic();
  let saidEvents: number | undefined;
  return ({ id, events, total }) => {
    saidEvents ??= events;
    const elapsedMs = clock.monotonic() - saidAtMs;
    if (elapsedMs < everyMs && events < total) return;
    const rate = ((events - saidEvents) * 1_000) / Math.max(elapsedMs, 1);
    output.progress(
      `rebuilding ${id}: ${String(events)}/${String(total)} (${percent(events, total)}), ${rate.toFixed(0)} events/s`,
    );
    saidAtMs = clock.monotonic();
    saidEvents = events;
  };
}

function percent(part: number, whole: number): string {
  return `${(whole === 0 ? 100 : (100 * part) / whole).toFixed(1)} %`;
}
