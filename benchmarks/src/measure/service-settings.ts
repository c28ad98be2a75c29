import { loadShopSettings, type ShopSettings } from '@foldmart/composition/shop';

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
