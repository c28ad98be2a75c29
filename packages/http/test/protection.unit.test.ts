import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openCampaign, openRushApi, type RushApi } from './support/open-rush-api.js';
import { sendRaw } from './support/raw-http.js';

let api: RushApi;

afterEach(() => api.close());

async function listen(options: Parameters<typeof openRushApi>[0]): Promise<number> {
  api = await openRushApi(options);
  await openCampaign(api, 1, 10);
  return Number(new URL(await api.app.listen({ host: '127.0.0.1', port: 0 })).port);
}

async function isServed(port: number): Promise<boolean> {
  return (await fetch(`http://127.0.0.1:${String(port)}/api/coupons/1`)).ok;
}

async function* slowly(text: string): AsyncGenerator<string> {
  for (const character of text) {
    yield character;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const head = 'POST /api/coupons/1/issue?userId=1 HTTP/1.1\r\nhost: x\r\n';

describe('a server under attack', () => {
  it('ends slow headers with 408, and serves other clients in the meantime', async () => {
    const port = await listen({ headersTimeoutMs: 300, requestTimeoutMs: 300 });
    const attack = sendRaw(port, slowly(head.repeat(20)));
    expect(await isServed(port)).toBe(true);
    const { status, headers, body } = await attack;
    expect(status).toBe(408);
    expect(headers).toContain('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 408 });
    expect(await api.queued()).toBe(0);
  });

  it('ends a slow body with 408', async () => {
    const port = await listen({ headersTimeoutMs: 300, requestTimeoutMs: 300 });
    const request = `${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n`;
    async function* body(): AsyncGenerator<string> {
      yield request;
      yield* slowly(' '.repeat(200));
    }
    expect((await sendRaw(port, body())).status).toBe(408);
    expect(await api.queued()).toBe(0);
  });

  it('refuses a body of 50 MB with 413 without reading it, with or without a content length', async () => {
    const port = await listen({});
    const announced = `${head}content-type: application/json\r\ncontent-length: 52428800\r\n\r\n`;
    async function* large(): AsyncGenerator<string> {
      yield announced;
    }
    const refused = await sendRaw(port, large());
    expect(refused.status).toBe(413);
    expect(refused.headers).toContain('connection: close');
    const megabyte = ' '.repeat(1_048_576);
    async function* chunked(): AsyncGenerator<string> {
      yield `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
      for (let sent = 0; sent < 50; sent += 1) yield `100000\r\n${megabyte}\r\n`;
    }
    expect([413, Number.NaN]).toContain((await sendRaw(port, chunked())).status);
    expect(await api.queued()).toBe(0);
    expect(await isServed(port)).toBe(true);
  });

  it('responds to data that is not HTTP with 400', async () => {
    const port = await listen({});
    async function* nonsense(): AsyncGenerator<string> {
      yield 'what is this\r\n\r\n';
    }
    expect((await sendRaw(port, nonsense())).status).toBe(400);
  });

  it('responds to headers over 16 KiB with 431', async () => {
    const port = await listen({});
    async function* large(): AsyncGenerator<string> {
      yield `${head}x-filler: ${'x'.repeat(20_000)}\r\n\r\n`;
    }
    expect((await sendRaw(port, large())).status).toBe(431);
  });

  it('survives clients that disconnect in the middle', async () => {
    const port = await listen({});
    for (let time = 0; time < 20; time += 1) {
      await new Promise<void>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1' }, () => {
          socket.write(head, () => {
            socket.resetAndDestroy();
            resolve();
          });
        });
      });
    }
    expect(await isServed(port)).toBe(true);
  });

  it('limits the calls of each client with 429, and serves other clients', async () => {
    const port = await listen({ callsPerSecond: 2, trustProxy: true });
    const call = (client: string) =>
      fetch(`http://127.0.0.1:${String(port)}/api/coupons/1/issue?userId=1`, {
        method: 'POST',
        headers: { 'x-forwarded-for': client },
      });
    let accepted = 0;
    let answer = await call('10.0.0.1');
    for (; answer.status === 202 && accepted < 500; accepted += 1) answer = await call('10.0.0.1');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(await answer.json()).toMatchObject({
      type: 'urn:foldmart:problem:too-many-requests',
    });
    expect((await call('10.0.0.2')).status).toBe(202);
    expect((await fetch(`http://127.0.0.1:${String(port)}/health/live`)).status).toBe(200);
    expect(await api.queued()).toBe(accepted + 1);
  });
});

describe('every response', () => {
  it.each(['/api/coupons/1', '/api/coupons/x', '/nowhere', '/health', '/openapi.json'])(
    'of %s has security headers and is not cached',
    async (url) => {
      await listen({});
      const { headers } = await api.app.inject({ url });
      expect(headers).toMatchObject({
        'content-security-policy': "default-src 'none';frame-ancestors 'none'",
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'cache-control': 'no-store',
      });
      expect(headers['x-powered-by']).toBeUndefined();
    },
  );
});
