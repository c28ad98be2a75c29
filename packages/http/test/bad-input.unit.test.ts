import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;

beforeAll(async () => {
  api = await openRushApi();
  await openCampaign(api, 1, 10);
  await openCampaign(api, 2, 10);
  await api.rush.manage({ type: 'close-campaign', couponId: 2 });
  await api.rush.manage({
    type: 'open-campaign',
    couponId: 3,
    stock: 10,
    opensAtMs: Date.now() + 3_600_000,
  });
});
afterAll(() => api.close());

const dropped = '16.00000000000000000001';
const json = { 'content-type': 'application/json' };

describe('an invalid request', () => {
  it.each([
    ['userId missing', 400, '/api/coupons/1/issue', undefined],
    ['userId empty', 400, '/api/coupons/1/issue?userId=', undefined],
    ['userId 0', 400, '/api/coupons/1/issue?userId=0', undefined],
    ['userId negative', 400, '/api/coupons/1/issue?userId=-16', undefined],
    ['userId a string', 400, '/api/coupons/1/issue?userId=alice', undefined],
    ['userId a fraction', 400, '/api/coupons/1/issue?userId=1.5', undefined],
    ['userId in exponents', 400, '/api/coupons/1/issue?userId=1e3', undefined],
    ['userId huge', 400, '/api/coupons/1/issue?userId=9007199254740993', undefined],
    ['userId of 400 digits', 400, `/api/coupons/1/issue?userId=${'9'.repeat(400)}`, undefined],
    ['userId twice', 400, '/api/coupons/1/issue?userId=1&userId=2', undefined],
    ['userId a string in JSON', 400, '/api/coupons/1/issue', '{"userId":"16"}'],
    ['userId huge in JSON', 400, '/api/coupons/1/issue', '{"userId":1e300}'],
    [
      'userId with digits that a number drops',
      400,
      '/api/coupons/1/issue',
      `{"userId":${dropped}}`,
    ],
    ['different users in query and body', 400, '/api/coupons/1/issue?userId=1', '{"userId":2}'],
    ['broken JSON', 400, '/api/coupons/1/issue?userId=1', '{"userId"'],
    ['a body that is not an object', 400, '/api/coupons/1/issue?userId=1', '[1]'],
    ['a poisoned prototype', 400, '/api/coupons/1/issue?userId=1', '{"__proto__":{"userId":1}}'],
    ['a coupon that is not a number', 400, '/api/coupons/one/issue?userId=1', undefined],
    ['coupon 0', 400, '/api/coupons/0/issue?userId=1', undefined],
    ['an unknown coupon', 404, '/api/coupons/4711/issue?userId=1', undefined],
    ['a closed campaign', 409, '/api/coupons/2/issue?userId=1', undefined],
    ['a campaign that is not open yet', 409, '/api/coupons/3/issue?userId=1', undefined],
    ['a body over the limit', 413, '/api/coupons/1/issue?userId=1', ' '.repeat(200_000)],
  ])(
    '%s: %i with a problem document, and nothing is queued',
    async (_what, status, url, payload) => {
      const answer = await api.app.inject({
        method: 'POST',
        url,
        ...(payload === undefined ? {} : { payload, headers: json }),
      });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status });
      expect(answer.json<{ type: string }>().type).toMatch(/^urn:foldmart:problem:/);
      expect(await api.queued()).toBe(0);
    },
  );

  it('a number that would change is named with its digits and the limit', async () => {
    const payload = `{"userId":${dropped}}`;
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/coupons/1/issue',
      payload,
      headers: json,
    });
    expect(answer.json()).toMatchObject({
      detail: expect.stringContaining(`userId is ${dropped}, which would become 16`) as string,
      errors: [{ path: 'body.userId' }],
    });
  });

  it('a body that is not JSON: 415', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/coupons/1/issue?userId=1',
      headers: { 'content-type': 'text/xml' },
      payload: '<userId>1</userId>',
    });
    expect(answer.json()).toMatchObject({ status: 415 });
    expect(await api.queued()).toBe(0);
  });

  it('gets a problem document with every fault and its path', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/coupons/1/issue?userId=-1',
    });
    expect(answer.json()).toMatchObject({
      title: 'The request is invalid',
      errors: [{ path: 'query.userId', message: 'expected a whole number from 1' }],
    });
  });

  it('with an id that no process issued gets 404', async () => {
    const { requestIds } = api.rush;
    const token = requestIds.tokenOf(requestIds.next());
    const forged = token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const id of [forged, 'x', '0198f7c2-3d4e-7a5b-8c6d-7e8f9a0b1c2d', '..%2f..']) {
      const answer = await api.app.inject({ url: `/api/coupon-requests/${id}` });
      expect(answer.json()).toMatchObject({ status: 404 });
    }
    expect((await api.app.inject({ url: `/api/coupon-requests/${token}` })).statusCode).toBe(200);
  });

  it('to an unknown address gets 404 with a problem document', async () => {
    const answer = await api.app.inject({ url: '/api/nothing?secret=1' });
    expect(answer.json()).toMatchObject({ status: 404, type: 'urn:foldmart:problem:not-found' });
    expect(answer.body).not.toContain('secret');
  });
});
