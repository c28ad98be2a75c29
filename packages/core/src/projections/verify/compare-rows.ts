import { jsonEqual } from '../../events/json-equal.js';
import type { ColumnValue, ReadModel, Row } from '../read-model.js';
import { toRowKey } from '../rows/index.js';
import type { HeldRows } from './held-rows.js';
import { isInPart, type RowPart } from './row-part.js';
import type { StoredRows } from './stored-rows.js';
import type { UnsettledRows } from './unsettled-rows.js';

/** A row that differs from what the log yields. */
export interface RowDifference {
  readonly model: string;
  readonly key: Row;
  /**
   * `missing`: the log yields it, but it is not stored; `unexpected`: no event yields it; `different`: its columns
   * differ.
   */
  readonly kind: 'missing' | 'unexpected' | 'different';
  /** By column, if the kind is `different`. */
  readonly columns?: Readonly<Record<string, DifferentColumn>>;
}

/** The expected and the actual value of a column. */
export interface DifferentColumn {
  readonly expected: ColumnValue;
  readonly actual: ColumnValue;
}

export interface RowComparison {
  readonly model: ReadModel;
  /** The rows of the fold, which has ended. */
  readonly rows: HeldRows;
  /** Which rows of the store match. */
  readonly stored: StoredRows;
  /** The rows of the store in key order. */
  readonly pages: () => AsyncIterable<readonly Row[]>;
  readonly part: RowPart;
  readonly unsettled: UnsettledRows;
  readonly onDifference: (difference: RowDifference) => void;
}

/** Compares the expected and the stored rows that do not match yet. */
export async function compareRows(comparison: RowComparison): Promise<void> {
  const { model, rows } = comparison;
  for await (const actual of unmatchedRows(comparison)) {
    report(comparison, rows.takeExpected(model, toRowKey(model, actual).text), actual);
  }
  for (const missing of rows.expected(model)) report(comparison, missing, undefined);
}

async function* unmatchedRows({
  model,
  stored,
  pages,
  part,
}: RowComparison): AsyncGenerator<Row, void> {
  if (stored.unmatched(model) === 0) return;
  for await (const page of pages()) {
    for (const row of page) {
      const { text } = toRowKey(model, row);
      if (isInPart(text, part) && !stored.isMatched(model.name, text)) yield row;
    }
  }
}

function report(
  { model, unsettled, onDifference }: RowComparison,
  expected: Row | undefined,
  actual: Row | undefined,
): void {
  const { text, columns: key } = toRowKey(model, actual ?? expected ?? {});
  if (expected === undefined || actual === undefined) {
    if (unsettled.hasRow(model.name, text)) return;
    const kind = actual === undefined ? 'missing' : 'unexpected';
    onDifference({ model: model.name, key, kind });
    return;
  }
  const names = Object.keys(model.columns).filter(
    (name) =>
      !jsonEqual(expected[name] ?? null, actual[name] ?? null) &&
      !unsettled.hasColumn(model.name, text, name),
  );
  if (names.length === 0) return;
  const columns = names.map((name): [string, DifferentColumn] => [
    name,
    { expected: expected[name] ?? null, actual: actual[name] ?? null },
  ]);
  onDifference({ model: model.name, key, kind: 'different', columns: Object.fromEntries(columns) });
}
