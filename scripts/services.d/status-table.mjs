const COLUMNS = ['service', 'state', 'port', 'pid', 'since'];

const toRow = ({ name, state, port, pid, since }) =>
  [name, state, port, pid ?? '-', since ?? '-'].map(String);

/** The rows under a head line, in columns as wide as their widest cell. */
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
