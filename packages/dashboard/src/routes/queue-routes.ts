import * as z from 'zod';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { findMessages, messagesQuery } from '../queue/message-search.js';
import { publishBody, publishByHand } from '../queue/publish-by-hand.js';
import { readGroup, readQueue } from '../queue/queue-reader.js';
import { requireToken } from '../security/require-token.js';
import { inTime } from './in-time.js';

const groupQuery = z.object({ name: z.string().min(1).max(300) });

/** `GET api/queue`, `api/group` and `api/messages`; `POST api/publish`. */
export function addQueueRoutes(app: PageApp, { runtime, options, actions }: PageContext): void {
  const limited = <Result>(read: Promise<Result>): Promise<Result> =>
    inTime(runtime.clock, options.readTimeoutMs, read);
  app.get('/api/queue', () => limited(readQueue(runtime)));
  app.get('/api/group', { schema: { querystring: groupQuery } }, ({ query }) =>
    limited(readGroup(runtime, query.name)),
  );
  app.get('/api/messages', { schema: { querystring: messagesQuery } }, async ({ query }) => {
    const leaving = new AbortController();
    try {
      return await limited(findMessages(runtime, query, leaving.signal));
    } finally {
      leaving.abort();
    }
  });
  const onRequest = requireToken(options.token);
  app.post('/api/publish', { schema: { body: publishBody }, onRequest }, ({ body }) =>
    publishByHand(runtime, actions, body),
  );
}
