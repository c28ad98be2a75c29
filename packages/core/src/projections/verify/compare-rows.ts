import { jsonEqual } from '../../events/json-equal.js';
import type { ColumnValue, ReadModel, Row } from '../read-model.js';
import { compareRowKeys, toRowKey, type RowTable } from '../rows/index.js';
import type { RowRange } from '../../ports/read-model-store.js';
import { isInPart, type RowPart } from './row-part.js';
import type { UnsettledRows } from './unsettled-rows.js';

/** A row that is not what the log makes of it. */
export interface RowDifference {
  readonly model: string;
  readonly key: Row;
  /** `missing`: the log makes it, and it is not there; `unexpected`: no event makes it; `different`: its columns. */
  readonly kind: 'missing' | 'unexpected' | 'different';
  /** By column, where it is `different`. */
  readonly columns?: Readonly<Record<string, DifferentColumn>>;
}

/** What a column should hold, and what it holds. */
export interface DifferentColumn {
  readonly expected: ColumnValue;
  readonly actual: ColumnValue;
}

/** What to compare. */
export interface RowComparison {
  readonly model: ReadModel;
  readonly expected: RowTable;
  readonly scan: (range: RowRange) => Promise<readonly Row[]>;
  readonly part: RowPart;
  readonly unsettled: UnsettledRows;
  readonly onDifference: (difference: RowDifference) => void;
}

const pageSize = 2_000;

/** Goes through the rows that should be there and those that are, side by side in key order; says how many are there. */
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

/** All rows, page by page, each of which begins behind the last row of the one before. */
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

/** Reports the wanted rows from `next` on that should have come before `actual`; where to go on. */
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
