import type { Projection } from '@foldmart/core';
import { prepare, type Statement } from '../connection/statement.js';
import { textArray } from '../connection/text-array.js';
import type { DatabaseTables } from '../database-tables.js';

/**
 * The statement that fails, with SQLSTATE FM001, where `projections` are not the inline ones that the database's rows
 * are made by. Once it has passed, they stay so until the end of the transaction. To be run before any read model is
 * read or written: who exchanges the tables waits for those who have passed, holding nothing that they wait for.
 */
export function inlineFence(
  { inlineFence: name }: DatabaseTables,
  projections: readonly Projection[],
): Statement {
  const sorted = projections.toSorted((one, other) =>
    Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)),
  );
  return {
    ...prepare(`SELECT ${name}($1::text[], $2::text[]::integer[])`),
    values: [
      textArray(sorted.map((projection) => projection.name)),
      textArray(sorted.map(({ version }) => String(version))),
    ],
  };
}
