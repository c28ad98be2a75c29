import { PortError } from '@foldmart/core';
import { createCouponApi } from '@foldmart/http';
import { afterEach, expect, it } from 'vitest';
import { openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;

afterEach(() => api.close());

it('is up while everything answers', async () => {
  api = await openRushApi();
  for (const url of ['/health', '/health/ready', '/health/live']) {
    const answer = await api.app.inject({ url });
    expect([answer.statusCode, answer.json<{ status: string }>().status]).toEqual([200, 'up']);
  }
});

it('names the service that is down, without its address, while the process stays alive', async () => {
  api = await openRushApi();
  await openCampaign(api, 1, 1);
  await api.system.promptBus().close();
  const ready = await api.app.inject({ url: '/health/ready' });
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toMatchObject({
    status: 'down',
    dependencies: [
      { name: 'ledger', status: 'up' },
      { name: 'queue', status: 'down', reason: 'closed' },
    ],
  });
  expect((await api.app.inject({ url: '/health/live' })).statusCode).toBe(200);
  const asked = await api.app.inject({ method: 'POST', url: '/api/coupons/1/issue?userId=1' });
  expect(asked.json()).toMatchObject({ status: 503 });
});

it('does not tell clients the address of a failing service', async () => {
  api = await openRushApi();
  const { system, rush } = api;
  const { ids, clock, logger } = system;
  const failure = new PortError({
    port: 'coupon-ledger',
    operation: 'status',
    reason: 'unavailable',
    message: 'postgres at db.internal:5432 refuses connections',
  });
  const ledger = { ...rush.ledger, status: () => Promise.reject(failure) };
  const app = await createCouponApi({ ...rush, ledger, ids, clock, logger });
  const answer = await app.inject({ url: '/api/coupons/1' });
  expect(answer.json()).toMatchObject({ status: 503 });
  expect(answer.headers['retry-after']).toBe('1');
  expect(answer.body).not.toContain('db.internal');
  await app.close();
});

it('responds within the time limit if a service never responds', async () => {
  api = await openRushApi();
  const { system, rush } = api;
  const { ids, clock, logger } = system;
  const queue = { size: () => new Promise<number>(() => undefined) };
  const app = await createCouponApi(
    { ...rush, queue, ids, clock, logger },
    { answerTimeoutMs: 50 },
  );
  expect((await app.inject({ url: '/api/coupons/1' })).statusCode).toBe(503);
  await app.close();
});
