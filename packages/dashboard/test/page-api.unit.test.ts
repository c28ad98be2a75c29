import { request } from 'node:http';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dashboard, serveDashboard, type DashboardOptions } from '../src/index.js';
import type { RowHistoryLine } from '../src/views/model-view.js';
import type { RelatedView, StreamPartView } from '../src/views/stream-view.js';
import { openLending } from './support/lending.js';

const token = 'a-token-of-16-or-more';
const unsafe = '<img src=x onerror=alert(1)>';

let app: Awaited<ReturnType<typeof openLending>>;
let server: FastifyInstance;

beforeEach(async () => {
  app = await openLending();
  await app.book('dune').lend('ann');
  await app.book('dune').giveBack(undefined);
  await app.book('dune').lend(unsafe);
  await app.book('emma').lend('ann');
  await app.catchUp();
});
afterEach(async () => {
  await server.close();
  await app.close();
});

async function mount(options: DashboardOptions = {}, prefix = '/ops'): Promise<void> {
  server = fastify();
  await server.register(dashboard(app, { intervalMs: 100, ...options }), { prefix });
}

async function get<Result>(path: string): Promise<Result> {
  const response = await server.inject(`/ops/api/${path}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<Result>();
}

describe('the page in a server of its user', () => {
  it('says what it is about', async () => {
    await mount();
    expect(await get('page')).toMatchObject({
      domain: 'lending',
      database: 'memory',
      canChange: false,
      deciders: [{ name: 'book', streamPrefix: 'book-' }],
      models: ['loans', 'readers'],
    });
  });

  it('allows no inline script, no frame and no other origin', async () => {
    await mount();
    const { headers } = await server.inject('/ops/api/page');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('leaves the addresses of its host alone', async () => {
    await mount();
    const own = await server.inject('/elsewhere');
    expect(own.headers['content-security-policy']).toBeUndefined();
    const unknown = await server.inject('/ops/elsewhere');
    expect(unknown.statusCode).toBe(404);
    expect(unknown.headers['content-type']).toContain('application/problem+json');
  });

  it('is a folder, since its files have relative addresses', async () => {
    await mount();
    const { statusCode, headers } = await server.inject('/ops?x=1');
    expect([statusCode, headers.location]).toEqual([308, './ops/?x=1']);
  });

  it('refuses wrong options', () => {
    expect(() => dashboard(app, { token: 'short' })).toThrow(/16 visible ASCII/);
  });
});

describe('streams on the page', () => {
  it('are listed by the beginning of their ids, page by page', async () => {
    await mount();
    const first = await get<{ streams: object[]; next: string }>('streams?prefix=book-&limit=1');
    expect(first).toMatchObject({ streams: [{ streamId: 'book-dune', version: 3 }] });
    const second = await get(`streams?prefix=book-&limit=1&after=${first.next}`);
    expect(second).toMatchObject({ streams: [{ streamId: 'book-emma' }], next: null });
    expect(await get('streams?prefix=x')).toEqual({ streams: [], next: null, event: null });
    const { steps } = await get<StreamPartView>('stream?id=book-dune');
    const id = String(steps[1]?.event.id);
    expect(await get(`streams?prefix=${id}`)).toMatchObject({
      event: { type: 'returned', streamId: 'book-dune', version: 2 },
    });
  });

  it('show the state after each event', async () => {
    await mount();
    const part = await get<StreamPartView>('stream?id=book-dune');
    expect(part).toMatchObject({ decider: 'book', version: 3, before: { member: null, loans: 0 } });
    expect(part.steps.map(({ state }) => state)).toEqual([
      { member: 'ann', loans: 1 },
      { member: null, loans: 1 },
      { member: unsafe, loans: 2 },
    ]);
    const last = await get<StreamPartView>('stream?id=book-dune&from=3');
    expect(last).toMatchObject({ before: { member: null, loans: 1 }, from: 3 });
    expect(last.steps).toEqual(part.steps.slice(2));
  });

  it('that do not exist are a problem document', async () => {
    await mount();
    const response = await server.inject('/ops/api/stream?id=book-none');
    expect([response.statusCode, response.json<{ title: string }>().title]).toEqual([
      404,
      'There is nothing here',
    ]);
    expect((await server.inject('/ops/api/stream?id=')).statusCode).toBe(400);
  });

  it('show what belongs together', async () => {
    await mount();
    const cause = { correlationId: 'order-1', causationId: 'command-1' };
    await app.book('ulysses').lend('bob', cause);
    const { steps: causes } = await get<StreamPartView>('stream?id=book-ulysses');
    const effect = { correlationId: 'order-1', causationId: causes[0]?.event.id ?? '' };
    await app.book('walden').lend('bob', effect);
    const { steps } = await get<StreamPartView>('stream?id=book-walden');
    const related = await get<RelatedView>(`related?event=${String(steps[0]?.event.id)}`);
    expect(related.events.map(({ streamId }) => streamId)).toEqual(['book-ulysses', 'book-walden']);
    expect(related.isPartial).toBe(false);
  });
});

describe('read models on the page', () => {
  it('are read by an index', async () => {
    await mount();
    const where = encodeURIComponent(JSON.stringify({ member: 'ann' }));
    expect(await get(`rows?model=loans&index=1&where=${where}`)).toEqual({
      rows: [{ book: 'emma', member: 'ann' }],
      next: null,
    });
    const first = await get<{ next: object }>('rows?model=loans&limit=1&order=descending');
    expect(first).toMatchObject({ rows: [{ book: 'emma' }] });
    const after = encodeURIComponent(JSON.stringify(first.next));
    expect(await get(`rows?model=loans&limit=1&order=descending&after=${after}`)).toMatchObject({
      rows: [{ book: 'dune', member: unsafe }],
      next: null,
    });
    for (const wrong of ['model=loans&index=9', 'model=loans&where=x', 'model=loans&limit=0']) {
      expect((await server.inject(`/ops/api/rows?${wrong}`)).statusCode).toBe(400);
    }
    expect((await server.inject('/ops/api/rows?model=none')).statusCode).toBe(404);
  });

  it.each([
    ['row?model=loans', 'key', {}],
    ['row?model=loans', 'key', { book: '\u0000' }],
    ['rows?model=loans', 'after', {}],
    ['rows?model=loans', 'where', { member: 'ann' }],
  ])('refuse %s with the %s %j as invalid', async (path, name, value) => {
    await mount();
    const parameter = `${name}=${encodeURIComponent(JSON.stringify(value))}`;
    const response = await server.inject(`/ops/api/${path}&${parameter}`);
    expect(response.json()).toMatchObject({ type: 'urn:foldmart:problem:invalid-request' });
    expect(response.body).toContain('loans');
  });

  it('say why a key has no history', async () => {
    await mount();
    const { body } = await server.inject('/ops/api/row-history?model=loans&key=%7B%7D');
    expect(JSON.parse(body)).toEqual({ error: expect.stringContaining('loans.book') as string });
  });

  it('tell which events made a row, and that a fold agrees', async () => {
    await mount();
    const key = encodeURIComponent(JSON.stringify({ book: 'dune' }));
    const response = await server.inject(`/ops/api/row-history?model=loans&key=${key}`);
    const lines = response.body.trimEnd().split('\n');
    const last = JSON.parse(lines.at(-1) ?? '') as RowHistoryLine;
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ progress: { total: 4 } });
    expect(last).toMatchObject({
      result: {
        touchCount: 3,
        differing: [],
        stored: { book: 'dune', member: unsafe },
        folded: { book: 'dune', member: unsafe },
        touches: [
          { event: { type: 'lent', version: 1 }, row: { member: 'ann' } },
          { event: { type: 'returned', version: 2 }, row: { member: null } },
          { event: { type: 'lent', version: 3 }, row: { member: unsafe } },
        ],
      },
    });
  });
});

describe('changes on the page', () => {
  const rebuild = (headers: Record<string, string>, payload: object) =>
    server.inject({ method: 'POST', url: '/ops/api/rebuild', headers, payload });

  it('are off without a token, and need the right one', async () => {
    const body = { projection: 'loans', by: 'ann' };
    await mount();
    expect((await rebuild({ authorization: `Bearer ${token}` }, body)).statusCode).toBe(403);
    await server.close();
    await mount({ token });
    expect((await rebuild({}, body)).statusCode).toBe(401);
    expect((await rebuild({ authorization: 'Bearer wrong' }, body)).statusCode).toBe(403);
    expect(await get('actions')).toEqual([]);
  });

  it('are recorded with who and when', async () => {
    await mount({ token });
    const headers = { authorization: `Bearer ${token}` };
    const started = await rebuild(headers, { projection: 'loans', by: 'ann' });
    expect(started.statusCode).toBe(202);
    await expect
      .poll(() => get<{ by: string; outcome: string }[]>('actions'))
      .toMatchObject([
        { by: 'ann', action: 'rebuild loans', outcome: 'done' },
        { by: 'ann', action: 'rebuild loans', outcome: 'started' },
      ]);
    expect((await rebuild(headers, { projection: 'loans', by: 'two\nlines' })).statusCode).toBe(
      400,
    );
    expect((await rebuild(headers, { projection: 'none', by: 'ann' })).statusCode).toBe(404);
  });
});

describe('the page on a server of its own', () => {
  it('answers only to names of this machine, and takes a free port if its own is taken', async () => {
    const options = { intervalMs: 100, allowedHosts: ['ops.example'] };
    const first = await serveDashboard(app, { host: '127.0.0.1', port: 0 }, options);
    const port = Number(new URL(first.url).port);
    const second = await serveDashboard(app, { host: '127.0.0.1', port }, options);
    try {
      const asked = ['localhost', '127.0.0.1:80', 'ops.example', 'evil.example'];
      const statuses = await Promise.all(asked.map((host) => statusFor(port, host)));
      expect(statuses).toEqual([200, 200, 200, 421]);
      expect([first.hasWantedPort, second.hasWantedPort]).toEqual([true, false]);
      expect(second.url).not.toBe(first.url);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });
});

/** The status of the page if it is asked for by this name. */
function statusFor(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asking = request({ port, host: '127.0.0.1', path: '/api/page', headers: { host } });
    asking.on('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.on('error', reject);
    asking.end();
  });
}
