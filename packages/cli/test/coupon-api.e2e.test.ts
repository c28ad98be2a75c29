import { afterEach, describe, expect, it } from 'vitest';
import { openProxy } from './support/cuttable-proxy.js';
import { foldmart, foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { openRush, type RushOnServices } from './support/rush-on-services.js';

let opened: RushOnServices | undefined;
let running: Running[] = [];
afterEach(async () => {
  for (const process of running) process.kill('SIGKILL');
  await Promise.all(running.map(({ finished }) => finished));
  running = [];
  await opened?.dispose();
  opened = undefined;
});

function start(...args: Parameters<typeof startFoldmart>): Running {
  const process = startFoldmart(...args);
  running.push(process);
  return process;
}

async function addressOf(api: Running): Promise<string> {
  await api.prints('"address"');
  return (JSON.parse(api.stdout().split('\n')[0] ?? '') as { address: string }).address;
}

interface Asked {
  readonly requestId: string;
  readonly links: { readonly self: string };
}

async function ask(address: string, userId: number): Promise<Asked> {
  const url = `${address}/api/coupons/1/issue?userId=${String(userId)}`;
  const answer = await fetch(url, { method: 'POST' });
  expect(answer.status).toBe(202);
  return (await answer.json()) as Asked;
}

async function outcomeOf(address: string, { links }: Asked): Promise<unknown> {
  const answer = await fetch(`${address}${links.self}?wait=30s`);
  return ((await answer.json()) as { outcome?: unknown }).outcome;
}

describe('the coupon API in memory', () => {
  it('runs its own worker, listens on this machine only, and ends with 0 on SIGTERM', async () => {
    const args = ['coupon-api', '--coupon', '1', '--stock', '1', '--port', '0', '-o', 'json'];
    const api = start(args);
    const address = await addressOf(api);
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const [first, second] = [await ask(address, 1), await ask(address, 2)];
    expect(await outcomeOf(address, first)).toBe('SUCCESS');
    expect(await outcomeOf(address, second)).toBe('OUT_OF_STOCK');
    const waiting = fetch(`${address}/health/ready`);
    expect((await waiting).status).toBe(200);
    api.kill('SIGTERM');
    expect((await api.finished).code).toBe(0);
  });

  it('reports an address that it cannot listen on', async () => {
    const first = start(['coupon-api', '--port', '0', '-o', 'json']);
    const { port } = new URL(await addressOf(first));
    const second = await foldmart(['coupon-api', '--port', port]);
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/cannot listen on 127\.0\.0\.1:\d+ .*COUPON_API_PORT/);
    expect(second.stderr).not.toContain('    at ');
  });

  it('refuses a worker in another process', async () => {
    const { code, stderr } = await foldmart(['coupon-worker']);
    expect(code).toBe(2);
    expect(stderr).toContain('works with other processes');
  });
});

describe.each(['redis', 'kafka'] as const)(
  'the coupon rush in separate processes, on %s',
  (queue) => {
    it('accepts requests in one API, decides them in a worker, and reports outcomes in another API', async () => {
      opened = openRush(queue);
      const { settings } = opened;
      expect(await foldmartJson(['coupon', 'open', '1', '--stock', '2'], settings)).toMatchObject({
        phase: 'open',
        stock: 2,
        waiting: 0,
      });
      const apis = [1, 2].map(() => start(['coupon-api', '-o', 'json'], settings));
      const worker = start(['coupon-worker', '-o', 'json'], settings);
      const [one = '', other = ''] = await Promise.all(apis.map(addressOf));
      const asked = [];
      for (const userId of [7, 7, 8, 9]) asked.push(await ask(one, userId));
      const outcomes = [];
      for (const each of asked) outcomes.push(await outcomeOf(other, each));
      expect(outcomes).toEqual(['SUCCESS', 'DUPLICATE_REQUEST', 'SUCCESS', 'OUT_OF_STOCK']);
      const refill = ['coupon', 'refill', '1', '--quantity', '1', '--refill-id', 'monday'];
      await foldmartJson(refill, settings);
      expect(await foldmartJson(refill, settings)).toMatchObject({ stock: 3, issued: 2 });
      expect(await outcomeOf(one, await ask(other, 9))).toBe('SUCCESS');
      worker.kill('SIGTERM');
      const { code, stdout } = await worker.finished;
      expect(code).toBe(0);
      expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ decided: 5 });
      expect(await foldmartJson(['coupon', 'status', '1'], settings)).toMatchObject({
        issued: 3,
        remaining: 0,
        outcomes: { SUCCESS: 3, DUPLICATE_REQUEST: 1, OUT_OF_STOCK: 1 },
      });
    });
  },
);

describe('an API whose database is down', () => {
  it('is not ready until the database is back', async () => {
    const { env } = process;
    const proxy = await openProxy(env['POSTGRES_HOST'] ?? '', Number(env['POSTGRES_PORT']));
    opened = openRush('redis');
    const { settings } = opened;
    await foldmartJson(['coupon', 'open', '1', '--stock', '2'], settings);
    const api = start(['coupon-api', '-o', 'json'], {
      ...settings,
      POSTGRES_HOST: '127.0.0.1',
      POSTGRES_PORT: String(proxy.port),
    });
    const address = await addressOf(api);
    const ready = async () => (await fetch(`${address}/health/ready`)).json();
    expect(await ready()).toMatchObject({ status: 'up' });
    await proxy.cut();
    expect(await ready()).toMatchObject({
      status: 'down',
      dependencies: [
        { name: 'ledger', status: 'down' },
        { name: 'queue', status: 'up' },
      ],
    });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    const shown = await fetch(`${address}/api/coupons/1`);
    expect(shown.status).toBe(503);
    expect(await shown.text()).not.toContain(String(proxy.port));
    await proxy.mend();
    await expect.poll(ready, { timeout: 60_000 }).toMatchObject({ status: 'up' });
    await ask(address, 1);
    api.kill('SIGTERM');
    expect((await api.finished).code).toBe(0);
    await proxy.cut();
  });
});
