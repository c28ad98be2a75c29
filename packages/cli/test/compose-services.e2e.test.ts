import { createShop, loadShopSettings } from '@foldmart/composition/shop';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  clone,
  foldmartServices,
  someVariables,
  type FoldmartService,
} from './support/compose-file.js';
import { foldmart, startFoldmart, type Running } from './support/foldmart.js';
import { openShop, type ShopOnServices } from './support/shop-on-services.js';

const isFull = process.env['FOLDMART_FULL'] === '1';

/** What a service says once it is at work, by its command. */
const signs: Readonly<Record<string, string>> = {
  'cache-worker': '"users":{"outcome":"replaced","cached":40}',
  produce: 'orders published:',
  'user-seeder': 'users published:',
  consume: 'started',
  monitor: '"sizes"',
  'grade-updater': '"isComplete":true',
  'coupon-api': '"address"',
  'coupon-worker': '"joined"',
};

/** The one that needs a person, and the one that runs before the others. */
const notStarted = ['repl', 'seed'];

const services = foldmartServices({ ...someVariables, CACHE_BATCH_SIZE: '40' });
const atWork = services.filter(({ command }) => !notStarted.includes(command[0] ?? ''));

/** One service for each command; all of them in a full run, which can wait for a pause of 8 s. */
const tried = isFull
  ? atWork
  : [...new Map(atWork.map((service) => [service.command[0], service])).values()].filter(
      ({ command }) => command[0] !== 'user-seeder',
    );

let shop: ShopOnServices;
const all: Running[] = [];
beforeAll(async () => {
  shop = await openShop('kafka');
  const seeder = services.find(({ name }) => name === 'initial-seeder');
  const { code, stderr } = await foldmart(
    [...(seeder?.command ?? []), '--users', '60', '--products', '60'],
    settingsHere(seeder),
  );
  expect(code, stderr).toBe(0);
});
afterAll(async () => {
  for (const running of all) running.kill('SIGKILL');
  await emptyCache();
  await shop.dispose();
});

/** The settings of a service, with the servers and names of this test in place of the containers. */
function settingsHere(service: FoldmartService | undefined): Readonly<Record<string, string>> {
  return {
    ...service?.environment,
    ...shop.settings,
    ...redis(),
    REDIS_URL: '',
    COUPON_TOPIC: shop.topic('coupons'),
    COUPON_GROUP: shop.topic('coupons'),
    COUPON_API_PORT: '0',
    METRICS_HOST: '127.0.0.1',
    METRICS_PORT: '0',
  };
}

function redis() {
  const { hostname, port } = new URL(shop.settings['REDIS_URL'] ?? '');
  return { REDIS_HOST: hostname, REDIS_PORT: port };
}

async function emptyCache(): Promise<void> {
  const settings = loadShopSettings({ environment: settingsHere(services[0]), envFile: null });
  const system = await createShop(settings);
  for (const { kind } of system.domain.cached) await system.cache().remove(kind.name);
  await system.promptBus().admin.deleteTopics([shop.topic('coupons')]);
  await system.close();
}

async function untilAtWork({ command: [name = ''] }: FoldmartService, running: Running) {
  const sign = signs[name] ?? '';
  await (/["{]/.test(sign) ? running.prints(sign) : running.shows(sign));
}

it('every service of the compose file does its work, and ends when it is stopped', async () => {
  const started = tried.map((service) => ({
    service,
    running: startFoldmart([...service.command, '-o', 'json'], settingsHere(service)),
  }));
  all.push(...started.map(({ running }) => running));
  try {
    await Promise.all(started.map(({ service, running }) => untilAtWork(service, running)));
    expect(await askCacheHealth()).toBe('healthy');
  } finally {
    for (const { running } of started) running.kill('SIGTERM');
  }
  for (const { service, running } of started) {
    const { code, stderr } = await running.finished;
    expect(code, `${service.name}: ${stderr}`).toBe(0);
  }
});

it('a cache is not healthy if it is empty or does not respond', async () => {
  expect(await askCacheHealth({ CACHE_PREFIX: 'nobody-fills-this.' })).toContain('not all of');
  expect(await askCacheHealth({ REDIS_PORT: '1' })).toContain('ECONNREFUSED');
});

async function askCacheHealth(more: Readonly<Record<string, string>> = {}): Promise<string> {
  const script = `${clone}deploy/health/cache-is-filled.mjs`;
  const env = { ...settingsHere(services[0]), ...more };
  return promisify(execFile)(process.execPath, [script], { cwd: tmpdir(), env }).then(
    () => 'healthy',
    (error: unknown) => (error as { readonly stderr: string }).stderr,
  );
}
