import { readFileSync, readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { reportFigures } from './support/drill-figures.js';
import { foldmartJson, startFoldmart, type Running } from './support/foldmart.js';
import { openRush, type RushOnServices } from './support/rush-on-services.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const clients = 10_000;
const openPages = 50;
/** How many connect at once: fewer than a server's queue of connections holds. */
const wave = 200;
/** What the crowd may cost the server above what it needs alone. */
const mostMegabytes = 600;
/** How much more memory the server may have after three further crowds: less than 4 kB for each of their clients. */
const mostGrowth = 100;
const patience = { timeout: 120_000, interval: 250 };

let running: Running[] = [];
let opened: (RushOnServices | ShopOnServices)[] = [];
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  for (const { kill } of running) kill('SIGKILL');
  await Promise.all(running.map(({ finished }) => finished));
  running = [];
  await Promise.all(opened.map((each) => each.dispose()));
  opened = [];
});

it(
  '10,000 clients that wait for the outcome of a request all get it, and leave nothing behind',
  { timeout: 400_000 },
  async ({ task }) => {
    const { settings } = rush();
    const api = await started(['coupon-api', '--coupon', '1', '--stock', '5'], settings);
    const { links } = (await (await issue(api.url, 1)).json()) as Issued;
    const alone = usageOf(api.process);
    const streams = await crowd(api.url, links.events, clients);
    await expect
      .poll(() => streams.filter(({ text }) => text.includes('event: waiting')).length, patience)
      .toBe(clients);
    const crowded = usageOf(api.process);
    expect(crowded.handles - alone.handles).toBeGreaterThanOrEqual(clients);
    expect(crowded.megabytes - alone.megabytes).toBeLessThan(mostMegabytes);
    // A healthy client is served meanwhile, and one stream more is sent away.
    expect((await fetch(`${api.url}/api/coupons/1`)).status).toBe(200);
    expect((await issue(api.url, 2)).status).toBe(202);
    const [late] = await crowd(api.url, links.events, 1);
    await expect.poll(() => late?.text, patience).toContain('retry: 5000');
    running.push(startFoldmart(['coupon-worker', '--id', 'one'], settings));
    await expect
      .poll(
        () => streams.filter(({ text }) => text.includes('"outcome":"SUCCESS"')).length,
        patience,
      )
      .toBe(clients);
    const empty = alone.handles + 20;
    await leave(api.process, empty);
    const once = usageOf(api.process);
    for (let crowds = 1; crowds < 4; crowds += 1) {
      const again = await crowd(api.url, links.events, clients);
      await expect
        .poll(() => again.every(({ text }) => text.includes('"outcome":"SUCCESS"')), patience)
        .toBe(true);
      await leave(api.process, empty);
    }
    const often = usageOf(api.process);
    expect(often.megabytes - once.megabytes).toBeLessThan(mostGrowth);
    reportFigures(task, {
      clients,
      'MB alone': alone.megabytes,
      'MB with all': crowded.megabytes,
      'MB after one crowd': once.megabytes,
      'MB after four': often.megabytes,
    });
  },
);

it(
  '10,000 clients that ask too often are told to wait with 429, each by its own address, and others are served',
  { timeout: 400_000 },
  async ({ task }) => {
    const { settings } = rush();
    const api = await started(['coupon-api', '--coupon', '1', '--stock', '5'], {
      ...settings,
      COUPON_API_RATE_LIMIT: '5',
    });
    const alone = usageOf(api.process);
    const answers = await crowd(api.url, '/api/coupons/1', clients, { addresses: 5, close: true });
    await expect
      .poll(() => answers.filter(({ text }) => text.includes('HTTP/1.1 ')).length, patience)
      .toBe(clients);
    const refused = answers.filter(({ text }) => text.includes(' 429 '));
    expect(answers.filter(({ text }) => text.includes(' 200 ')).length).toBe(
      clients - refused.length,
    );
    expect(refused.length).toBeGreaterThan(clients / 2);
    for (const { text } of refused) expect(text.toLowerCase()).toContain('retry-after: ');
    const crowded = usageOf(api.process);
    expect(crowded.megabytes - alone.megabytes).toBeLessThan(mostMegabytes);
    const [other] = await crowd(api.url, '/api/coupons/1', 1, {
      addresses: 1,
      first: 100,
      close: true,
    });
    await expect.poll(() => other?.text, patience).toContain(' 200 ');
    await expect
      .poll(() => usageOf(api.process).handles, patience)
      .toBeLessThan(alone.handles + 20);
    reportFigures(task, {
      clients,
      'answered with 429': refused.length,
      'MB with all': crowded.megabytes,
    });
  },
);

