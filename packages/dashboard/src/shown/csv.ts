interface Table {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/**
 * A table as CSV (RFC 4180). A spreadsheet would run a cell that starts like a formula, so such a cell starts with an
 * apostrophe; numbers stay numbers.
 */
export function csvOf({ columns, rows }: Table): string {
  const lines = [columns.map(({ name }) => name), ...rows];
  return lines.map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: string | null): string {
  const text = inert(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function inert(text: string): string {
  if (/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return text;
  return /^\s*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
