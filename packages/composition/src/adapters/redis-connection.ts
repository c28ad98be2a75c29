import type { RedisOptionsInput } from '@foldmart/adapters-redis';
import type { SettingValues } from '../settings/read-values.js';
import { readTlsFiles } from './read-tls-files.js';

/** The connection options of Redis, for queue and cache. */
export function redisConnection(values: SettingValues): RedisOptionsInput {
  const { REDIS_URL: url, REDIS_USERNAME: username, REDIS_PASSWORD: password } = values;
  const tls = readTlsFiles({
    ca: { name: 'REDIS_TLS_CA_FILE', path: values.REDIS_TLS_CA_FILE },
    cert: { name: 'REDIS_TLS_CERT_FILE', path: values.REDIS_TLS_CERT_FILE },
    key: { name: 'REDIS_TLS_KEY_FILE', path: values.REDIS_TLS_KEY_FILE },
  });
  if (url !== undefined) return { url, ...(isSecure(url) ? { tls } : {}) };
  return {
    host: values.REDIS_HOST,
    port: values.REDIS_PORT,
    tls: values.REDIS_TLS ? tls : false,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
  };
}

function isSecure(url: string): boolean {
  return url.startsWith('rediss:');
}
