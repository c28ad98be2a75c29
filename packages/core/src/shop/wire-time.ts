const offsetPattern = /^([+-])(\d{2}):(\d{2})$/;

/**
 * An instant (milliseconds since the epoch) in the wire format, to the second and without a zone:
 * `2026-02-03T14:30:00`, in UTC or at an offset such as `+09:00`. Throws RangeError for an invalid offset.
 */
export function wireTimeOf(epochMs: number, offset = 'Z'): string {
  return new Date(epochMs + offsetMs(offset)).toISOString().slice(0, -'.000Z'.length);
}

function offsetMs(offset: string): number {
  if (offset === 'Z') return 0;
  const match = offsetPattern.exec(offset);
  if (match === null) throw new RangeError(`${offset} is neither Z nor an offset such as +09:00.`);
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
