import type { Clock } from '@foldmart/core';

let lastMicroseconds = Number.NaN;
let lastText = '';

/** Microseconds since the epoch as canonical text: `2026-02-03T14:30:00.000000Z`. */
export function toTimestamp(microseconds: number): string {
  // The events of a transaction have the same time.
  if (microseconds !== lastMicroseconds) {
    lastText = format(microseconds);
    lastMicroseconds = microseconds;
  }
  return lastText;
}

function format(microseconds: number): string {
  const [ms, rest] = [Math.floor(microseconds / 1_000), microseconds % 1_000];
  return new Date(ms).toISOString().replace('Z', `${String(rest).padStart(3, '0')}Z`);
}

/** The clock's current time in the same form. */
export function timestampOf(clock: Clock): string {
  return toTimestamp(clock.now() * 1_000);
}
