import { PortError, type PortErrorCode, type PortErrorReason } from '@foldmart/core';
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

it('names the role that does not move, and at which step', async () => {
  api = await openRushApi();
  const { system, rush } = api;
  const { ids, clock, logger } = system;
  const stalled = [
    { role: 'coupon-worker', work: 'worker_1', at: 'processor.processBatch', forMs: 125_400 },
  ];
  const app = await createCouponApi({ ...rush, ids, clock, logger, stalled: () => stalled });
  const answer = await app.inject({ url: '/health' });
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({
    status: 'down',
    stalled: [
      { role: 'coupon-worker', work: 'worker_1', at: 'processor.processBatch', seconds: 125 },
    ],
  });
  await app.close();
});

it.each<[PortErrorReason, PortErrorCode | undefined]>([
  ['unavailable', undefined],
  ['timeout', undefined],
  ['closed', undefined],
])('says when to retry if a service fails for now: %s %s', async (reason, code) => {
  const answer = await answerTo(reason, code);
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ type: 'urn:foldmart:problem:unavailable', status: 503 });
  expect(answer.headers['retry-after']).toBe('1');
});

it.each<[PortErrorReason, PortErrorCode | undefined]>([
  ['rejected', undefined],
  ['rejected', 'missing-schema'],
  ['rejected', 'projection-failed'],
  ['unauthorized', undefined],
  ['corrupt', undefined],
  ['unknown', undefined],
])('does not ask for a retry if a service fails for good: %s %s', async (reason, code) => {
  const answer = await answerTo(reason, code);
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toMatchObject({ type: 'urn:foldmart:problem:service-failed', status: 500 });
  expect(answer.headers['retry-after']).toBeUndefined();
});

it('tells clients of a service that fails nothing about where it is', async () => {
  for (const reason of ['unavailable', 'rejected'] as const) {
    const answer = await answerTo(reason);
    expect(answer.body).not.toContain('db.internal');
    await api.close();
  }
});

/** The answer while the ledger fails with this reason. */
async function answerTo(reason: PortErrorReason, code?: PortErrorCode) {
  api = await openRushApi();
  const { system, rush } = api;
  const { ids, clock, logger } = system;
  const failure = new PortError({
    port: 'coupon-ledger',
    operation: 'status',
    reason,
    message: 'postgres at db.internal:5432 refuses connections',
    ...(code === undefined ? {} : { code }),
  });
  const ledger = { ...rush.ledger, status: () => Promise.reject(failure) };
  const app = await createCouponApi({ ...rush, ledger, ids, clock, logger });
  const answer = await app.inject({ url: '/api/coupons/1' });
  await app.close();
  return answer;
}

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
