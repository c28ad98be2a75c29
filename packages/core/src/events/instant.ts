const withZone = /(?:[zZ]|[+-]\d{2}:?\d{2})$/;
const parts =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(?:[zZ]|([+-])(\d{2}):?(\d{2}))$/;

/** The offset of times without a zone. */
export const utcOffset = 'Z';

/** Adds `offset` (`Z` or `+09:00`) to a time without a zone. Other text is returned unchanged. */
export function withOffset(time: string, offset: string = utcOffset): string {
  return isUtc(time) || withZone.test(time) ? time : `${time}${offset}`;
}

function isUtc(time: string): boolean {
  return time.charCodeAt(time.length - 1) === codes.Z;
}

/** Whether {@link canonicalInstant} can read `time`. */
export function isInstant(time: string): boolean {
  return isUsualInstant(time) || canonicalInstant(time) !== undefined;
}

/**
 * The canonical text of an instant: UTC with microseconds, `2026-02-03T14:30:00.000000Z`. Two texts
 * are equal exactly if the instants are, and they sort in the order of time. Digits beyond
 * microseconds are dropped. Undefined if `time` is not an RFC 3339 time, not a day of the calendar,
 * or outside the years 1 to 9999.
 */
export function canonicalInstant(time: string): string | undefined {
  if (!isUsualInstant(time)) return readInstant(time);
  if (time.length === canonicalLength) return time;
  const seconds = time.slice(0, secondsLength);
  if (time.length === secondsLength + 1) return `${seconds}.000000Z`;
  const microseconds = time
    .slice(secondsLength + 1, -1)
    .slice(0, 6)
    .padEnd(6, '0');
  return `${seconds}.${microseconds}Z`;
}

function readInstant(time: string): string | undefined {
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

const codes = { Z: 90, T: 84, dash: 45, colon: 58, point: 46, zero: 48, nine: 57 };
const secondsLength = '2026-02-03T14:30:00'.length;
const canonicalLength = secondsLength + '.000000Z'.length;

/**
 * Whether `time` is an instant in the form that most programs write: `2026-02-03T14:30:00Z`, with or without a fraction.
 * It is called several times for every event: a regular expression costs a measurable share.
 */
function isUsualInstant(time: string): boolean {
  const { length } = time;
  if (length <= secondsLength || !isUtc(time) || !hasSeparators(time)) return false;
  if (pairAt(time, 11) > 23 || pairAt(time, 14) > 59 || pairAt(time, 17) > 59) return false;
  const year = pairAt(time, 0) * 100 + pairAt(time, 2);
  if (year > 9_999 || !isCalendarDay(year, pairAt(time, 5), pairAt(time, 8))) return false;
  return length === secondsLength + 1 || isFraction(time, length - 1);
}

function hasSeparators(time: string): boolean {
  return (
    time.charCodeAt(4) === codes.dash &&
    time.charCodeAt(7) === codes.dash &&
    time.charCodeAt(10) === codes.T &&
    time.charCodeAt(13) === codes.colon &&
    time.charCodeAt(16) === codes.colon
  );
}

/** Too large for any part of a time if the two characters are not digits. */
function pairAt(text: string, index: number): number {
  const tens = text.charCodeAt(index);
  const units = text.charCodeAt(index + 1);
  return isDigit(tens) && isDigit(units) ? tens * 10 + units - codes.zero * 11 : 1_000_000;
}

function isDigit(code: number): boolean {
  return code >= codes.zero && code <= codes.nine;
}

function isFraction(time: string, end: number): boolean {
  if (time.charCodeAt(secondsLength) !== codes.point || end === secondsLength + 1) return false;
  for (let index = secondsLength + 1; index < end; index += 1) {
    if (!isDigit(time.charCodeAt(index))) return false;
  }
  return true;
}
