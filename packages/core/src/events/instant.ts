const withZone = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;
const parts =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:[zZ]|([+-])(\d{2}):?(\d{2}))$/;

/** The offset of times without a zone. */
export const utcOffset = 'Z';

/** Adds `offset` (`Z` or `+09:00`) to a time without a zone. Other text is returned unchanged. */
export function withOffset(time: string, offset: string = utcOffset): string {
  return withZone.test(time) ? time : `${time}${offset}`;
}

/**
 * The canonical text of an instant: UTC with microseconds, `2026-02-03T14:30:00.000000Z`. Two texts
 * are equal exactly if the instants are, and they sort in the order of time. Digits beyond
 * microseconds are dropped. Undefined if `time` is not an RFC 3339 time, not a day of the calendar,
 * or outside the years 1 to 9999.
 */
export function canonicalInstant(time: string): string | undefined {
  const match = parts.exec(time);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] = match;
  if (!isCalendarDay(Number(year), Number(month), Number(day))) return undefined;
  if (hour > '23' || minute > '59' || second > '59') return undefined;
  const [, , , , , , , fraction = '', sign, zoneHours = '', zoneMinutes = ''] = match;
  const microseconds = fraction.slice(0, 6).padEnd(6, '0');
  if (sign === undefined) {
    return `${year}-${month}-${day}T${hour}:${minute}:${second}.${microseconds}Z`;
  }
  if (zoneHours > '23' || zoneMinutes > '59') return undefined;
  const offsetMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  const localMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const utc = new Date(sign === '+' ? localMs - offsetMs : localMs + offsetMs).toISOString();
  return isWithinYears(utc) ? `${utc.slice(0, -'.000Z'.length)}.${microseconds}Z` : undefined;
}

/** JavaScript writes years beyond four digits with a sign, and stores do not accept the year 0. */
function isWithinYears(isoTime: string): boolean {
  return /^\d/.test(isoTime) && !isoTime.startsWith('0000');
}

const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isCalendarDay(year: number, month: number, day: number): boolean {
  if (year === 0 || day === 0 || day > (daysOfMonth[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || isLeapYear(year);
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
