/** Ranges of the charts, in minutes, and their names. */
export const ranges = [
  { minutes: 15, title: '15 min' },
  { minutes: 180, title: '3 h' },
  { minutes: 1_440, title: '24 h' },
] as const;

/** The range that an address names; the shortest if it names none. */
export function rangeOf(text: string | undefined): number {
  return (ranges.find(({ minutes }) => String(minutes) === text) ?? ranges[0]).minutes;
}
