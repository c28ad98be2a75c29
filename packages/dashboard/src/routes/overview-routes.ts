import { ProblemError } from '@foldmart/http/server';
import * as z from 'zod';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';

const minuteMs = 60_000;

const rangeQuery = z.object({
  /** Minutes back from now. */
  minutes: z.coerce.number().int().min(1).max(1_440).default(15),
});

const liveQuery = z.object({ after: z.string().max(100).optional() });

/** `GET api/overview`: the last sample and the course before it; `GET api/live`: everything after it, as it happens. */
export function addOverviewRoutes(app: PageApp, { sampler, stream }: PageContext): void {
  app.get('/api/overview', { schema: { querystring: rangeQuery } }, ({ query }) =>
    sampler.overview(query.minutes * minuteMs),
  );
  app.get('/api/live', { schema: { querystring: liveQuery } }, (request, reply) => {
    const given = request.headers['last-event-id'];
    const lastId = typeof given === 'string' && given !== '' ? given : request.query.after;
    const client = stream.connect(lastId);
    if (client === undefined) {
      throw new ProblemError('unavailable', 'Too many pages are open; close one.');
    }
    return reply.type('text/event-stream').header('x-accel-buffering', 'no').send(client);
  });
}
