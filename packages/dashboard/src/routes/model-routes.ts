import { writtenModels, type WrittenModel } from '@foldmart/composition';
import * as z from 'zod';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import type { ModelView } from '../views/model-view.js';
import { inTime } from './in-time.js';
import { refusedByService } from './refused-by-service.js';
import { countRows, readRow, readRows } from './model-reader.js';
import { indexesOf, keyParameter, rowsQuery } from './row-query.js';

const modelQuery = z.object({ model: z.string().min(1).max(100) });
const rowQuery = modelQuery.extend({ key: keyParameter });

/** `GET api/models`, `api/models/count`, `api/rows` and `api/row`. */
export function addModelRoutes(app: PageApp, { runtime, options }: PageContext): void {
  const limited = <Result>(read: Promise<Result>): Promise<Result> =>
    inTime(runtime.clock, options.readTimeoutMs, refusedByService(read, 'missing-schema'));
  app.get('/api/models', () => writtenModels(runtime).map(modelView));
  app.get('/api/models/count', { schema: { querystring: modelQuery } }, async ({ query }) => ({
    rows: await limited(countRows(runtime, query.model)),
  }));
  app.get('/api/rows', { schema: { querystring: rowsQuery } }, ({ query }) =>
    limited(readRows(runtime, query)),
  );
  app.get('/api/row', { schema: { querystring: rowQuery } }, async ({ query }) => ({
    row: await limited(readRow(runtime, query.model, query.key)),
  }));
}

function modelView({ model, writers }: WrittenModel): ModelView {
  const { name, key, columns, operational = {} } = model;
  const indexes = writers.length === 0 ? [key] : indexesOf(model);
  return { name, key, columns: { ...columns, ...operational }, indexes, writers };
}
