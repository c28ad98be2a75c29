import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTlsFiles } from '../../src/adapters/read-tls-files.js';
import { loadSettings } from '../../src/settings/load-settings.js';

let folder: string;
const path = (file: string): string => join(folder, file);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foldmart-pem-'));
  for (const name of ['one', 'other']) {
    const files = ['-keyout', path(`${name}.key`), '-out', path(`${name}.pem`)];
    const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...curve, ...files, '-subj', '/CN=x'], {
      stdio: 'ignore',
    });
  }
  writeFileSync(path('text'), 'KAFKA_SASL_PASSWORD=hunter2\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(files: { readonly ca?: string; readonly cert?: string; readonly key?: string }) {
  const setting = (name: 'CA' | 'CERT' | 'KEY', file: string | undefined) =>
    ({ name: `KAFKA_SSL_${name}_FILE`, path: file === undefined ? file : path(file) }) as const;
  return readTlsFiles({
    ca: setting('CA', files.ca),
    cert: setting('CERT', files.cert),
    key: setting('KEY', files.key),
  });
}

describe('the files of a TLS connection', () => {
  it('are read', () => {
    expect(Object.keys(read({ ca: 'one.pem', cert: 'other.pem', key: 'other.key' }))).toEqual([
      'ca',
      'cert',
      'key',
    ]);
    expect(read({})).toEqual({});
  });

  it.each([
    [{ ca: 'nothing' }, 'KAFKA_SSL_CA_FILE', 'the file cannot be read (ENOENT'],
    [{ ca: 'text' }, 'KAFKA_SSL_CA_FILE', 'the file must contain a certificate in PEM form'],
    [{ cert: 'one.key' }, 'KAFKA_SSL_CERT_FILE', 'the file must contain a certificate'],
    [{ key: 'one.pem' }, 'KAFKA_SSL_KEY_FILE', 'must contain an unencrypted private key'],
    [
      { cert: 'one.pem', key: 'other.key' },
      'KAFKA_SSL_KEY_FILE',
      'the key does not belong to the certificate of KAFKA_SSL_CERT_FILE',
    ],
  ])('%j: %s, %s', (files, name, problem) => {
    const reading = (): unknown => read(files);
    expect(reading).toThrow(name);
    expect(reading).toThrow(problem);
    expect(reading).not.toThrow('hunter2');
  });
});

describe('a certificate that no connection would use', () => {
  it.each([
    [{ KAFKA_SSL_CA_FILE: 'x' }, 'KAFKA_SSL_CA_FILE: it requires KAFKA_SSL=true'],
    [{ REDIS_TLS_CA_FILE: 'x' }, 'REDIS_TLS_CA_FILE: it requires REDIS_TLS=true'],
    [
      { REDIS_URL: 'redis://localhost', REDIS_TLS_CA_FILE: 'x' },
      'REDIS_TLS_CA_FILE: it requires REDIS_URL with rediss://',
    ],
    [{ POSTGRES_SSL_CA_FILE: 'x' }, 'POSTGRES_SSL_CA_FILE: it requires POSTGRES_SSL=verify-full'],
    [
      { POSTGRES_SSL: 'require', POSTGRES_SSL_CA_FILE: 'x' },
      'POSTGRES_SSL_CA_FILE: it requires POSTGRES_SSL=verify-full',
    ],
    [
      { DATABASE_URL: 'postgres://h/d?sslmode=require', POSTGRES_SSL_CA_FILE: 'x' },
      'POSTGRES_SSL_CA_FILE: it requires sslmode=verify-full in DATABASE_URL',
    ],
    [
      { POSTGRES_SSL: 'require', POSTGRES_SSL_CERT_FILE: 'x' },
      'POSTGRES_SSL_KEY_FILE: POSTGRES_SSL_CERT_FILE requires it',
    ],
  ])('%j is refused', (environment, message) => {
    expect(() => loadSettings({ environment, envFile: null })).toThrow(message);
  });

  it.each([
    [{ REDIS_URL: 'rediss://localhost', REDIS_TLS_CA_FILE: 'x' }],
    [{ DATABASE_URL: 'postgres://h/d?sslmode=verify-ca', POSTGRES_SSL_CA_FILE: 'x' }],
    [{ POSTGRES_SSL: 'verify-full', DATABASE_URL: 'postgres://h/d', POSTGRES_SSL_CA_FILE: 'x' }],
  ])('%j is accepted', (environment) => {
    expect(loadSettings({ environment, envFile: null })).toBeDefined();
  });
});
