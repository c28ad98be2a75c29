import type { RedisOptionsInput } from '@foldmart/adapters-redis';
import type { SettingValues } from '../settings/read-values.js';
import { readCertificate } from './read-certificate.js';

/** The connection options of Redis, for queue and cache. */
export function redisConnection(values: SettingValues): RedisOptionsInput {
  const { REDIS_URL: url, REDIS_USERNAME: username, REDIS_PASSWORD: password } = values;
  const ca = readCertificate('REDIS_TLS_CA_FILE', values.REDIS_TLS_CA_FILE);
  const tls = ca === undefined ? values.REDIS_TLS : { ca };
  if (url !== undefined) return { url, ...(ca === undefined ? {} : { tls }) };
  return {
    host: values.REDIS_HOST,
    port: values.REDIS_PORT,
    tls: values.REDIS_TLS ? tls : false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}
