import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adminToken, openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;

beforeEach(async () => {
  api = await openRushApi();
});
afterEach(() => api.close());

const admin = { authorization: `Bearer ${adminToken}` };

async function post(payload: object, headers: Record<string, string> = admin) {
  return api.app.inject({ method: 'POST', url: '/api/coupons', payload, headers });
}

describe('managing campaigns', () => {
  it('opens a campaign that every client can see', async () => {
    const closesAt = new Date(Date.now() + 3_600_000).toISOString();
    const opened = await post({ couponId: 1, stock: 100, closesAt });
    expect(opened.statusCode).toBe(200);
    expect(opened.headers.location).toBe('/api/coupons/1');
    const seen = await api.app.inject({ url: '/api/coupons/1' });
    expect(seen.json()).toMatchObject({ couponId: 1, phase: 'open', stock: 100, closesAt });
  });

  it('changes nothing when a campaign is opened again on the same terms, and refuses other terms', async () => {
    await post({ couponId: 1, stock: 100 });
    expect((await post({ couponId: 1, stock: 100 })).json()).toMatchObject({ stock: 100 });
    expect((await post({ couponId: 1, stock: 200 })).json()).toMatchObject({
      status: 409,
      type: 'urn:foldmart:problem:contradicts-campaign',
    });
    expect((await api.rush.ledger.status(1))?.state.stock).toBe(100);
  });

  it('refills once per Idempotency-Key', async () => {
    await post({ couponId: 1, stock: 100 });
    const named = { ...admin, 'idempotency-key': 'monday' };
    await post({ couponId: 1, refill: 50 }, named);
    expect((await post({ couponId: 1, refill: 50 }, named)).json()).toMatchObject({ stock: 150 });
    expect((await post({ couponId: 1, refill: 50 })).json()).toMatchObject({ stock: 200 });
  });

  it('cannot refill a campaign that was never opened', async () => {
    expect((await post({ couponId: 9, refill: 1 })).json()).toMatchObject({ status: 404 });
  });

  it('closes a campaign permanently', async () => {
    await post({ couponId: 1, stock: 100 });
    const url = '/api/coupons/1/close';
    const closed = await api.app.inject({ method: 'POST', url, headers: admin });
    expect(closed.json()).toMatchObject({ phase: 'closed' });
    const asked = await api.app.inject({ method: 'POST', url: '/api/coupons/1/issue?userId=1' });
    expect(asked.json()).toMatchObject({ status: 409 });
    expect((await post({ couponId: 1, refill: 1 })).json()).toMatchObject({ status: 409 });
  });

  it.each([
    [{ couponId: 1 }],
    [{ stock: 1 }],
    [{ couponId: 1, stock: -1 }],
    [{ couponId: 1, stock: 1.5 }],
    [{ couponId: 1, stock: '100' }],
    [{ couponId: 1, stock: 1e12 }],
    [{ couponId: -1, stock: 1 }],
    [{ couponId: 1, stock: 1, opensAt: 'tomorrow' }],
    [{ couponId: 1, stock: 1, minimumGrade: 'TIN' }],
    [{ couponId: 1, stock: 1, surprise: true }],
    [{ couponId: 1, refill: 0 }],
    [{ couponId: 1, stock: 1, closesAt: '2020-01-01T00:00:00Z' }],
  ])('refuses %j and opens nothing', async (payload) => {
    expect((await post(payload)).json()).toMatchObject({ status: 400 });
    expect(await api.rush.ledger.campaigns()).toEqual([]);
  });
});

describe('admin calls', () => {
  it.each<[string, number, Record<string, string>]>([
    ['no token', 401, {}],
    ['another token', 403, { authorization: 'Bearer something-else' }],
    ['another scheme', 401, { authorization: `Basic ${adminToken}` }],
    ['part of the token', 403, { authorization: `Bearer ${adminToken.slice(0, -1)}` }],
  ])('are refused with %s: %i', async (_what, status, headers) => {
    const answer = await post({ couponId: 1, stock: 1 }, headers);
    expect(answer.json()).toMatchObject({ status });
    const closing = { method: 'POST', url: '/api/coupons/1/close', headers } as const;
    expect((await api.app.inject(closing)).statusCode).toBe(status);
    expect(await api.rush.ledger.campaigns()).toEqual([]);
  });
});
