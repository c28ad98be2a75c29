import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clone, foldmartServices, someVariables, type FoldmartService } from './support/compose-file.js';
import { foldmart, startFoldmart, type Running } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const isFull = process.env['FOLDMART_FULL'] === '1';

/** What a service says once it is at work, by its command. */
const signs: Readonly<Record<string, string>> = {
  'cache-worker': 'cache refresh #1 done - users: 40, products: 40',
  produce: 'orders published:',
  'user-seeder': 'users published:',
  consume: 'started',
  'grade-updater': 'grade update #1',
  'coupon-api': 'listening on',
  'coupon-worker': 'started',
};

/** Commands that are not there yet, or that need a terminal. */
const notTried = ['monitor', 'repl', 'seed'];

const services = foldmartServices({ ...someVariables, CACHE_BATCH_SIZE: '40' });
const atWork = services.filter(({ command }) => !notTried.includes(command[0] ?? ''));

/** One service for each command; all of them in a full run. */
const tried = isFull ? atWork : [...new Map(atWork.map((each) => [each.command[0], each])).values()];

let shop: ShopOnServices;
beforeAll(async () => {
  shop = await openShop('kafka');
  const seeder = services.find(({ name }) => name === 'initial-seeder');
  const { code, stderr } = await foldmart(
    [...(seeder?.command ?? []), '--users', '60', '--products', '60'],
    settingsHere(seeder),
  );
  expect(code, stderr).toBe(0);
});
afterAll(() => shop.dispose());

/** The settings of a service, with the services and names of this test in place of the containers. */
function settingsHere(service: FoldmartService | undefined): Readonly<Record<string, string>> {
  const names = { COUPON_TOPIC: shop.topic('coupons'), COUPON_GROUP: shop.topic('coupons') };
  return { ...service?.environment, ...shop.settings, ...names, COUPON_API_PORT: '0' };
}

function start(service: FoldmartService): Running {
  const args = service.command[0] === 'cache-worker' ? [] : [];
  return startFoldmart([...service.command, ...args], settingsHere(service));
}

it('every service of the compose file does its work and ends when it is stopped', async () => {
  const running = tried.map((service) => ({ service, process: start(service) }));
  try {
    await Promise.all(
      running.map(({ service, process }) => process.shows(signs[service.command[0] ?? ''] ?? '')),
    );
    expect(await healthOf('cache-is-filled.mjs')).toBe('healthy');
  } finally {
    for (const { process } of running) process.kill('SIGTERM');
  }
  for (const { service, process } of running) {
    const { code, stderr } = await process.finished;
    expect(code, `${service.name}: ${stderr}`).toBe(0);
  }
});

it('a cache that is not filled is not healthy', async () => {
  expect(await healthOf('cache-is-filled.mjs', { CACHE_PREFIX: 'nobody-fills-this.' })).toContain('not all of');
  expect(await healthOf('cache-is-filled.mjs', { REDIS_PORT: '1' })).toContain('ECONNREFUSED');
});

async function healthOf(script: string, more: Readonly<Record<string, string>> = {}): Promise<string> {
  const { hostname, port } = new URL(shop.settings['REDIS_URL'] ?? '');
  const env = { REDIS_HOST: hostname, REDIS_PORT: port, CACHE_PREFIX: shop.settings['CACHE_PREFIX'], ...more };
  return promisify(execFile)(process.execPath, [`${clone}deploy/health/${script}`], { cwd: tmpdir(), env }).then(
    () => 'healthy',
    (error: { readonly stderr: string }) => error.stderr,
  );
}
