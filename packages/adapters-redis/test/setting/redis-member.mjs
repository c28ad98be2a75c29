import { RedisEventBus } from '@foldmart/adapters-redis';
import { realClock, runMember } from '@foldmart/conformance';
import { silentLogger } from '@foldmart/core';

/** A member on the services' Redis, in this process. */
export function openBus({ sessionTimeoutMs }) {
  const { REDIS_HOST = '127.0.0.1', REDIS_PORT = '6379', MEMBER_KEY_PREFIX } = process.env;
  const bus = { keyPrefix: MEMBER_KEY_PREFIX, sessionTimeoutMs };
  return new RedisEventBus(
    { host: REDIS_HOST, port: Number(REDIS_PORT), bus },
    { clock: realClock, random: { next: Math.random }, logger: silentLogger },
  );
}

if (process.argv[1] === import.meta.filename) await runMember(openBus);
