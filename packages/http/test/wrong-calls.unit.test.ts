import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminToken, openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';
import { sendRaw } from './support/raw-http.js';

let api: RushApi;

beforeAll(async () => {
  api = await openRushApi();
  await openCampaign(api, 1, 10);
  await api.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => api.close());

const admin = { authorization: `Bearer ${adminToken}` };

async function answerTo(request: string) {
  async function* pieces(): AsyncGenerator<string> {
    yield request;
  }
  const address = api.app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return sendRaw(port, pieces());
}

describe('a method that a path does not have', () => {
  it.each([
    ['DELETE', '/api/coupons/1', 'GET, HEAD'],
    ['GET', '/api/coupons/1/issue', 'POST'],
    ['PUT', '/api/coupons', 'POST'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['PATCH', '/api/coupon-requests/x?wait=1s', 'GET, HEAD'],
    ['OPTIONS', '/openapi.json', 'GET, HEAD'],
  ] as const)('%s %s: 405 with Allow: %s', async (method, url, allow) => {
    const answer = await api.app.inject({ method, url });
    expect(answer.headers.allow).toBe(allow);
    expect(answer.json()).toMatchObject({
      status: 405,
      type: 'urn:foldmart:problem:method-not-allowed',
    });
  });

  it('of an unknown path: 404', async () => {
    const answer = await api.app.inject({ method: 'DELETE', url: '/api/nothing' });
    expect(answer.json()).toMatchObject({ status: 404 });
    expect(answer.headers.allow).toBeUndefined();
  });
});

describe('a request that HTTP or the router refuses', () => {
  it.each([
    ['a path that is not decodable', 'GET /api/coupons/%E0%A4%A HTTP/1.1\r\nhost: x\r\n', 400],
    [
      'an id of 3,000 characters',
      `GET /api/coupon-requests/${'x'.repeat(3_000)} HTTP/1.1\r\nhost: x\r\n`,
      400,
    ],
    [
      'a coupon of 3,000 digits',
      `GET /api/coupons/${'1'.repeat(3_000)} HTTP/1.1\r\nhost: x\r\n`,
      400,
    ],
    ['no Host', 'GET /api/coupons/1 HTTP/1.1\r\n', 400],
  ])('%s: a problem document', async (_what, head, status) => {
    const answer = await answerTo(`${head}connection: close\r\n\r\n`);
    expect(answer.status).toBe(status);
    expect(answer.headers).toContain('application/problem+json');
    expect(answer.headers).toContain('x-content-type-options: nosniff');
    expect(JSON.parse(answer.body)).toMatchObject({
      status,
      type: expect.stringMatching(/^urn:foldmart:problem:/) as string,
    });
  });
});

describe('a campaign body', () => {
  it.each([
    [{ couponId: 1, stock: '5' }, 'body.stock', 'expected number, received string'],
    [{ couponId: 1, refill: '5' }, 'body.refill', 'expected number, received string'],
    [{ couponId: 'a', stock: 5 }, 'body.couponId', 'expected number, received string'],
    [{ couponId: 1 }, 'body.stock', 'expected number, received undefined'],
    [{ couponId: 1, stock: 1, opensAt: 'tomorrow' }, 'body.opensAt', 'Invalid ISO datetime'],
  ])('%j: names %s', async (payload, path, message) => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/coupons',
      payload,
      headers: admin,
    });
    expect(answer.json()).toMatchObject({
      status: 400,
      errors: [{ path, message: expect.stringContaining(message) as string }],
    });
  });
});

describe('an admin token', () => {
  const payload = { couponId: 9, stock: 1 };
  const post = (headers: Record<string, string>) =>
    api.app.inject({ method: 'POST', url: '/api/coupons', payload, headers });

  it.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['of another scheme', { authorization: `Basic ${adminToken}` }],
  ])('%s: 401, and how to send it', async (_what, headers) => {
    const answer = await post(headers);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({
      status: 401,
      type: 'urn:foldmart:problem:admin-token-missing',
    });
  });

  it('that is wrong: 403', async () => {
    expect((await post({ authorization: 'Bearer something-else' })).json()).toMatchObject({
      status: 403,
      type: 'urn:foldmart:problem:admin-token-wrong',
    });
  });
});
