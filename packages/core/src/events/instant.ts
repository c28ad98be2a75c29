const withZone = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;
const parts =
  /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?([zZ]|[+-]\d{2}:?\d{2})$/;

/** The offset that times without a zone are read with. */
export const utcOffset = 'Z';

/** Adds `offset` (`Z` or `+09:00`) to a time that names no zone; leaves others as they are. */
export function withOffset(time: string, offset: string = utcOffset): string {
  return withZone.test(time) ? time : `${time}${offset}`;
}

/**
 * The one text for an instant: UTC, microseconds, `2026-02-03T14:30:00.000000Z`; two texts are equal
 * exactly if the instants are, and sort as they do. Digits beyond microseconds are dropped.
 * Undefined where `time` is no RFC 3339 time or no day of the calendar.
 */
export function canonicalInstant(time: string): string | undefined {
  const match = parts.exec(time);
  if (match === null) return undefined;
  const [, date = '', hoursAndMinutes = '', seconds = '00', fraction = '', zone = 'Z'] = match;
  const epochMs = Date.parse(`${date}T${hoursAndMinutes}:${seconds}${colonZone(zone)}`);
  if (Number.isNaN(epochMs) || !isCalendarDay(date)) return undefined;
  const utc = new Date(epochMs).toISOString().slice(0, -'.000Z'.length);
  return `${utc}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

function colonZone(zone: string): string {
  if (zone === 'z') return 'Z';
  return zone.length === '+0900'.length ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
}

function isCalendarDay(date: string): boolean {
  const epochMs = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(epochMs) && new Date(epochMs).toISOString().startsWith(date);
}
