import { fc, test } from '@fast-check/vitest';
import { postgresOptionsSchema } from '@foldmart/adapters-postgres';
import { systemClock, systemIds, systemRandom } from '@foldmart/node';
import { describe, expect, it } from 'vitest';
import { kafkaQueue } from '../../src/adapters/kafka-queue.js';
import { postgresOptions } from '../../src/adapters/postgres-options.js';
import { redisCache, redisQueue } from '../../src/adapters/redis-adapters.js';
import { settingDefinitions } from '../../src/settings/definitions.js';
import { SettingsError } from '../../src/settings/settings-error.js';
import { loadShopSettings, shopSettingDefinitions } from '../../src/shop/index.js';

const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const dependencies = { clock: systemClock, random: systemRandom, ids: systemIds, logger: quiet };
const names = Object.keys({ ...settingDefinitions, ...shopSettingDefinitions });

function nothing(): void {
  return undefined;
}

/** Uses the settings as far as is possible without a connection, and returns what is wrong with them. */
async function faultsOf(environment: Record<string, string>): Promise<readonly string[]> {
  try {
    const settings = loadShopSettings({ environment, envFile: null });
    const opened = [
      kafkaQueue.open(settings, dependencies, { isPrompt: true }),
      kafkaQueue.open(settings, dependencies, { isPrompt: false }),
      redisQueue.open(settings, dependencies, { isPrompt: false }),
      redisCache.open(settings, dependencies),
    ];
    postgresOptionsSchema.parse(postgresOptions(settings.values));
    await Promise.all(opened.map((part) => part.close()));
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.message.split('\n');
    throw error;
  }
}

const anyText = fc.oneof(
  fc.string(),
  fc.webUrl(),
  fc
    .array(fc.oneof(fc.string(), fc.integer().map(String)), { maxLength: 4 })
    .map((each) => each.join(',')),
  fc.integer().map(String),
  fc.double().map(String),
  fc
    .tuple(fc.constantFrom('redis', 'rediss', 'postgres', 'postgresql', 'mysql'), fc.string())
    .map(([scheme, rest]) => `${scheme}://${rest}`),
  fc.tuple(fc.domain(), fc.nat(70_000)).map(([host, port]) => `${host}:${String(port)}`),
  fc.constantFrom('plain', 'redis', 'kafka', 'postgres', 'memory', 'true', 'no', '::1', '[::1]:1'),
);

describe('settings', () => {
  test.prop([fc.dictionary(fc.constantFrom(...names), anyText, { maxKeys: 6 })], { numRuns: 500 })(
    'of any text are used or refused with what they may be',
    async (environment) => {
      for (const line of await faultsOf(environment)) {
        expect(line).toMatch(
          /^[A-Z_]+( is ".*")?: (it|the file|[A-Z_]+( and [A-Z_]+)?) (may|must|cannot|requires?|is)/,
        );
      }
    },
  );

  it.each(names)('%s of any text is used or refused with what it may be', async (name) => {
    const texts = fc.sample(anyText, { numRuns: 60, seed: 7 });
    for (const text of texts) {
      for (const line of await faultsOf({ [name]: text })) expect(line).toContain(name);
    }
  });

  it.each([
    ['REDIS_URL', 'http://localhost'],
    ['REDIS_URL', 'redis://%ZZ@localhost'],
    ['REDIS_URL', 'redis://localhost:99999'],
    ['DATABASE_URL', 'mysql://localhost/shop'],
    ['DATABASE_URL', 'postgres://%ZZ:secret@localhost/shop'],
    ['DATABASE_URL', 'postgres://localhost/shop?sslmode=perhaps'],
    ['KAFKA_BOOTSTRAP_SERVERS', 'localhost:99999'],
    ['KAFKA_BOOTSTRAP_SERVERS', '[::1]:9092'],
    ['KAFKA_BOOTSTRAP_SERVERS', 'kafka://localhost:9092'],
    ['KAFKA_CLIENT_ID', 'x'.repeat(300)],
    ['REDIS_HOST', 'redis://localhost'],
    ['POSTGRES_HOST', 'localhost:5432'],
    ['GRADE_THRESHOLDS', ',!,'],
    ['GRADE_THRESHOLDS', '1,2,2'],
  ])('%s of %s is refused with what it may be', async (name, text) => {
    const [line, ...others] = await faultsOf({ [name]: text });
    expect(others).toEqual([]);
    expect(line).toMatch(new RegExp(`^${name}( is ".*")?: it may be `));
    expect(line).not.toContain('secret');
  });

  it.each([
    ['REDIS_URL', 'rediss://user:p%40ss@redis.example:6380/3'],
    ['DATABASE_URL', 'postgresql://user:p%40ss@db/shop?sslmode=verify-full'],
    ['DATABASE_URL', 'postgres:///shop?host=/var/run/postgresql'],
    ['POSTGRES_HOST', '/var/run/postgresql'],
    ['POSTGRES_HOST', '::1'],
    ['KAFKA_BOOTSTRAP_SERVERS', 'a:1, b_c.d-e:65535'],
  ])('%s of %s is used', async (name, text) => {
    expect(await faultsOf({ [name]: text })).toEqual([]);
  });
});
