import { Redis } from 'ioredis';
import type { ContenderConfig, Open } from '../../frame/row.js';
import { exampleUsers } from '../example-users.js';
import { cachedUsers, picking, prefetched } from '../picks.js';

/** A list of ids beside a hash: an index of the list, then the field, and JSON.parse. */
export const openSingle: Open = async (config) => {
  const { redis, ids, users } = await fill(config);
  return picking(
    1,
    async () => {
      const id = await redis.lindex(ids, Math.floor(Math.random() * cachedUsers));
      const json = await redis.hget(users, id ?? '');
      return json === null || JSON.parse(json) === null ? 0 : 1;
    },
    () => redis.quit(),
  );
};

/** A pipeline of 100 indices, one HMGET, and JSON.parse; an id can come twice. */
export const openPrefetched: Open = async (config) => {
  const { redis, ids, users } = await fill(config);
  return picking(
    prefetched,
    async () => {
      const pipeline = redis.pipeline();
      for (let nth = 0; nth < prefetched; nth += 1) {
        pipeline.lindex(ids, Math.floor(Math.random() * cachedUsers));
      }
      const found = (await pipeline.exec()) ?? [];
      const texts = await redis.hmget(users, ...found.map(([, id]) => String(id)));
      return texts.filter((json) => json !== null && JSON.parse(json) !== null).length;
    },
    () => redis.quit(),
  );
};

/** HRANDFIELD with values, which is not uniform. */
export const openHrandfield: Open = async (config) => {
  const { redis, users } = await fill(config);
  return picking(
    prefetched,
    async () => {
      const found = (await redis.hrandfield(users, prefetched, 'WITHVALUES')) as string[];
      return found.filter((text, at) => at % 2 === 1 && JSON.parse(text) !== null).length;
    },
    () => redis.quit(),
  );
};

async function fill({ services, own }: ContenderConfig) {
  const redis = new Redis(services.redis);
  const [ids, users] = [`${own}:ids`, `${own}:users`];
  const rows = exampleUsers(cachedUsers);
  await redis.del(ids, users);
  await redis.rpush(ids, ...rows.map(({ user_id }) => user_id));
  await redis.hset(
    users,
    Object.fromEntries(rows.map((row) => [row.user_id, JSON.stringify(row)])),
  );
  return { redis, ids, users };
}
