import { latency, perSecond, type Row } from '../frame/row.js';
import { fillShopLogs } from '../whole-system/filled-shop-log.js';

const inPostgres = { services: ['postgres' as const], counted: 'events' };

/** What the whole does: read models, the shop in memory, coupons, verification. */
export const systemRows: readonly Row[] = [
  {
    ...inPostgres,
    name: 'rebuild-fold',
    about: 'rebuild a read model that adds up the orders of each customer',
    measures: perSecond,
    sizes: { full: 100_000, quick: 20_000, check: 200 },
    mostRounds: 3,
    contenders: [
      {
        name: 'foldmart',
        how: 'rebuild while readers and writers continue',
        load: async () => (await import('../customers/contenders/rebuild-foldmart.js')).open,
      },
      {
        name: 'by hand',
        how: 'pages of 1,000 into a Map; everyone else has to stop',
        load: async () => (await import('../customers/contenders/rebuild-by-hand.js')).open,
      },
      {
        name: 'emmett',
        how: 'rebuildPostgreSQLProjections, one statement for a batch of 1,000',
        isIntrusive: true,
        load: async () => (await import('../customers/contenders/rebuild-emmett.js')).open,
      },
      {
        name: 'act',
        how: 'act-pg 0.4: drain, one statement for each event',
        atMost: 1_000,
        isIntrusive: true,
        load: async () => (await import('../customers/contenders/rebuild-act.js')).open,
      },
    ],
  },
  {
    ...inPostgres,
    name: 'visible',
    about: 'from the end of an append until an asynchronous read model shows it',
    measures: latency,
    sizes: { full: 100, quick: 30, check: 1 },
    warmUp: 0.05,
    contenders: [
      {
        name: 'foldmart',
        how: 'followProjections',
        atMost: 30,
        load: async () => (await import('../customers/contenders/visible-foldmart.js')).open,
      },
      {
        name: 'emmett',
        how: 'its consumer with its default pace',
        isIntrusive: true,
        load: async () => (await import('../customers/contenders/visible-emmett.js')).open,
      },
      {
        name: 'dcb',
        how: 'runHandler, woken by NOTIFY',
        load: async () => (await import('../customers/contenders/visible-dcb.js')).open,
      },
    ],
  },
  {
    ...inPostgres,
    name: 'hot-stream',
    about: 'write to one stream, 24 calls at once',
    measures: [...perSecond, { key: 'given up', unit: 'calls', better: 'lower' }],
    sizes: { full: 2_000, quick: 500, check: 24 },
    contenders: [
      {
        name: 'foldmart',
        how: 'ingest, as consumers and followers write',
        load: async () => (await import('../event-store/contenders/hot-stream.js')).openIngest,
      },
      {
        name: 'append',
        how: 'append that expects no version',
        load: async () => (await import('../event-store/contenders/hot-stream.js')).openAppend,
      },
    ],
  },
  {
    ...inPostgres,
    name: 'coupons',
    about: 'decide requests for 100 coupons',
    counted: 'requests',
    services: ['postgres', 'redis'],
    measures: perSecond,
    sizes: { full: 50_000, quick: 10_000, check: 150 },
    setUp: () => Promise.resolve({ isInStock: false }),
    contenders: couponContenders(),
  },
  {
    ...inPostgres,
    name: 'coupons-in-stock',
    about: 'decide requests, with a coupon for every user',
    counted: 'requests',
    services: ['postgres', 'redis'],
    measures: perSecond,
    sizes: { full: 50_000, quick: 10_000, check: 150 },
    setUp: () => Promise.resolve({ isInStock: true }),
    contenders: couponContenders(),
    aims: [{ against: 'one statement each', ratio: 15 }],
  },
  {
    ...inPostgres,
    name: 'verify',
    about: 'compare every read model with the whole log',
    measures: [...perSecond, { key: 'memory', unit: 'MiB', better: 'lower' }],
    sizes: { full: 100_000, quick: 20_000, check: 100, large: 1_000_000 },
    warmUp: 0,
    mostRounds: 2,
    setUp: fillShopLogs,
    contenders: [
      {
        name: 'foldmart',
        how: 'projections at the end of the log',
        load: async () => (await import('../whole-system/contenders/verify.js')).openCaughtUp,
      },
      {
        name: 'behind',
        how: 'the same, with asynchronous projections that have seen nothing',
        load: async () => (await import('../whole-system/contenders/verify.js')).openBehind,
      },
    ],
  },
  {
    name: 'generate',
    about: 'generate orders',
    counted: 'orders',
    services: [],
    measures: perSecond,
    sizes: { full: 50_000, quick: 10_000, check: 10 },
    // So that the code of both is compiled.
    warmUp: 3,
    contenders: [
      {
        name: 'foldmart',
        how: 'by the rules of the shop, as events that are checked by their schema',
        load: async () => (await import('../whole-system/contenders/generate.js')).openGenerator,
      },
      {
        name: 'faker',
        how: 'objects with the same fields, no rules',
        load: async () => (await import('../whole-system/contenders/generate.js')).openFaker,
      },
    ],
    aims: [{ against: 'faker', ratio: 0.8 }],
  },
];

function couponContenders(): Row['contenders'] {
  return [
    {
      name: 'foldmart',
      how: 'batches of 2,000, in the order of the queue, every outcome stored',
      load: async () => (await import('../coupons/contenders/foldmart.js')).open,
    },
    {
      name: 'one statement each',
      how: 'UPDATE on 16 connections, no outcome stored',
      atMost: 5_000,
      load: async () => (await import('../coupons/contenders/one-by-one.js')).open,
    },
    {
      name: 'redis script',
      how: 'one script on one key, no order, no outcome stored',
      load: async () => (await import('../coupons/contenders/redis-script.js')).open,
    },
  ];
}
