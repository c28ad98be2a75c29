import { writtenModels, type Runtime, type WrittenModel } from '@foldmart/composition';
import { NotFoundError, ValidationError, type Database, type Row } from '@foldmart/core';
import type * as z from 'zod';
import { shownRow } from '../shown/shown-row.js';
import type { RowsView } from '../views/model-view.js';
import { rowQueryOf, type rowsQuery } from './row-query.js';

type RowsQuery = z.output<typeof rowsQuery>;

/** The read model of this name. @throws NotFoundError if the domain has none. */
export function modelNamed(runtime: Runtime, name: string): WrittenModel {
  const found = writtenModels(runtime).find(({ model }) => model.name === name);
  if (found === undefined) throw new NotFoundError(`Read model ${name}`);
  return found;
}

/** A page of rows. Derived models belong to modules of the store, which are read in the order of their keys only. */
export async function readRows(runtime: Runtime, query: RowsQuery): Promise<RowsView> {
  const written = modelNamed(runtime, query.model);
  const database = await runtime.inspect();
  const asked = { ...query, limit: query.limit + 1 };
  const rows = isDerived(written)
    ? await scanDerived(database, written, asked)
    : await findRows(database, written, asked);
  const page = rows.slice(0, query.limit).map(shownRow);
  return { rows: page, next: rows.length > query.limit ? (page.at(-1) ?? null) : null };
}

/** The number of rows; null for a derived model, which can only be counted by reading it. */
export async function countRows(runtime: Runtime, name: string): Promise<number | null> {
  const written = modelNamed(runtime, name);
  if (isDerived(written)) return null;
  return (await runtime.inspect()).readModels.count(written.model);
}

/** One row; null if there is none. */
export async function readRow(runtime: Runtime, name: string, key: Row) {
  const written = modelNamed(runtime, name);
  const { model } = written;
  const database = await runtime.inspect();
  const row: Row | undefined = isDerived(written)
    ? await database.audit.audit(async (view) => (await view.rows(model, [key]))[0])
    : await database.readModels.get(model, key);
  return row === undefined ? null : shownRow(row);
}

function isDerived({ writers }: WrittenModel): boolean {
  return writers.length === 0;
}

function findRows(
  { readModels }: Database,
  { model }: WrittenModel,
  query: RowsQuery,
): Promise<readonly Row[]> {
  return readModels.find(model, rowQueryOf(model, query));
}

async function scanDerived(
  { audit }: Database,
  { model }: WrittenModel,
  { index, where = {}, order, after, limit }: RowsQuery,
): Promise<readonly Row[]> {
  if (index !== 0 || order !== 'ascending' || Object.keys(where).length > 0) {
    throw new ValidationError(`${model.name} is read in the order of its key only.`, []);
  }
  return audit.audit((view) =>
    view.scan(model, { limit, ...(after === undefined ? {} : { after }) }),
  );
}
