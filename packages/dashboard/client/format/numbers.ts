const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const oneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** `12,345`. */
export function count(value: number): string {
  return whole.format(value);
}

/** `12.3K`, for axes and tiles. */
export function short(value: number): string {
  return Math.abs(value) < 10_000 ? oneDigit.format(value) : compact.format(value);
}

/** `12.3/s`, or a dash if it is not known. */
export function perSecond(value: number | null): string {
  return value === null ? '–' : `${short(value)}/s`;
}

/** `350 ms`, `1.2 s` or `3 min`; a dash if it is not known. */
export function duration(ms: number | null): string {
  if (ms === null) return '–';
  if (ms < 1_000) return `${oneDigit.format(Math.round(ms))} ms`;
  if (ms < 120_000) return `${oneDigit.format(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${oneDigit.format(ms / 60_000)} min`;
  return `${oneDigit.format(ms / 3_600_000)} h`;
}

export function percent(share: number | null): string {
  return share === null ? '–' : `${oneDigit.format(share * 100)} %`;
}

/** `2.3 MB`. */
export function bytes(size: number): string {
  if (size < 1_000) return `${String(size)} B`;
  if (size < 1_000_000) return `${oneDigit.format(size / 1_000)} kB`;
  return `${oneDigit.format(size / 1_000_000)} MB`;
}
