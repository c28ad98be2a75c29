import { ProblemError } from '@foldmart/http/server';
import * as z from 'zod';
import { exampleQuestions } from '../ask/examples.js';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { refusedByService } from './refused-by-service.js';

const askBody = z.object({ sql: z.string().trim().min(1).max(50_000) });

const bounds = { maxRows: 1_000, maxCharacters: 2_000_000 };
/** Each has a connection of its own. */
const mostQuestions = 3;

/** `GET api/ask/examples`; `POST api/ask`: answers a question in SQL. A post, so that no link or picture can ask. */
export function addAskRoutes(app: PageApp, { runtime, options }: PageContext): void {
  let running = 0;
  app.get('/api/ask/examples', () => exampleQuestions(runtime));
  app.post('/api/ask', { schema: { body: askBody } }, async ({ body }) => {
    const ask = runtime.ask;
    if (ask === undefined) throw new ProblemError('not-found', noSql);
    if (running >= mostQuestions) {
      throw new ProblemError(
        'too-many-requests',
        `${String(mostQuestions)} questions are being answered; wait for one.`,
      );
    }
    running += 1;
    const startedAt = runtime.clock.monotonic();
    try {
      const question = { text: body.sql, timeoutMs: options.readTimeoutMs, ...bounds };
      const answer = await refusedByService(ask(question));
      return { ...answer, tookMs: Math.round(runtime.clock.monotonic() - startedAt) };
    } finally {
      running -= 1;
    }
  });
}

const noSql = 'The database in memory has no SQL: set DB_TYPE=postgres to ask questions.';
