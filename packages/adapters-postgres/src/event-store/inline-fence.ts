import type { Projection } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';

/** The statement, and the parameters of {@link fenceCall}. */
export type InlineFence = Required<Pick<Statement, 'text' | 'name' | 'values'>>;

/** The call of the fence within another statement, with its two parameters from `first` on. */
export function fenceCall({ inlineFence: name }: DatabaseTables, first: number): string {
  return `${name}($${String(first)}::text[], $${String(first + 1)}::text[]::integer[])`;
}

/**
 * The statement that fails with SQLSTATE FM001 if `projections` are not the inline projections that make the
 * database's rows. Once it has passed, these cannot change until the end of the transaction. Run it before any read
 * model is read or written: a rebuild that swaps tables waits for transactions that have passed the fence, and holds
 * no lock that they wait for.
 */
export function inlineFence(
  tables: DatabaseTables,
  projections: readonly Projection[],
): InlineFence {
  const sorted = projections.toSorted((one, other) =>
    Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)),
  );
  return {
    ...prepare(`SELECT ${fenceCall(tables, 1)}`),
    values: [
      textArray(sorted.map((projection) => projection.name)),
      textArray(sorted.map(({ version }) => String(version))),
    ],
  };
}
