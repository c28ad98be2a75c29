import { Redis } from 'ioredis';
import type { ContenderConfig, OpenContender, Round } from '../../frame/row.js';
import { concurrently } from '../../measure/concurrently.js';
import type { CouponsShared } from '../coupons-shared.js';

const waiting = 64;

const script = `
  if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then return 'DUPLICATE_REQUEST' end
  local left = tonumber(redis.call('GET', KEYS[1]))
  if left <= 0 then return 'OUT_OF_STOCK' end
  redis.call('DECR', KEYS[1])
  redis.call('SADD', KEYS[2], ARGV[1])
  return 'SUCCESS'`;

/** The fastest solution: a script on one key. It defines no order of requests and stores no outcomes. */
export async function open(config: ContenderConfig): Promise<OpenContender> {
  const { isInStock } = config.shared as CouponsShared;
  const redis = new Redis({ ...config.services.redis, enableAutoPipelining: true });
  const sha = String(await redis.script('LOAD', script));
  const keysOf = ({ number }: Round): readonly [string, string] => {
    const name = `{${config.own}_${String(number)}}`;
    return [`${name}:left`, `${name}:holders`];
  };
  return {
    async prepare(round) {
      await redis.set(keysOf(round)[0], isInStock ? round.size : 100);
    },
    async run(round) {
      await concurrently({ total: round.size, waiting }, (nth) =>
        redis.evalsha(sha, 2, ...keysOf(round), String(nth)),
      );
      return { count: round.size };
    },
    async after(round) {
      await redis.del(...keysOf(round));
    },
    async close() {
      await redis.quit();
    },
  };
}
