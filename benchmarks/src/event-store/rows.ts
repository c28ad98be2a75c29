import { perSecond, type Contender, type Open, type Row } from '../frame/row.js';
import type { OpenStore } from './compared-store.js';
import { appending, appendingTogether } from './work/append.js';
import { following } from './work/follow.js';
import { loading } from './work/load.js';

type Work = (openStore: OpenStore) => Open;

const stores = {
  foldmart: {
    how: 'the event store with its defaults',
    open: async () => (await import('./contenders/foldmart.js')).openStore,
  },
  bare: {
    how: 'pg by hand: prepared statements, one table',
    open: async () => (await import('./contenders/bare.js')).openStore,
  },
  copy: {
    how: 'pg by hand: COPY into that table',
    open: async () => (await import('./contenders/bare-copy.js')).openStore,
  },
  emmett: {
    how: 'emmett-postgresql 0.42',
    isIntrusive: true,
    open: async () => (await import('./contenders/emmett.js')).openStore,
  },
  act: {
    how: "act-pg 0.4: its store, without the framework's validation",
    isIntrusive: true,
    open: async () => (await import('./contenders/act.js')).openStore,
  },
  dcb: {
    how: '@dcb-es/event-store-postgres 7.0',
    open: async () => (await import('./contenders/dcb.js')).openStore,
  },
} as const satisfies Record<
  string,
  { how: string; isIntrusive?: boolean; open: () => Promise<OpenStore> }
>;

type StoreName = keyof typeof stores;

const comparable: readonly StoreName[] = ['foldmart', 'bare', 'emmett', 'act', 'dcb'];

type Most = Readonly<Partial<Record<StoreName, number>>>;

function contenders(names: readonly StoreName[], work: Work, most: Most): readonly Contender[] {
  return names.map((name) => {
    const { open, ...about } = stores[name];
    const atMost = most[name];
    return {
      name,
      ...about,
      ...(atMost === undefined ? {} : { atMost }),
      load: async () => work(await open()),
    };
  });
}

/** Its appends wait for each other, and take minutes for as many as the others get. */
const fewAppends: Most = { dcb: 1_000 };

function row(
  name: string,
  about: string,
  rest: Pick<Row, 'sizes' | 'aims' | 'sharedDatabase'> & {
    readonly work: Work;
    readonly names?: readonly StoreName[];
    readonly most?: Most;
  },
): Row {
  const { work, names = comparable, most = {}, ...more } = rest;
  const measures = perSecond;
  const shared = {
    counted: 'events',
    services: ['postgres' as const],
    measures,
    sharedDatabase: 'events',
  };
  return { name, about, ...shared, ...more, contenders: contenders(names, work, most) };
}

const aims = (bare: number, emmett: number) => [
  { against: 'bare', ratio: bare },
  { against: 'emmett', ratio: emmett },
];

/** Event stores on Postgres. */
export const eventStoreRows: readonly Row[] = [
  row('append-1', 'append 1 event to a new stream, one call after another', {
    sizes: { full: 1_500, quick: 300, check: 3 },
    most: fewAppends,
    work: appending(1, 1),
    aims: aims(0.9, 3),
  }),
  row('append-16', 'append 1 event to a new stream, 16 calls at once', {
    sizes: { full: 6_000, quick: 1_000, check: 16 },
    most: fewAppends,
    work: appending(1, 16),
    aims: aims(0.9, 4),
  }),
  row('append-256', 'append 1 event to a new stream, 256 calls at once', {
    sizes: { full: 15_000, quick: 2_560, check: 20 },
    most: fewAppends,
    work: appending(1, 256),
    aims: [{ against: 'bare', ratio: 2 }],
  }),
  row('append-10', 'append 10 events to a new stream, 16 calls at once', {
    sizes: { full: 20_000, quick: 3_200, check: 30 },
    most: fewAppends,
    work: appending(10, 16),
    aims: aims(0.9, 3),
  }),
  row('append-500', 'append 1 event to each of 500 new streams in one call', {
    sizes: { full: 25_000, quick: 5_000, check: 500 },
    most: fewAppends,
    work: appendingTogether(500),
    names: ['foldmart', 'bare', 'copy', 'dcb'],
    aims: [{ against: 'bare', ratio: 1 }],
  }),
  row('load-1', 'load a stream of 100 events, one call after another', {
    sizes: { full: 100_000, quick: 20_000, check: 200 },
    work: loading(100, 1),
    aims: aims(0.9, 1.8),
  }),
  row('load-16', 'load a stream of 100 events, 16 calls at once', {
    sizes: { full: 200_000, quick: 40_000, check: 200 },
    work: loading(100, 16),
    aims: aims(0.9, 1.8),
  }),
  row('follow', 'read the whole log in pages of 1,000', {
    sizes: { full: 200_000, quick: 20_000, check: 300, large: 1_000_000 },
    work: following,
    // Emmett's reader skips events of appends that overlapped, as those of other rows do.
    sharedDatabase: 'log',
    aims: [{ against: 'bare', ratio: 0.8 }],
  }),
];
