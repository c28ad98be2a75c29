/** An expression for a `timestamptz` as text in UTC with microseconds, `2026-02-03T14:30:00.000000Z`. */
export function canonicalTime(expression: string): string {
  return `to_char(${expression} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}
