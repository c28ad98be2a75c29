import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';

type Cell = string | number;

/** Writes rows below a header to `reports/benchmark-<name>.csv`, and a chart beside it. Returns both paths. */
export function writeFiles(
  name: string,
  table: { readonly header: readonly string[]; readonly rows: readonly (readonly Cell[])[] },
  chart: string,
): string {
  const path = `reports/benchmark-${name}`;
  mkdirSync('reports', { recursive: true });
  const lines = [table.header, ...table.rows].map((row) => `${row.map(cell).join(',')}\n`);
  writeFileSync(`${path}.csv`, lines.join(''));
  writeFileSync(`${path}.svg`, chart);
  return `${path}.csv, ${path}.svg`;
}

/** The machine, as a report names it. */
export function machine(): string {
  return `${String(cpus().length)} cores that also run the services, Node ${process.versions.node}`;
}

function cell(value: Cell): string {
  return typeof value === 'number' ? String(Number(value.toFixed(3))) : value;
}
