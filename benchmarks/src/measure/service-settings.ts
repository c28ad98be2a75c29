import { loadShopSettings, type ShopSettings } from '@foldmart/composition/shop';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The services that a benchmark uses, and the names that only this run uses there. */
export interface BenchmarkServices {
  /** Stands before the names of all topics, groups and keys. */
  readonly prefix: string;
  readonly brokers: readonly string[];
  readonly redis: { readonly host: string; readonly port: number };
  readonly postgres: {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly password: string;
  };
}

const script = fileURLToPath(new URL('../../../scripts/services', import.meta.url));

/** Starts the services of the workspace, and returns their settings. */
export function startServices(): BenchmarkServices {
  execFileSync(script, ['up'], { stdio: ['ignore', 2, 2] });
  const env = JSON.parse(execFileSync(script, ['env', '--json'], { encoding: 'utf8' })) as Record<
    string,
    string
  >;
  Object.assign(process.env, env);
  const { values } = loadShopSettings({ environment: env, envFile: null });
  return {
    prefix: `bench_${String(process.pid)}_${Date.now().toString(36)}_`,
    brokers: values.KAFKA_BOOTSTRAP_SERVERS,
    redis: { host: values.REDIS_HOST, port: values.REDIS_PORT },
    postgres: {
      host: values.POSTGRES_HOST,
      port: values.POSTGRES_PORT,
      user: values.POSTGRES_USER,
      password: values.POSTGRES_PASSWORD ?? '',
    },
  };
}

/** The topic of orders of this run. */
export function orderTopic({ prefix }: Pick<BenchmarkServices, 'prefix'>): string {
  return `${prefix}orders`;
}

/**
 * ShopSettings of a Foldmart system on those services, with a database of its own. `more` replaces
 * single ones.
 */
export function settingsFor(
  { prefix, brokers, redis, postgres }: BenchmarkServices,
  database: string,
  more: Readonly<Record<string, string>> = {},
): ShopSettings {
  return loadShopSettings({
    environment: {
      QUEUE_TYPE: 'kafka',
      CACHE_TYPE: 'memory',
      DB_TYPE: 'postgres',
      TOPIC_PREFIX: prefix,
      CACHE_PREFIX: prefix,
      KAFKA_BOOTSTRAP_SERVERS: brokers.join(','),
      REDIS_HOST: redis.host,
      REDIS_PORT: String(redis.port),
      POSTGRES_HOST: postgres.host,
      POSTGRES_PORT: String(postgres.port),
      POSTGRES_USER: postgres.user,
      POSTGRES_PASSWORD: postgres.password,
      POSTGRES_DB: database,
      ...more,
    },
    envFile: null,
  });
}
