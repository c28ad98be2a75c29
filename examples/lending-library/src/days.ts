const dayMs = 86_400_000;

/** The day `count` days after a day or time, as `2026-02-03`. */
export function addDays(from: string, count: number): string {
  return new Date(Date.parse(from) + count * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one day to the day of another day or time; negative if that is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to.slice(0, 10)) - Date.parse(from)) / dayMs;
}
