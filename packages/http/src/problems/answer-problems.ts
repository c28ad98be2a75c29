import type { Logger } from '@foldmart/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CouponApp } from '../schemas/coupon-app.js';
import { problemOf } from './problem-of.js';
import { problem, problemMediaType, type Problem } from './problem.js';

/** Answers errors and unknown addresses with problem documents, and logs errors that are the server's fault. */
export function answerProblems(app: CouponApp, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const document = problemOf(error);
    if (document.status >= 500) logger.error('a request failed', { ...named(request), error });
    if (document.status === 503) void reply.header('retry-after', '1');
    return answer(reply, document);
  });
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    answer(
      reply,
      problem('not-found', `${request.method} ${pathOf(request)} is not part of this API.`),
    ),
  );
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
