import type { Logger } from '@foldmart/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CouponApp } from '../schemas/coupon-app.js';
import { collectMethods } from './allowed-methods.js';
import { problemOf } from './problem-of.js';
import { problem, problemMediaType, type Problem } from './problem.js';

const retryAdvice =
  'A service behind this one does not answer. A request for a coupon may have been queued: repeat it with the same Idempotency-Key.';

/** Answers errors and unknown addresses with problem documents, and logs errors that are the server's fault. */
export function answerProblems(app: CouponApp, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const document = problemOf(error, retryAdvice);
    if (document.status >= 500) logger.error('a request failed', { ...named(request), error });
    if (document.status === 401) void reply.header('www-authenticate', 'Bearer');
    if (document.status === 503) void reply.header('retry-after', '1');
    return answer(reply, document);
  });
  const methodsOf = collectMethods(app);
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    const detail = `${request.method} ${pathOf(request)} is not part of this API.`;
    const methods = methodsOf(pathOf(request));
    if (methods.length === 0) return answer(reply, problem('not-found', detail));
    void reply.header('allow', methods.join(', '));
    return answer(reply, problem('method-not-allowed', detail));
  });
}

/** Answers requests that the router refuses before any hook runs, such as a path that cannot be decoded. */
export function answerRouterError(error: Error, _request: unknown, reply: FastifyReply): void {
  void reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  void answer(reply, problemOf(error, retryAdvice));
}

function answer(reply: FastifyReply, document: Problem): FastifyReply {
  return reply
    .code(document.status)
    .type(problemMediaType)
    .serializer(JSON.stringify)
    .send(document);
}

function named(request: FastifyRequest): Readonly<Record<string, string>> {
  return { method: request.method, path: pathOf(request) };
}

function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? url;
}
