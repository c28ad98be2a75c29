const COLUMNS = ['service', 'state', 'port', 'pid', 'since'];

const toRow = ({ name, state, port, pid, since }) =>
  [name, state, port, pid ?? '-', since ?? '-'].map(String);

/** Formats rows below a header; each column is as wide as its widest cell. */
export const formatStatus = (statuses) => {
  const rows = [COLUMNS, ...statuses.map(toRow)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
};
