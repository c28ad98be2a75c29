import { perSecond, type Contender, type Open, type Row } from '../frame/row.js';

const factors = [
  { name: 'longest', factor: 100, how: 'a log a hundred times as long as a round' },
  { name: 'a tenth', factor: 10, how: 'a log a tenth as long' },
  { name: 'a hundredth', factor: 1, how: 'a log a hundredth as long' },
] as const;

// Within a tenth, the cost of an event does not depend on the length of the log.
const aims = [
  { against: 'a tenth', ratio: 0.9 },
  { against: 'a hundredth', ratio: 0.9 },
];
const measures = perSecond;
const sizes = { full: 10_000, quick: 1_000, check: 10, large: 50_000 };

function atSizes(open: (factor: number) => Promise<Open>): readonly Contender[] {
  return factors.map(({ name, factor, how }) => ({ name, how, load: () => open(factor) }));
}

// So that the code is compiled as well in the shortest log as in the longest.
const warmUp = 3;

const inStore = {
  warmUp,
  sharedDatabase: 'growth',
  counted: 'events',
  services: ['postgres' as const],
  measures,
  sizes,
  aims,
};
const atSize = () => import('../growth/contenders/at-size.js');

function consumers({
  name,
  how,
  size,
}: Pick<Contender, 'name' | 'how'> & { readonly size: number }): Contender {
  return {
    name,
    how,
    load: async () => (await import('../consumers/contenders/foldmart.js')).openConsumers(size),
  };
}

function backlog({
  name,
  how,
  factor,
}: Pick<Contender, 'name' | 'how'> & { readonly factor: number }): Contender {
  return {
    name,
    how,
    load: async () =>
      (await import('../consumers/contenders/foldmart.js')).openConsumers(1, factor),
  };
}

/** How the cost of an event grows with the log. The contenders are the same code, in logs of three lengths. */
export const growthRows: readonly Row[] = [
  {
    ...inStore,
    name: 'growth-append',
    about: 'append 10 events to a new stream, 16 calls at once, in a log that has grown',
    contenders: atSizes(async (factor) => {
      const { appending, openAtSize } = await atSize();
      return openAtSize(factor, appending);
    }),
  },
  {
    ...inStore,
    name: 'growth-load',
    about: 'load a stream of 100 events from a log that has grown',
    contenders: atSizes(async (factor) => {
      const { loading, openAtSize } = await atSize();
      return openAtSize(factor, loading);
    }),
  },
  {
    ...inStore,
    name: 'growth-follow',
    about: 'read the end of a log that has grown',
    contenders: atSizes(async (factor) => {
      const { following, openAtSize } = await atSize();
      return openAtSize(factor, following);
    }),
  },
  {
    ...inStore,
    name: 'growth-ingest',
    about: 'record batches of 500 messages, as consumers do, in a log that has grown',
    contenders: atSizes(async (factor) => {
      const { ingesting, openAtSize } = await atSize();
      return openAtSize(factor, ingesting);
    }),
  },
  {
    name: 'growth-consumers',
    // Each round has processes of its own, which warm up by themselves.
    warmUp: 0,
    about: 'orders from Kafka into Postgres, by consumers of one group in processes of their own',
    counted: 'messages',
    services: ['postgres'],
    measures,
    sizes: { full: 40_000, quick: 8_000, check: 60 },
    contenders: [
      consumers({ name: 'three', size: 3, how: 'a partition each' }),
      // In a check it would show nothing that the others do not show.
      {
        ...consumers({ name: 'two', size: 2, how: 'two partitions, and one' }),
        isLeftOutOfChecks: true,
      },
      consumers({ name: 'one', size: 1, how: 'all three partitions' }),
    ],
  },
  {
    name: 'growth-backlog',
    warmUp: 0,
    about: 'orders that wait in Kafka into Postgres, by one consumer, with its memory at most',
    counted: 'messages',
    services: ['postgres'],
    measures: [...perSecond, { key: 'memory', unit: 'MiB', better: 'lower' }],
    sizes: { full: 2_000, quick: 300, check: 2, large: 10_000 },
    mostRounds: 2,
    aims: [{ against: 'a tenth', ratio: 0.9 }],
    contenders: [
      backlog({ name: 'longest', factor: 100, how: 'a hundred times a round waits' }),
      backlog({ name: 'a tenth', factor: 10, how: 'ten times a round waits' }),
    ],
  },
  {
    name: 'growth-memory',
    about: 'the whole shop in memory: producer, queue, consumers, log and read models on one core',
    counted: 'events',
    services: [],
    measures,
    sizes: { full: 2_000, quick: 300, check: 20, large: 10_000 },
    warmUp: 0,
    mostRounds: 2,
    aims,
    contenders: atSizes(async (factor) => {
      const { openTimes } = await import('../whole-system/contenders/in-memory.js');
      return openTimes(factor);
    }),
  },
];
