import { isPortError, type PortError } from '@foldmart/core';
import { systemClock } from '@foldmart/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresDatabase } from '../../src/adapters/postgres-database.js';
import { loadSettings } from '../../src/settings/load-settings.js';
import type { SettingTexts } from '../../src/settings/read-values.js';
import { CertificateAuthority, type CertificateFiles } from './certificates.js';
import { dependencies } from './dependencies.js';
import { failureOf } from './failure-of.js';
import { startSecuredPostgres, type SecuredPostgres } from './secured-postgres.js';

const password = 'of-the-secured-postgres';
const hosts = 'IP:127.0.0.1';

let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let valid: CertificateFiles;
let postgres: SecuredPostgres;
/** Undefined if the server did not start. */
let started: SecuredPostgres | undefined;

beforeAll(async () => {
  [authority, stranger] = await Promise.all([
    CertificateAuthority.create(),
    CertificateAuthority.create(),
  ]);
  valid = await authority.sign({ name: 'postgres', hosts });
  postgres = await startSecuredPostgres(authority, valid, password);
  started = postgres;
}, 120_000);
afterAll(async () => {
  await started?.stop();
  await Promise.all([authority.remove(), stranger.remove()]);
});

const secured = (more: SettingTexts = {}): SettingTexts => ({
  DB_TYPE: 'postgres',
  POSTGRES_HOST: '127.0.0.1',
  POSTGRES_PORT: String(postgres.port),
  POSTGRES_USER: 'owner',
  POSTGRES_PASSWORD: password,
  POSTGRES_DB: 'shop',
  POSTGRES_SSL: 'verify-full',
  POSTGRES_SSL_CA_FILE: authority.ca,
  ...more,
});

async function openWith(environment: SettingTexts): Promise<boolean> {
  const settings = loadSettings({ environment, envFile: null });
  const schema = { projections: [], cachedKinds: [], modules: [], access: 'write' } as const;
  const database = await postgresDatabase.open(settings, dependencies, schema);
  await database.close();
  return true;
}

/** The server takes up a new certificate a moment after it is told to. */
async function refusalWith(text: string): Promise<PortError> {
  const deadline = systemClock.monotonic() + 10_000;
  for (;;) {
    const error: unknown = await openWith(secured()).catch((reason: unknown) => reason);
    if (isPortError(error) && error.message.includes(text)) return error;
    if (systemClock.monotonic() > deadline) throw new Error(`not refused: ${String(error)}`);
    await systemClock.sleep(50);
  }
}

describe('verify-full', () => {
  it('accepts the server that its authority signed', async () => {
    expect(await openWith(secured())).toBe(true);
  });

  it('is asked for in an address', async () => {
    const place = `owner:${password}@127.0.0.1:${String(postgres.port)}/shop`;
    const settings = {
      DB_TYPE: 'postgres',
      DATABASE_URL: `postgres://${place}?sslmode=verify-full`,
      POSTGRES_SSL_CA_FILE: authority.ca,
    };
    expect(await openWith(settings)).toBe(true);
  });

  it('refuses an unknown authority', async () => {
    const error = await failureOf(openWith(secured({ POSTGRES_SSL_CA_FILE: stranger.ca })));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.hint).toContain('POSTGRES_SSL_CA_FILE');
  });

  it('refuses a server that has the address, if the certificate names another host', async () => {
    const error = await failureOf(openWith(secured({ POSTGRES_HOST: 'localhost' })));
    expect(error.message).toContain('localhost');
    expect(error.hint).toContain('POSTGRES_HOST');
  });

  it.each([
    ['has expired', { hosts, days: -1 }, 'certificate has expired', 'renew the certificate'],
    ['is for another host', { hosts: 'DNS:elsewhere.example' }, '127.0.0.1', 'POSTGRES_HOST'],
    ['is for localhost alone', { hosts: 'DNS:localhost' }, '127.0.0.1 is not in', 'POSTGRES_HOST'],
  ])('refuses a certificate that %s', async (_what, request, text, hint) => {
    await postgres.present(await authority.sign({ name: 'postgres', ...request }));
    const error = await refusalWith(text).finally(() => postgres.present(valid));
    expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
    expect(error.hint).toContain(hint);
  });
});

describe('a client certificate', () => {
  const shop = (files: CertificateFiles) =>
    secured({
      POSTGRES_USER: 'shop',
      POSTGRES_SCHEMA: 'by_certificate',
      POSTGRES_PASSWORD: undefined,
      POSTGRES_SSL_CERT_FILE: files.cert,
      POSTGRES_SSL_KEY_FILE: files.key,
    });

  it('authenticates the role that it names', async () => {
    expect(await openWith(shop(await authority.sign({ name: 'shop' })))).toBe(true);
  });

  it.each([
    ['of another role', () => authority.sign({ name: 'other' })],
    ['of another authority', () => stranger.sign({ name: 'shop' })],
    ['that has expired', () => authority.sign({ name: 'shop', days: -1 })],
  ])('%s is refused', async (_what, sign) => {
    const error = await failureOf(openWith(shop(await sign())));
    expect(error).toMatchObject({ isRetryable: false });
    expect(error.hint).toContain('POSTGRES_SSL_CERT_FILE');
  });
});

it('a refused certificate ends each attempt, however the connection breaks', async () => {
  const { cert, key } = await stranger.sign({ name: 'shop' });
  const files = { POSTGRES_SSL_CERT_FILE: cert, POSTGRES_SSL_KEY_FILE: key };
  for (let attempt = 0; attempt < 12; attempt += 1) {
    await failureOf(openWith(secured({ POSTGRES_USER: 'shop', ...files })));
  }
});

it('a server that accepts only TLS says so', async () => {
  const settings = { POSTGRES_SSL: 'disable', POSTGRES_SSL_CA_FILE: undefined };
  const error = await failureOf(openWith(secured(settings)));
  expect(error).toMatchObject({ reason: 'unauthorized', isRetryable: false });
  expect(error.message).toContain('no encryption');
});
