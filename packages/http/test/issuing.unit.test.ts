import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';

let api: RushApi;

beforeEach(async () => {
  api = await openRushApi();
  await openCampaign(api, 1, 2);
});
afterEach(() => api.close());

interface Accepted {
  readonly requestId: string;
  readonly eventId: string;
  readonly links: { readonly self: string; readonly events: string };
}

async function ask(userId: number, headers: Record<string, string> = {}) {
  const url = `/api/coupons/1/issue?userId=${String(userId)}`;
  const answer = await api.app.inject({ method: 'POST', url, headers });
  expect(answer.statusCode).toBe(202);
  expect(answer.headers.location).toBe(answer.json<Accepted>().links.self);
  return answer.json<Accepted>();
}

async function outcomeOf({ links }: Accepted): Promise<unknown> {
  const answer = await api.app.inject({ url: `${links.self}?wait=10s` });
  expect(answer.statusCode).toBe(200);
  return answer.json<{ outcome: unknown }>().outcome;
}

describe('a coupon request', () => {
  it('is accepted with an id that shows WAITING until the request is decided, and then its outcome', async () => {
    const accepted = await ask(16);
    const waiting = await api.app.inject({ url: accepted.links.self });
    expect(waiting.json()).toMatchObject({ requestId: accepted.requestId, status: 'WAITING' });
    expect(waiting.headers['retry-after']).toBe('1');
    await api.startWorker();
    expect(await outcomeOf(accepted)).toBe('SUCCESS');
    const decided = await api.app.inject({ url: `/api/coupon-requests/${accepted.requestId}` });
    expect(decided.json()).toMatchObject({
      status: 'DECIDED',
      outcome: 'SUCCESS',
      couponId: 1,
      userId: 16,
      issueNumber: 1,
      reason: null,
    });
  });

  it('is decided in the order of the queue', async () => {
    const accepted = [];
    for (const userId of [7, 7, 8, 9]) accepted.push(await ask(userId));
    await api.startWorker();
    const outcomes = [];
    for (const each of accepted) outcomes.push(await outcomeOf(each));
    expect(outcomes).toEqual(['SUCCESS', 'DUPLICATE_REQUEST', 'SUCCESS', 'OUT_OF_STOCK']);
    const coupon = await api.app.inject({ url: '/api/coupons/1' });
    expect(coupon.json()).toMatchObject({
      phase: 'open',
      stock: 2,
      issued: 2,
      remaining: 0,
      outcomes: { SUCCESS: 2, DUPLICATE_REQUEST: 1, OUT_OF_STOCK: 1 },
    });
  });

  it('can name the user in a JSON body', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/coupons/1/issue',
      payload: { userId: 16 },
    });
    expect(answer.statusCode).toBe(202);
    await api.startWorker();
    expect(await outcomeOf(answer.json())).toBe('SUCCESS');
    expect(await api.rush.ledger.holders(1)).toMatchObject([{ userId: 16 }]);
  });

  it('can have an empty body with the media type JSON', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/api/coupons/1/issue?userId=1',
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.statusCode).toBe(202);
  });

  it('counts as waiting in the view of the coupon', async () => {
    for (const userId of [1, 2, 3]) await ask(userId);
    const coupon = await api.app.inject({ url: '/api/coupons/1' });
    expect(coupon.json()).toMatchObject({ waiting: 3, issued: 0 });
  });

  it('is the same one if repeated with its Idempotency-Key, and another one for another user', async () => {
    const first = await ask(16, { 'idempotency-key': 'click' });
    const again = await ask(16, { 'idempotency-key': 'click' });
    const other = await ask(17, { 'idempotency-key': 'click' });
    expect(again.requestId).toBe(first.requestId);
    expect(other.requestId).not.toBe(first.requestId);
    await api.startWorker();
    expect(await outcomeOf(again)).toBe('SUCCESS');
    expect(await outcomeOf(other)).toBe('SUCCESS');
    const { state } = (await api.rush.ledger.status(1))!;
    expect(state.outcomes).toMatchObject({ SUCCESS: 2, DUPLICATE_REQUEST: 0 });
  });

  it('can be waited for until the time limit, and is then still waiting', async () => {
    const accepted = await ask(16);
    const answer = await api.app.inject({ url: `${accepted.links.self}?wait=50ms` });
    expect(answer.json()).toMatchObject({ status: 'WAITING' });
  });

  it.each(['soon', '-1s', '', '5h'])('cannot be waited for %j', async (wait) => {
    const { links } = await ask(16);
    const answer = await api.app.inject({ url: `${links.self}?wait=${wait}` });
    expect(answer.json()).toMatchObject({ status: 400 });
  });
});

describe('the stream of a request', () => {
  it('sends waiting, then the outcome, and ends', async () => {
    const accepted = await ask(16);
    const streamed = api.app.inject({ url: accepted.links.events });
    await api.startWorker();
    const { headers, body } = await streamed;
    expect(headers['content-type']).toContain('text/event-stream');
    const names = [...body.matchAll(/^event: (.+)$/gm)].map(([, name]) => name);
    expect(names).toEqual(['waiting', 'outcome']);
    const data = [...body.matchAll(/^data: (.+)$/gm)].map(([, text]) => text ?? '');
    expect(JSON.parse(data.at(-1)!)).toMatchObject({ outcome: 'SUCCESS', userId: 16 });
  });

  it('ends when the server closes, like every other wait', async () => {
    const accepted = await ask(16);
    const streamed = api.app.inject({ url: accepted.links.events });
    const waiting = api.app.inject({ url: `${accepted.links.self}?wait=30s` });
    await api.app.close();
    expect((await streamed).body).not.toContain('event: outcome');
    expect((await waiting).statusCode).toBe(200);
  });

  it('does not exist for an id that no process issued', async () => {
    const answer = await api.app.inject({ url: '/api/coupon-requests/made-up/events' });
    expect(answer.json()).toMatchObject({ status: 404 });
  });
});
