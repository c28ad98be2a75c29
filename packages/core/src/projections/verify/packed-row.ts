import type { ReadModel, Row } from '../read-model.js';
import { shapeOf } from '../rows/model-shape.js';
import type { RowDraft } from '../rows/row-table.js';

/** A row as a store should hold it now, and as it is at the end of the log. */
export interface RowStates {
  readonly stored: RowDraft | undefined;
  readonly final: RowDraft | undefined;
}

/** The first character of a packed row. Most rows are the same in both states, or have one only. */
const [same, onlyStored, onlyFinal, different] = ['=', 's', 'f', 'd'] as const;

/** A row as one text, without its operational columns: no event writes them. */
export function packRow(model: ReadModel, stored: Row | undefined, final: Row | undefined): string {
  if (stored === undefined) return onlyFinal + valuesOf(model, final ?? {});
  const values = valuesOf(model, stored);
  if (final === stored) return same + values;
  if (final === undefined) return onlyStored + values;
  const last = valuesOf(model, final);
  return last === values ? same + values : `${different}[${values},${last}]`;
}

/** The row that a text was made from. Both states are the same object, frozen, if they are equal. */
export function unpackRow(model: ReadModel, text: string): RowStates {
  const kind = text.charAt(0);
  const values = JSON.parse(text.slice(1)) as unknown[];
  if (kind === different) {
    const [stored, final] = values as [unknown[], unknown[]];
    return { stored: rowOf(model, stored), final: rowOf(model, final) };
  }
  const row = rowOf(model, values);
  if (kind === onlyStored) return { stored: row, final: undefined };
  if (kind === onlyFinal) return { stored: undefined, final: row };
  return { stored: row, final: row };
}

function valuesOf(model: ReadModel, row: Row): string {
  const values: unknown[] = [];
  for (const { name } of shapeOf(model).columns) values.push(row[name] ?? null);
  return JSON.stringify(values);
}

function rowOf(model: ReadModel, values: readonly unknown[]): RowDraft {
  const { columns, operational } = shapeOf(model);
  const row: RowDraft = {};
  for (let nth = 0; nth < columns.length; nth += 1) row[columns[nth]?.name ?? ''] = values[nth];
  for (const name of operational) row[name] = null;
  return row;
}
