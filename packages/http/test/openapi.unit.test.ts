import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;
let document: {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security?: unknown;
}

beforeAll(async () => {
  api = await openRushApi();
  document = (await api.app.inject({ url: '/openapi.json' })).json();
});
afterAll(() => api.close());

it('describes every route', () => {
  expect(document.openapi).toBe('3.1.0');
  const calls = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  expect(calls.sort()).toEqual([
    'get /api/coupon-requests/{requestId}',
    'get /api/coupon-requests/{requestId}/events',
    'get /api/coupons/{couponId}',
    'get /health',
    'get /health/live',
    'get /health/ready',
    'post /api/coupons',
    'post /api/coupons/{couponId}/close',
    'post /api/coupons/{couponId}/issue',
  ]);
});

it('takes inputs and responses from the schemas of the routes', () => {
  const issue = document.paths['/api/coupons/{couponId}/issue']!['post']!;
  expect(issue.parameters?.map(({ name, in: place }) => `${place} ${name}`).sort()).toEqual([
    'header idempotency-key',
    'path couponId',
    'query userId',
  ]);
  expect(Object.keys(issue.responses)).toEqual(
    expect.arrayContaining(['202', '400', '404', '409', '413', '429', '503']),
  );
  expect(document.paths['/api/coupons']!['post']!.security).toEqual([{ adminToken: [] }]);
});
