import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { settingDefinitions } from '@foldmart/composition';
import { shopSettingDefinitions } from '@foldmart/composition/shop';
import { afterEach, describe, expect, it } from 'vitest';
import { foldmart, startFoldmart, type Running, type ShopSettings } from './support/foldmart.js';
import { openRush, type RushOnServices } from './support/rush-on-services.js';
import { servicesSettings } from './support/shop-on-services.js';

/** Text that must turn up nowhere. */
const canary = 'Canary7Secret';
/** Some secrets have a least length. */
const longCanary = `${canary}-${canary}-${canary}`;

const secrets = Object.entries({ ...settingDefinitions, ...shopSettingDefinitions })
  .filter(([, { isSecret }]) => isSecret)
  .map(([name]) => name);
const urls = ['REDIS_URL', 'DATABASE_URL', 'SCHEMA_REGISTRY_URL'];

let opened: RushOnServices | undefined;
let running: Running | undefined;
afterEach(async () => {
  running?.kill('SIGKILL');
  await running?.finished;
  await opened?.dispose();
  [opened, running] = [undefined, undefined];
});

/** The canary in every secret setting, on services that refuse it. */
function everySecret(): ShopSettings {
  const services = servicesSettings();
  return {
    ...services,
    ...Object.fromEntries(
      secrets.filter((name) => !urls.includes(name)).map((name) => [name, longCanary]),
    ),
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_SASL_USERNAME: 'shop',
    QUEUE_TYPE: 'kafka',
    CACHE_TYPE: 'redis',
    DB_TYPE: 'postgres',
    LOG_LEVEL: 'debug',
  };
}

function inUrls(): ShopSettings {
  const { POSTGRES_HOST: host, POSTGRES_PORT: port } = servicesSettings();
  return {
    ...everySecret(),
    DATABASE_URL: `postgres://shop:${canary}@${String(host)}:${String(port)}/nothing`,
    REDIS_URL: `redis://shop:${canary}@127.0.0.1:1/0`,
    SCHEMA_REGISTRY_URL: `http://shop:${canary}@127.0.0.1:1`,
    SCHEMA_REGISTRY_FORMATS: 'orders=avro',
  };
}

/** The command lines of all processes of this machine, as `ps` shows them. */
function commandLines(): readonly string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
      } catch {
        return [];
      }
    });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

it('there are secret settings, and each one has the canary here', () => {
  expect(secrets).toEqual(
    expect.arrayContaining(['POSTGRES_PASSWORD', 'REDIS_PASSWORD', 'KAFKA_SASL_PASSWORD', ...urls]),
  );
  const given = inUrls();
  expect(secrets.filter((name) => given[name]?.includes(canary) !== true)).toEqual([]);
});

describe('a secret is in no message of', () => {
  it.each([
    ['settings --effective', everySecret, 0],
    ['settings --effective -o json', inUrls, 0],
    ['doctor', everySecret, undefined],
    ['doctor -o json', inUrls, undefined],
    ['stream list', inUrls, undefined],
    ['consume --all', everySecret, undefined],
    ['cache-worker --once --log-format json', inUrls, undefined],
    [`doctor --set REDIS_URL=ftp://u:${canary}@h`, everySecret, 2],
  ] as const)('%s', async (line, settings, code) => {
    const { code: ended, stdout, stderr } = await foldmart(line.split(' '), settings());
    expect(ended).not.toBe(70);
    if (code !== undefined) expect(ended).toBe(code);
    expect(stdout + stderr).not.toContain(canary);
    expect(stdout + stderr).not.toBe('');
  });
});

it('a secret is on no page and in no log of the API', async () => {
  const port = String(await freePort());
  const settings = {
    ...everySecret(),
    QUEUE_TYPE: 'memory',
    CACHE_TYPE: 'memory',
    DB_TYPE: 'memory',
  };
  running = startFoldmart(
    ['coupon-api', '--coupon', '1', '--stock', '1', '--port', port],
    settings,
  );
  await Promise.race([running.prints(port), running.shows(port)]);
  const pages = [
    '/openapi.json',
    '/docs',
    '/',
    '/health',
    '/metrics',
    '/api/coupons/1',
    '/nothing',
  ];
  for (const page of pages) {
    const answer = await fetch(`http://127.0.0.1:${port}${page}`, {
      headers: { authorization: 'Bearer something-else' },
    });
    expect((await answer.text()) + JSON.stringify([...answer.headers])).not.toContain(canary);
  }
  running.kill('SIGTERM');
  const { stdout, stderr } = await running.finished;
  expect(stdout + stderr).not.toContain(canary);
});

it('a secret is on no command line of the processes that a rush starts', async () => {
  opened = openRush('redis', {
    COUPON_REQUEST_SECRET: longCanary,
    COUPON_ADMIN_TOKEN: longCanary,
  });
  const args = ['rush', '--users', '20', '--stock', '5', '--apis', '1', '--workers', '1'];
  running = startFoldmart(args, opened.settings);
  const seen = new Set<string>();
  const looking = new AbortController();
  const ended = running.finished.finally(() => looking.abort());
  while (!looking.signal.aborted) {
    for (const line of commandLines()) seen.add(line);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout + stderr).not.toContain(canary);
  expect([...seen].filter((line) => line.includes('coupon')).length).toBeGreaterThan(0);
  expect([...seen].filter((line) => line.includes(canary))).toEqual([]);
});
