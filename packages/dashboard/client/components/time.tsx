import { exactTime, timeText } from '../format/times.js';

/** A time in the browser's zone; the exact instant is shown on hover. */
export function Time({ at }: { readonly at: string | number }) {
  const machine = typeof at === 'number' ? new Date(at).toISOString() : at;
  return (
    <time dateTime={machine} title={exactTime(at)}>
      {timeText(at)}
    </time>
  );
}
