import { Readable } from 'node:stream';
import { explainRow, type Runtime } from '@foldmart/composition';
import type { RowExplanation } from '@foldmart/core';
import { ProblemError, problemOf } from '@foldmart/http/server';
import * as z from 'zod';
import type { PageApp } from '../page-app.js';
import type { PageContext } from '../page-context.js';
import { eventView } from '../shown/event-view.js';
import { shownRow } from '../shown/shown-row.js';
import type { RowHistoryLine, RowHistoryView } from '../views/model-view.js';
import { modelNamed } from './model-reader.js';
import { keyParameter } from './row-query.js';

const historyQuery = z.object({ model: z.string().min(1).max(100), key: keyParameter });

/** Each reads the whole log, so few may run at the same time. */
const mostHistories = 2;

/** `GET api/row-history`: the events that made a row. It takes long, so it answers in lines: progress, then the result. */
export function addHistoryRoutes(app: PageApp, { runtime }: PageContext): void {
  let running = 0;
  app.get('/api/row-history', { schema: { querystring: historyQuery } }, ({ query }, reply) => {
    modelNamed(runtime, query.model);
    if (running >= mostHistories) {
      throw new ProblemError(
        'too-many-requests',
        'Two rows are being traced already; wait for one.',
      );
    }
    running += 1;
    const leaving = new AbortController();
    reply.raw.once('close', () => leaving.abort());
    const lines = historyLines(runtime, query, leaving.signal, () => (running -= 1));
    return reply.type('application/x-ndjson').send(lines);
  });
}

function historyLines(
  runtime: Runtime,
  { model, key }: z.output<typeof historyQuery>,
  signal: AbortSignal,
  onEnd: () => void,
): Readable {
  const stream = new Readable({ read: () => undefined });
  const write = (line: RowHistoryLine): void => {
    if (!stream.destroyed) stream.push(`${JSON.stringify(line)}\n`);
  };
  const work = explainRow(runtime, model, key, {
    signal,
    onProgress: (progress) => write({ progress }),
  });
  void work
    .then((explanation) => write({ result: historyView(explanation) }))
    .catch((error: unknown) => {
      if (signal.aborted) return;
      const { title, detail, status } = problemOf(error);
      if (status >= 500) runtime.logger.error('a row could not be traced', { model, error });
      write({ error: detail ?? title });
    })
    .finally(() => {
      onEnd();
      if (!stream.destroyed) stream.push(null);
    });
  return stream;
}

function historyView({ touches, stored, folded, ...rest }: RowExplanation): RowHistoryView {
  return {
    ...rest,
    stored: stored === undefined ? null : shownRow(stored),
    folded: folded === undefined ? null : shownRow(folded),
    touches: touches.map(({ event, projection, writes, isPending, row }) => ({
      event: eventView(event),
      projection,
      changes: writes.map(({ op }) => op),
      isPending,
      row: row === undefined ? null : shownRow(row),
    })),
  };
}
