/** An instant as a field of a form has it, in the browser's zone; empty if there is none. */
export function localTime(instant: string | undefined): string {
  const date = new Date(instant ?? '');
  if (Number.isNaN(date.getTime())) return '';
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}

/** The instant in such a field; empty if there is none. */
export function instantOf(local: string | undefined): string {
  const date = new Date(local ?? '');
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
