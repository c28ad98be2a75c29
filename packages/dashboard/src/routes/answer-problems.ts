import { problem, problemMediaType, problemOf, type Problem } from '@foldmart/http/server';
import { isPortError, type Logger } from '@foldmart/core';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { PageApp } from '../page-app.js';

/** Answers errors with problem documents, and logs errors that are the server's fault. */
export function answerProblems(app: PageApp, logger: Logger): void {
  app.setErrorHandler((error, request, reply) => {
    const document = operatorProblem(error);
    if (document.status >= 500) {
      logger.error('a request of the page failed', { url: request.url, error });
    }
    if (document.status === 401) void reply.header('www-authenticate', 'Bearer');
    return answer(reply, document);
  });
}

/** Answers what no route answers, below the prefix of the page or on a server of its own. */
export function answerUnknown(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    answer(reply, problem('not-found', `${request.method} ${request.url} is no part of the page.`)),
  );
}

/** Its reader is the operator of the services, so it says what they say. */
function operatorProblem(error: unknown): Problem {
  const document = problemOf(error);
  if (!isPortError(error)) return document;
  const hint = error.hint === undefined ? '' : ` (${error.hint})`;
  return { ...document, detail: `${error.message}${hint}` };
}

function answer(reply: FastifyReply, document: Problem): FastifyReply {
  return reply
    .code(document.status)
    .type(problemMediaType)
    .serializer(JSON.stringify)
    .send(document);
}
