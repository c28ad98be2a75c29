import { jsonEqual } from '../../events/json-equal.js';
import type { ColumnValue, ReadModel, Row } from '../read-model.js';
import { compareRowKeys, toRowKey, type RowTable } from '../rows/index.js';
import type { RowRange } from '../../ports/read-model-store.js';
import { isInPart, type RowPart } from './row-part.js';
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
  readonly expected: RowTable;
  readonly scan: (range: RowRange) => Promise<readonly Row[]>;
  readonly part: RowPart;
  readonly unsettled: UnsettledRows;
  readonly onDifference: (difference: RowDifference) => void;
}

const pageSize = 2_000;

/** Compares expected and stored rows side by side in key order; returns the number of stored rows. */
export async function compareRows(comparison: RowComparison): Promise<number> {
  const { model, expected, scan, part } = comparison;
  const wanted = expected.scan({ limit: expected.size });
  let next = 0;
  let rows = 0;
  for await (const page of scanPages(scan)) {
    for (const actual of page) {
      if (!isInPart(toRowKey(model, actual).text, part)) continue;
      rows += 1;
      next = missedBefore(comparison, wanted, next, actual);
      const want = wanted[next];
      const isSame = want !== undefined && compareRowKeys(model, want, actual) === 0;
      report(comparison, isSame ? want : undefined, actual);
      if (isSame) next += 1;
    }
  }
  for (const missing of wanted.slice(next)) report(comparison, missing, undefined);
  return rows;
}

/** All rows, page by page; each page starts after the last row of the one before. */
export async function* scanPages(
  scan: RowComparison['scan'],
): AsyncGenerator<readonly Row[], undefined> {
  for (let after: Row | undefined; ;) {
    const page = await scan(after === undefined ? { limit: pageSize } : { after, limit: pageSize });
    yield page;
    after = page.at(-1);
    if (after === undefined || page.length < pageSize) return undefined;
  }
}

/** Reports the expected rows from `next` on that sort before `actual`; returns where to continue. */
function missedBefore(
  comparison: RowComparison,
  wanted: readonly Row[],
  next: number,
  actual: Row,
): number {
  for (let index = next; ; index += 1) {
    const want = wanted[index];
    if (want === undefined || compareRowKeys(comparison.model, want, actual) >= 0) return index;
    report(comparison, want, undefined);
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
