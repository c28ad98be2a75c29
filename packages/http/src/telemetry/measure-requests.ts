import {
  carrierOfHeaders,
  type HistogramDefinition,
  type Span,
  type Telemetry,
  type Tracer,
} from '@foldmart/core';
import type { FastifyRequest } from 'fastify';
import type { CouponApp } from '../schemas/coupon-app.js';

const duration: HistogramDefinition<'method' | 'route' | 'status'> = {
  name: 'foldmart_http_request_duration_seconds',
  help: 'Time from the headers of a request until its answer is sent, by route and status.',
  labels: ['method', 'route', 'status'],
  bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
};

/** Measures every call, and gives it a span that continues the caller's trace. */
export function measureRequests(app: CouponApp, telemetry: Telemetry | undefined): void {
  if (telemetry === undefined) return;
  const { meter, tracer } = telemetry;
  if (meter.isEnabled) {
    const durations = meter.histogram(duration);
    app.addHook('onResponse', (request, reply, done) => {
      const status = String(reply.statusCode);
      const labels = { method: methodOf(request), route: routeOf(request), status };
      durations.observe(labels, reply.elapsedTime / 1_000);
      done();
    });
  }
  if (tracer.isEnabled) traceRequests(app, tracer);
}

/** The span of a call, and the error that ended it. */
interface TracedCall {
  readonly span: Span;
  error?: unknown;
}

function traceRequests(app: CouponApp, tracer: Tracer): void {
  const calls = new WeakMap<FastifyRequest, TracedCall>();
  app.addHook('onRequest', (request, _reply, done) => {
    calls.set(request, { span: startSpan(tracer, request) });
    done();
  });
  // A body arrives in events of the socket. From here on, the call runs in its own context.
  app.addHook('preHandler', (request, _reply, done) => {
    const call = calls.get(request);
    if (call === undefined) done();
    else call.span.run(() => done());
  });
  // The status is not known yet.
  app.addHook('onError', (request, _reply, error, done) => {
    const call = calls.get(request);
    if (call !== undefined) call.error = error;
    done();
  });
  app.addHook('onResponse', (request, { statusCode }, done) => {
    endSpan(calls.get(request), statusCode);
    done();
  });
}

/** A call that the client got wrong is no failure of the server. */
function endSpan(call: TracedCall | undefined, statusCode: number): void {
  if (call === undefined) return;
  call.span.set({ 'http.response.status_code': statusCode });
  if (statusCode >= 500) call.span.fail(call.error ?? new Error(`status ${String(statusCode)}`));
  call.span.end();
}

function startSpan(tracer: Tracer, request: FastifyRequest): Span {
  const [method, route] = [methodOf(request), routeOf(request)];
  const { traceparent, tracestate } = request.headers;
  const headers = {
    ...(typeof traceparent === 'string' && { traceparent }),
    ...(typeof tracestate === 'string' && { tracestate }),
  };
  return tracer.start(`${method} ${route}`, {
    kind: 'server',
    parent: carrierOfHeaders(headers),
    attributes: {
      'http.request.method': method,
      'http.route': route,
      'url.path': request.url.split('?', 1)[0] ?? '',
      'url.scheme': request.protocol,
    },
  });
}

const unknownRoute = 'unknown';
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Anything else that a client sends has one name, so that clients cannot make labels. */
function methodOf({ method }: FastifyRequest): string {
  return methods.has(method) ? method : '_OTHER';
}

function routeOf({ routeOptions }: FastifyRequest): string {
  return routeOptions.url ?? unknownRoute;
}
