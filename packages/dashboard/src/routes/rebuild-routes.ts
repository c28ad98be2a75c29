import { NotFoundError } from '@foldmart/core';
import * as z from 'zod';
import type { Rebuilds } from '../actions/rebuilds.js';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { requireToken } from '../security/require-token.js';
import { changedBy } from './changed-by.js';

const rebuildBody = z.object({ by: changedBy, projection: z.string().min(1).max(100) });

/** `POST api/rebuild`: rebuilds a projection with all that write the same models. Answers at once. */
export function addRebuildRoutes(
  app: PageApp,
  { runtime, options }: PageContext,
  rebuilds: Rebuilds,
): void {
  const schema = { body: rebuildBody };
  const onRequest = requireToken(options.token);
  app.post('/api/rebuild', { schema, onRequest }, async ({ body }, reply) => {
    const isKnown = runtime.projections.some(({ name }) => name === body.projection);
    if (!isKnown) throw new NotFoundError(`Projection ${body.projection}`);
    rebuilds.start(body.projection, body.by);
    return reply.code(202).send({ started: true });
  });
}