it(
  '10,000 open pages leave the dashboard to the first 50, and to the next when those close',
  { timeout: 400_000 },
  async ({ task }) => {
    const shop = await openShop('redis');
    opened.push(shop);
    await foldmartJson(['topics', 'create'], shop.settings);
    await foldmartJson(['seed', '--users', '5', '--products', '5'], shop.settings);
    const page = await started(['dashboard', '--port', '0'], shop.settings);
    const alone = usageOf(page.process);
    const streams = await crowd(page.url, '/api/live', clients);
    await expect
      .poll(() => streams.filter(({ text }) => text.includes('HTTP/1.1 ')).length, patience)
      .toBe(clients);
    const shown = streams.filter(({ text }) => text.includes(' 200 '));
    expect(shown).toHaveLength(openPages);
    const refused = streams.filter(({ text }) => text.includes(' 503 '));
    expect(refused).toHaveLength(clients - openPages);
    expect(refused[0]?.text).toContain('Too many pages are open');
    const crowded = usageOf(page.process);
    expect(crowded.megabytes - alone.megabytes).toBeLessThan(mostMegabytes);
    expect((await fetch(`${page.url}/api/overview`)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() => usageOf(page.process).handles, patience)
      .toBeLessThan(alone.handles + 20);
    const [next] = await crowd(page.url, '/api/live', 1);
    await expect.poll(() => next?.text, patience).toContain(' 200 ');
    reportFigures(task, {
      'pages that are refused': refused.length,
      'MB with all': crowded.megabytes,
    });
  },
);

interface Issued {
  readonly links: { readonly events: string };
}

interface Stream {
  text: string;
}

interface CrowdOptions {
  /** How many addresses of this machine the clients have, from `127.0.1.<first>`. */
  readonly addresses?: number;
  readonly first?: number;
  readonly close?: boolean;
}

/** Opens connections that each ask for a path, and collects what they get. Resolves once each has got something. */
async function crowd(
  url: string,
  path: string,
  count: number,
  { addresses = 200, first = 1, close = false }: CrowdOptions = {},
): Promise<readonly Stream[]> {
  const { port, host } = new URL(url);
  const request = `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n${close ? 'connection: close\r\n' : ''}\r\n`;
  const streams: Stream[] = [];
  for (let at = 0; at < count; at += wave) {
    const some = Array.from({ length: Math.min(wave, count - at) }, (_, index) => {
      const localAddress = `127.0.1.${String(first + ((at + index) % addresses))}`;
      return join(Number(port), localAddress, request);
    });
    streams.push(...(await Promise.all(some)));
  }
  return streams;
}

function join(port: number, localAddress: string, request: string): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const stream = { text: '' };
    const socket = connect({ port, host: '127.0.0.1', localAddress }, () => {
      socket.write(request);
    });
    sockets.push(socket);
    socket.setEncoding('latin1').on('data', (text: string) => {
      stream.text += text;
      resolve(stream);
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`closed without an answer: ${localAddress}`)));
  });
}

/** Closes every connection, and waits until the server has noticed. */
async function leave(server: Running, handles: number): Promise<void> {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await expect.poll(() => usageOf(server).handles, patience).toBeLessThan(handles);
}

function rush(): RushOnServices {
  const own = openRush('redis');
  opened.push(own);
  return own;
}

async function started(
  args: readonly string[],
  settings: RushOnServices['settings'],
): Promise<{ readonly process: Running; readonly url: string }> {
  const process = startFoldmart([...args, '-o', 'json'], settings);
  running.push(process);
  await process.prints('\n');
  const printed = JSON.parse(process.stdout().split('\n')[0] ?? '') as {
    readonly address?: string;
    readonly url?: string;
  };
  return { process, url: (printed.address ?? printed.url ?? '').replace(/\/$/, '') };
}

function issue(url: string, userId: number): Promise<Response> {
  return fetch(`${url}/api/coupons/1/issue?userId=${String(userId)}`, { method: 'POST' });
}

/** The memory and the open handles of a process. */
function usageOf({ pid }: Running): { readonly megabytes: number; readonly handles: number } {
  const folder = `/proc/${String(pid)}`;
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1];
  return {
    megabytes: Math.round(Number(kilobytes) / 1_024),
    handles: readdirSync(`${folder}/fd`).length,
  };
}
