import { writtenModels, type Runtime, type WrittenModel } from '@foldmart/composition';
import { NotFoundError, type ReadModel, type Row } from '@foldmart/core';
import * as z from 'zod';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { shownRow } from '../shown/shown-row.js';
import type { ModelView, RowsView } from '../views/model-view.js';
import { inTime } from './in-time.js';
import { indexesOf, keyParameter, rowQueryOf, rowsQuery } from './row-query.js';

const modelQuery = z.object({ model: z.string().min(1).max(100) });
const rowQuery = modelQuery.extend({ key: keyParameter });

/** `GET api/models`, `api/models/count`, `api/rows` and `api/row`. */
export function addModelRoutes(app: PageApp, { runtime, options }: PageContext): void {
  const limited = <Result>(read: Promise<Result>): Promise<Result> =>
    inTime(runtime.clock, options.readTimeoutMs, read);
  app.get('/api/models', () => writtenModels(runtime).map(modelView));
  app.get('/api/models/count', { schema: { querystring: modelQuery } }, async ({ query }) => {
    const model = modelNamed(runtime, query.model);
    const { readModels } = await limited(runtime.inspect());
    return { rows: await limited(readModels.count(model)) };
  });
  app.get('/api/rows', { schema: { querystring: rowsQuery } }, ({ query }) =>
    limited(readRows(runtime, query)),
  );
  app.get('/api/row', { schema: { querystring: rowQuery } }, async ({ query }) => {
    const model = modelNamed(runtime, query.model);
    const { readModels } = await limited(runtime.inspect());
    const row: Row | undefined = await limited(readModels.get(model, query.key as never));
    return { row: row === undefined ? null : shownRow(row) };
  });
}

async function readRows(runtime: Runtime, query: z.output<typeof rowsQuery>): Promise<RowsView> {
  const model = modelNamed(runtime, query.model);
  const { readModels } = await runtime.inspect();
  const wanted = rowQueryOf(model, { ...query, limit: query.limit + 1 });
  const rows: readonly Row[] = await readModels.find(model, wanted as never);
  const page = rows.slice(0, query.limit).map(shownRow);
  return { rows: page, next: rows.length > query.limit ? (page.at(-1) ?? null) : null };
}

/** The read model of this name. @throws NotFoundError if the domain has none. */
export function modelNamed(runtime: Runtime, name: string): ReadModel {
  const found = writtenModels(runtime).find(({ model }) => model.name === name);
  if (found === undefined) throw new NotFoundError(`Read model ${name}`);
  return found.model;
}

function modelView({ model, writers }: WrittenModel): ModelView {
  const { name, key, columns, operational = {} } = model;
  return { name, key, columns: { ...columns, ...operational }, indexes: indexesOf(model), writers };
}
