import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { redisCache, redisQueue } from '../../src/adapters/redis-adapters.js';
import { loadSettings } from '../../src/settings/load-settings.js';
import type { SettingTexts } from '../../src/settings/read-values.js';
import { CertificateAuthority, type CertificateFiles } from './certificates.js';
import { dependencies } from './dependencies.js';
import { failureOf } from './failure-of.js';
import { startSecuredRedis, type SecuredRedis } from './secured-redis.js';

const password = 'of-the-secured-redis';
const hosts = 'IP:127.0.0.1';

let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let valid: CertificateFiles;
let redis: SecuredRedis;
/** Undefined if the server did not start. */
let started: SecuredRedis | undefined;

beforeAll(async () => {
  [authority, stranger] = await Promise.all([
    CertificateAuthority.create(),
    CertificateAuthority.create(),
  ]);
  valid = await authority.sign({ name: 'redis', hosts });
  redis = await startSecuredRedis({
    authority,
    certificate: valid,
    password,
    users: [
      // As docs/security.md advises.
      `shop on >${password} ~* &* +@all -@dangerous +info +client +keys`,
      `guest on >${password} ~other:* +@read`,
    ],
  });
  started = redis;
}, 120_000);
afterAll(async () => {
  await started?.stop();
  await Promise.all([authority.remove(), stranger.remove()]);
});

const secured = (more: SettingTexts = {}): SettingTexts => ({
  REDIS_HOST: '127.0.0.1',
  REDIS_PORT: String(redis.tlsPort),
  REDIS_USERNAME: 'shop',
  REDIS_PASSWORD: password,
  REDIS_TLS: 'true',
  REDIS_TLS_CA_FILE: authority.ca,
  ...more,
});

async function sizeWith(environment: SettingTexts): Promise<number> {
  const cache = redisCache.open(loadSettings({ environment, envFile: null }), dependencies);
  return Promise.resolve(cache.size('users')).finally(() => cache.close());
}

describe('an ACL user over TLS', () => {
  it('fills the cache', async () => {
    const settings = loadSettings({ environment: secured(), envFile: null });
    const cache = redisCache.open(settings, dependencies);
    const ticket = await cache.beginRefresh('users');
    await cache.replaceAll('users', [{ id: 'u-1', data: { name: 'Kim' } }], { ticket });
    expect(await cache.size('users')).toBe(1);
    await cache.close();
  });

  it('publishes and consumes', async () => {
    const settings = loadSettings({ environment: secured(), envFile: null });
    const bus = redisQueue.open(settings, dependencies, { isPrompt: true });
    await bus.admin.createTopics([
      {
        name: 'secured',
        partitions: 1,
        replicationFactor: 1,
        minInsyncReplicas: 1,
        compression: 'none',
        retentionMs: 60_000,
      },
    ]);
    await bus.publish('secured', [{ key: 'k', value: 'v' }]);
    const heard = await new Promise<number>((resolve, reject) => {
      bus
        .subscribe(
          { topic: 'secured', group: 'g', member: 'm', startFrom: 'earliest' },
          async (batch) => resolve(batch.messages.length),
        )
        .catch(reject);
    });
    expect(heard).toBe(1);
    await bus.close();
  });

  it('is named in a rediss:// address', async () => {
    const url = `rediss://shop:${password}@127.0.0.1:${String(redis.tlsPort)}`;
    expect(
      await sizeWith({ REDIS_URL: url, REDIS_TLS_CA_FILE: authority.ca }),
    ).toBeGreaterThanOrEqual(0);
  });

  it('with a wrong password is refused, and the password is shown nowhere', async () => {
    const error = await failureOf(sizeWith(secured({ REDIS_PASSWORD: 'not-the-secret' })));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(`${error.message} ${String(error.stack)}`).not.toContain('not-the-secret');
  });

  it('without the rights is told which command grants them', async () => {
    const error = await failureOf(sizeWith(secured({ REDIS_USERNAME: 'guest' })));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.hint).toContain('ACL SETUSER');
  });
});

describe('the certificate of the server', () => {
  const certificate = { name: 'redis', hosts };

  it.each([
    ['that has expired', { ...certificate, days: -1 }, 'has expired', 'renew the certificate'],
    [
      'for another host',
      { ...certificate, hosts: 'DNS:elsewhere.example' },
      'is for another host',
      'REDIS_HOST',
    ],
    [
      'for localhost, reached by its address',
      { ...certificate, hosts: 'DNS:localhost' },
      'is for another host',
      'REDIS_HOST',
    ],
  ])('%s is refused', async (_what, request, text, hint) => {
    await redis.present(await authority.sign(request));
    const error = await failureOf(sizeWith(secured()));
    await redis.present(valid);
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.message).toContain(text);
    expect(error.hint).toContain(hint);
  });

  it('of an unknown authority is refused', async () => {
    const error = await failureOf(sizeWith(secured({ REDIS_TLS_CA_FILE: stranger.ca })));
    expect(error.message).toContain('is not trusted');
    expect(error.hint).toContain('REDIS_TLS_CA_FILE');
  });
});

it('a client certificate is presented, and asked for if it is missing', async () => {
  await redis.present(valid, true);
  const { cert, key } = await authority.sign({ name: 'shop' });
  const files = { REDIS_TLS_CERT_FILE: cert, REDIS_TLS_KEY_FILE: key };
  expect(await sizeWith(secured(files))).toBeGreaterThanOrEqual(0);
  const error = await failureOf(sizeWith(secured()));
  await redis.present(valid);
  // TLS 1.3 refuses a client after the handshake, so its reason may be lost with the connection.
  expect(error.hint).toContain('REDIS_TLS_CERT_FILE');
});
