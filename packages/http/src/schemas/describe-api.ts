import swagger from '@fastify/swagger';
import * as z from 'zod';
import { problemMediaType, problemSchema } from '../problems/problem.js';
import type { CouponApp } from './coupon-app.js';

/**
 * Collects the routes' schemas into an OpenAPI 3.1 document, served at `/openapi.json`. Register it
 * before the routes.
 */
export async function describeApi(app: CouponApp): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Foldmart coupon rush',
        description:
          'First come, first served: issues coupons in the order of requests, and never more than the stock.',
        version: '1.0.0',
      },
      components: { securitySchemes: { adminToken: { type: 'http', scheme: 'bearer' } } },
    },
    transform: ({ schema, url }) => ({ schema: translate(schema as RouteSchema), url }),
  });
}

/** Serves the document. Register it after the routes. */
export function serveDescription(app: CouponApp): void {
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger());
}

const inputs = ['body', 'querystring', 'params', 'headers'];

type RouteSchema = Readonly<Record<string, unknown>>;

function translate(schema: RouteSchema | undefined): RouteSchema {
  const entries = Object.entries(schema ?? {}).map(([part, value]) => {
    if (inputs.includes(part)) return [part, toJsonSchema(value, 'input')];
    return [part, part === 'response' ? translateAnswers(value as RouteSchema) : value];
  });
  return Object.fromEntries(entries) as RouteSchema;
}

function translateAnswers(answers: RouteSchema): RouteSchema {
  const entries = Object.entries(answers).map(([status, schema]) => {
    const described = toJsonSchema(schema, 'output');
    return [status, schema === problemSchema ? asProblem(described) : described];
  });
  return Object.fromEntries(entries) as RouteSchema;
}

/** Problem documents have a media type of their own. */
function asProblem(schema: unknown): unknown {
  const { description } = problemSchema;
  return { description, content: { [problemMediaType]: { schema } } };
}

function toJsonSchema(schema: unknown, io: 'input' | 'output'): unknown {
  if (!(schema instanceof z.ZodType)) return schema;
  const described = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  delete described.$schema;
  return described;
}
