import { Readable } from 'node:stream';
import * as z from 'zod';
import type { CouponApiDependencies } from '../dependencies.js';
import { problemSchema } from '../problems/problem.js';
import type { CouponApp } from '../schemas/coupon-app.js';
import { requestParams, requireKnown } from './known-request.js';
import type { OutcomeWatch } from './outcome-watch.js';
import { requestView } from './request-view.js';

const signOfLifeMs = 15_000;
/** When a client comes back for which there was no room. */
const fullRetryMs = 5_000;

const schema = {
  summary: 'Stream the outcome of a request as a server-sent event',
  description:
    'Sends `waiting` at once and `outcome` when the request is decided, then ends. Ends sooner if too many clients wait: come back after `retry`.',
  produces: ['text/event-stream'],
  params: requestParams,
  response: { 200: z.unknown().describe('Server-sent events.'), 404: problemSchema },
};

/** `GET /api/coupon-requests/:requestId/events`: the server-sent events of one request. */
export function addStreamRequest(
  app: CouponApp,
  { requestIds }: CouponApiDependencies,
  watch: OutcomeWatch,
): void {
  app.get('/api/coupon-requests/:requestId/events', { schema }, ({ params }, reply) => {
    const requestId = requireKnown(requestIds, params.requestId);
    const leaving = new AbortController();
    reply.raw.on('close', () => {
      leaving.abort();
    });
    const events = outcomeEvents(params.requestId, requestId, watch, leaving.signal);
    return reply.type('text/event-stream').send(Readable.from(events));
  });
}

async function* outcomeEvents(
  token: string,
  requestId: string,
  watch: OutcomeWatch,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let decision = await watch.outcomeOf(requestId);
  if (decision === undefined)
    yield `retry: 1000\n${event('waiting', requestView(token, undefined))}`;
  while (decision === undefined) {
    if (watch.isFull) {
      yield `retry: ${String(fullRetryMs)}\n\n`;
      return;
    }
    decision = await watch.outcomeOf(requestId, signOfLifeMs, signal);
    if (signal.aborted || (decision === undefined && watch.closed.aborted)) return;
    if (decision === undefined) yield ': still waiting\n\n';
  }
  yield event('outcome', requestView(token, decision));
}

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
