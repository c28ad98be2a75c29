import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/settings/load-settings.js';
import { SettingsError } from '../../src/settings/settings-error.js';

const load = (environment: Record<string, string>) => loadSettings({ environment, envFile: null });

function issuesOf(environment: Record<string, string>) {
  try {
    load(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.issues;
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('run everything in memory by default', () => {
    const { queueType, cacheType, databaseType, values } = load({});
    expect({ queueType, cacheType, databaseType }).toEqual({
      queueType: 'memory',
      cacheType: 'memory',
      databaseType: 'memory',
    });
    expect(values.CACHE_REFRESH_INTERVAL).toBe(50_000);
    expect(values.KAFKA_BOOTSTRAP_SERVERS).toEqual([
      'localhost:9092',
      'localhost:9093',
      'localhost:9094',
    ]);
  });

  it.each([
    [{ KAFKA_ENABLED: 'true' }, 'kafka'],
    [{ KAFKA_ENABLED: 'true', QUEUE_TYPE: 'redis' }, 'redis'],
    [{ KAFKA_ENABLED: 'false' }, 'direct'],
    [{ KAFKA_ENABLED: 'false', QUEUE_TYPE: 'memory' }, 'memory'],
    [{ QUEUE_TYPE: 'kafka' }, 'kafka'],
    [{ QUEUE_TYPE: '' }, 'memory'],
  ])('%j is the queue %s', (environment, queueType) => {
    expect(load(environment).queueType).toBe(queueType);
  });

  it.each([
    [{ REDIS_ENABLED: 'true' }, 'redis'],
    [{ REDIS_ENABLED: 'true', CACHE_TYPE: 'memory' }, 'memory'],
    [{ REDIS_ENABLED: 'false' }, 'memory'],
  ])('%j is the cache %s', (environment, cacheType) => {
    expect(load(environment).cacheType).toBe(cacheType);
  });

  it('know DB_TYPE=local as postgres', () => {
    expect(load({ DB_TYPE: 'local' }).databaseType).toBe('postgres');
  });

  it('name every wrong one at once, with what it may be', () => {
    const issues = issuesOf({
      QUEUE_TYPE: 'rabbit',
      REDIS_PORT: '70000',
      CACHE_NEW_DATA_RATIO: '2',
    });
    expect(issues).toEqual([
      { name: 'QUEUE_TYPE', value: 'rabbit', problem: 'it may be memory, redis or kafka' },
      { name: 'REDIS_PORT', value: '70000', problem: 'it may be a whole number from 1 to 65535' },
      { name: 'CACHE_NEW_DATA_RATIO', value: '2', problem: 'it may be a number from 0 to 1' },
    ]);
  });

  it('do not repeat the credentials of an address in the wrong place', () => {
    const environment = { QUEUE_TYPE: 'redis://:hunter2@redis:6379' };
    expect(() => load(environment)).toThrow(
      'QUEUE_TYPE is "redis://[secret]@redis:6379": it may be memory, redis or kafka',
    );
  });

  it.each(['DATABASE_URL', 'REDIS_URL'])('do not repeat a wrong %s, which is a secret', (name) => {
    const [issue, ...others] = issuesOf({ [name]: 'hunter2 instead of a URL' });
    expect(others).toEqual([]);
    expect(issue).toEqual({ name, problem: expect.stringMatching(/^it may be /) as string });
    expect(() => load({ [name]: 'hunter2 instead of a URL' })).toThrow(/^(?!.*hunter2)/);
  });

  it('name settings that contradict each other', () => {
    const names = issuesOf({
      CONSUMER_SESSION_TIMEOUT: '5',
      CONSUMER_HEARTBEAT_INTERVAL: '5',
      TOPIC_MIN_INSYNC_REPLICAS: '4',
    }).map(({ name }) => name);
    expect(names).toEqual(['CONSUMER_HEARTBEAT_INTERVAL', 'TOPIC_MIN_INSYNC_REPLICAS']);
  });

  it.each([
    [{ KAFKA_SASL_PASSWORD: 'x' }, ['KAFKA_SASL_MECHANISM']],
    [{ KAFKA_SASL_USERNAME: 'x' }, ['KAFKA_SASL_MECHANISM']],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD']],
    [{ KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'x' }, ['KAFKA_SASL_PASSWORD']],
  ])('%j lacks %j', (environment, missing) => {
    expect(issuesOf(environment).map(({ name }) => name)).toEqual(missing);
  });

  it('take flags before the environment', () => {
    const { queueType } = loadSettings({
      overrides: { QUEUE_TYPE: 'redis' },
      environment: { QUEUE_TYPE: 'kafka' },
      envFile: null,
    });
    expect(queueType).toBe('redis');
  });
});

describe('a .env file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'foldmart-settings-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('is read after the environment', () => {
    const envFile = join(folder, '.env');
    writeFileSync(envFile, 'QUEUE_TYPE=kafka\nCACHE_BATCH_SIZE=7 # rows\n');
    const { queueType, values } = loadSettings({ environment: { QUEUE_TYPE: 'redis' }, envFile });
    expect({ queueType, batch: values.CACHE_BATCH_SIZE }).toEqual({ queueType: 'redis', batch: 7 });
  });

  it('may be missing', () => {
    expect(loadSettings({ environment: {}, envFile: join(folder, 'none') }).queueType).toBe(
      'memory',
    );
  });
});
