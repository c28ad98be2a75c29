import { perSecond, type Row } from '../frame/row.js';

const inRedis = { services: ['redis' as const], measures: perSecond };

/** The queue and the cache on Redis. */
export const redisRows: readonly Row[] = [
  {
    ...inRedis,
    name: 'redis-publish',
    about: 'publish messages to Redis in batches of 500, one call after another',
    counted: 'messages',
    sizes: { full: 60_000, quick: 20_000, check: 600 },
    contenders: [
      {
        name: 'foldmart',
        how: 'the bus on Redis',
        load: async () => (await import('../redis-bus/contenders/foldmart.js')).openPublishing,
      },
      {
        name: 'ioredis',
        how: 'pipelines of XADD',
        load: async () => (await import('../redis-bus/contenders/ioredis.js')).openPublishing,
      },
    ],
    aims: [{ against: 'ioredis', ratio: 0.7 }],
  },
  {
    ...inRedis,
    name: 'redis-consume',
    about: 'consume messages from Redis with a handler that does nothing',
    counted: 'messages',
    sizes: { full: 60_000, quick: 20_000, check: 600 },
    contenders: [
      {
        name: 'foldmart',
        how: 'leases with fencing, a commit after every batch',
        load: async () => (await import('../redis-bus/contenders/foldmart.js')).openConsuming,
      },
      {
        name: 'ioredis',
        how: 'XREADGROUP of 500 and XACK',
        load: async () => (await import('../redis-bus/contenders/ioredis.js')).openConsuming,
      },
    ],
    aims: [{ against: 'ioredis', ratio: 0.7 }],
  },
  {
    ...inRedis,
    name: 'cache-pick',
    about: 'pick a random user, one call after another',
    counted: 'users',
    services: ['redis', 'postgres'],
    sizes: { full: 8_000, quick: 2_000, check: 5 },
    // A quick round alone is over before Node has compiled the code.
    warmUp: 2,
    contenders: [
      {
        name: 'foldmart',
        how: 'from the cache, uniform, checked by its schema',
        load: async () => (await import('../cache-pick/contenders/foldmart.js')).openSingle,
      },
      {
        name: 'ioredis',
        how: 'LINDEX and HGET by hand',
        load: async () => (await import('../cache-pick/contenders/ioredis.js')).openSingle,
      },
      {
        name: 'indexed row',
        how: 'Postgres, by an indexed number of 10,000',
        load: async () => (await import('../cache-pick/contenders/postgres.js')).openIndexed,
      },
      {
        name: 'random row',
        how: 'Postgres, ORDER BY random() of 10,000',
        atMost: 200,
        load: async () => (await import('../cache-pick/contenders/postgres.js')).openRandom,
      },
    ],
    aims: [{ against: 'ioredis', ratio: 0.9 }],
  },
  {
    ...inRedis,
    name: 'cache-pick-100',
    about: 'pick 100 random users at a time',
    counted: 'users',
    services: ['redis', 'postgres'],
    sizes: { full: 100_000, quick: 20_000, check: 100 },
    // A quick round alone is over before Node has compiled the code.
    warmUp: 2,
    contenders: [
      {
        name: 'foldmart',
        how: 'from the cache, all different, checked by their schema',
        load: async () => (await import('../cache-pick/contenders/foldmart.js')).openPrefetched,
      },
      {
        name: 'ioredis',
        how: '100 LINDEX in a pipeline and HMGET by hand',
        load: async () => (await import('../cache-pick/contenders/ioredis.js')).openPrefetched,
      },
      {
        name: 'HRANDFIELD',
        how: 'one command, not uniform',
        load: async () => (await import('../cache-pick/contenders/ioredis.js')).openHrandfield,
      },
    ],
    aims: [{ against: 'ioredis', ratio: 0.7 }],
  },
  {
    ...inRedis,
    name: 'cache-refresh',
    about: 'refresh the cache from a catalogue, twice as many products as users',
    counted: 'entities',
    services: ['redis', 'postgres'],
    sizes: { full: 10_000, quick: 3_000, check: 20, large: 1_000_000 },
    contenders: [
      {
        name: 'foldmart',
        how: 'atomic and fenced, 1,000 of each kind',
        load: async () => (await import('../cache-refresh/contenders/foldmart.js')).open,
      },
      {
        name: 'by hand',
        how: 'SELECT, HSET, RENAME, UPDATE',
        load: async () => (await import('../cache-refresh/contenders/by-hand.js')).open,
      },
    ],
    aims: [{ against: 'by hand', ratio: 0.9 }],
  },
];
