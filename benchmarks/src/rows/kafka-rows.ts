import { latency, perSecond, type Row } from '../frame/row.js';
import { fillTopic } from '../measure/fill-topic.js';

const inKafka = { counted: 'messages', services: ['kafka' as const], measures: perSecond };

/** Within a shorter warm-up, Node has not compiled all of a contender's code, and the first rounds measure the interpreter. */
const untilCompiled = 1;

/** A topic that is full of orders, which a contender persists. */
const intoPostgres = {
  ...inKafka,
  services: ['postgres' as const],
  warmUp: untilCompiled,
  sizes: { full: 40_000, quick: 8_000, check: 60 },
  setUp: fillTopic,
};

/** Writing to Kafka and reading from it. */
export const kafkaRows: readonly Row[] = [
  {
    ...intoPostgres,
    name: 'persist',
    about: 'orders from Kafka into Postgres',
    contenders: [
      {
        name: 'foldmart',
        how: 'schema check, event log, read models, dead letters, projections',
        load: async () => (await import('../persist/contenders/foldmart.js')).open,
      },
      {
        name: 'by hand',
        how: 'kafkajs eachBatch, unnest of 500, a table of ids; no log, no read models',
        load: async () => (await import('../persist/contenders/hand-written.js')).open,
      },
      {
        name: 'one by one',
        how: 'kafkajs eachMessage, a commit for each message',
        atMost: 200,
        load: async () => (await import('../persist/contenders/one-by-one.js')).open,
      },
      {
        name: 'python',
        how: 'confluent-kafka and SQLAlchemy, a session and a commit for each message',
        atMost: 300,
        isLeftOutOfChecks: true,
        load: async () => (await import('../persist/contenders/python.js')).open,
      },
      {
        name: 'copy',
        how: 'the limit: ready lines by COPY into the same tables, without Kafka',
        load: async () => (await import('../persist/contenders/copy.js')).open,
      },
    ],
    aims: [{ against: 'by hand', ratio: 1 }],
  },
  {
    ...intoPostgres,
    name: 'persist-alone',
    about: 'orders from Kafka into Postgres, while no projections follow in the same process',
    contenders: [
      {
        name: 'foldmart',
        how: 'as the row persist, with the read models of inline projections alone',
        load: async () => (await import('../persist/contenders/foldmart.js')).openAlone,
      },
      {
        name: 'by hand',
        how: 'as the row persist',
        load: async () => (await import('../persist/contenders/hand-written.js')).open,
      },
    ],
    aims: [{ against: 'by hand', ratio: 1.3 }],
  },
  {
    ...intoPostgres,
    name: 'metrics',
    about: 'orders from Kafka into Postgres, with and without metrics',
    contenders: [
      {
        name: 'with metrics',
        how: 'as the row persist, with METRICS=true',
        load: async () => (await import('../persist/contenders/foldmart.js')).openMetered,
      },
      {
        name: 'without',
        how: 'as the row persist',
        load: async () => (await import('../persist/contenders/foldmart.js')).open,
      },
    ],
    aims: [{ against: 'without', ratio: 0.97 }],
  },
  {
    ...inKafka,
    name: 'publish',
    about: 'publish orders in batches of 500, one call after another',
    sizes: { full: 40_000, quick: 10_000, check: 600 },
    setUp: (services) => fillTopic(services, 0),
    contenders: [
      {
        name: 'foldmart',
        how: 'schema check, headers, lz4, idempotent',
        load: async () => (await import('../publish/contenders/foldmart.js')).openBatches,
      },
      {
        name: 'kafkajs',
        how: 'JSON.stringify, the same headers, lz4, idempotent',
        load: async () => (await import('../publish/contenders/kafkajs.js')).openBatches,
      },
    ],
    aims: [{ against: 'kafkajs', ratio: 1.5 }],
  },
  {
    ...inKafka,
    name: 'publish-1',
    about: 'publish orders one by one, 500 calls in flight',
    warmUp: untilCompiled,
    sizes: { full: 20_000, quick: 5_000, check: 100 },
    setUp: (services) => fillTopic(services, 0),
    contenders: [
      {
        name: 'foldmart',
        how: 'linger 10 ms',
        load: async () => (await import('../publish/contenders/foldmart.js')).openSingle,
      },
      {
        name: 'kafkajs',
        how: 'send for each',
        atMost: 2_000,
        load: async () => (await import('../publish/contenders/kafkajs.js')).openSingle,
      },
      {
        name: 'by hand',
        how: 'kafkajs and a buffer of 10 ms',
        load: async () => (await import('../publish/contenders/kafkajs.js')).openLingering,
      },
    ],
    aims: [{ against: 'by hand', ratio: 1 }],
  },
  {
    ...inKafka,
    name: 'consume',
    about: 'consume orders with a handler that does nothing',
    warmUp: untilCompiled,
    sizes: { full: 100_000, quick: 30_000, check: 100 },
    setUp: fillTopic,
    contenders: [
      {
        name: 'foldmart',
        how: 'parsed and checked by its schema, offset after every batch',
        load: async () => (await import('../consume/contenders/foldmart.js')).open,
      },
      {
        name: 'eachBatch',
        how: 'kafkajs, messages not parsed',
        load: async () => (await import('../consume/contenders/kafkajs.js')).openEachBatch,
      },
      {
        name: 'eachBatch, parsed',
        how: 'kafkajs with JSON.parse',
        load: async () => (await import('../consume/contenders/kafkajs.js')).openParsed,
      },
      {
        name: 'eachMessage',
        how: 'kafkajs, messages not parsed',
        load: async () => (await import('../consume/contenders/kafkajs.js')).openEachMessage,
      },
    ],
    aims: [
      { against: 'eachBatch', ratio: 0.5 },
      { against: 'eachMessage', ratio: 1.5 },
    ],
  },
  {
    ...inKafka,
    name: 'deliver',
    about: 'publish to handler, one message every 20 ms',
    measures: latency,
    sizes: { full: 400, quick: 150, check: 5 },
    contenders: [
      {
        name: 'foldmart',
        how: 'no linger, offset after every batch',
        load: async () => (await import('../deliver/contenders/foldmart.js')).open,
      },
      {
        name: 'kafkajs',
        how: 'eachMessage, offsets by a timer',
        load: async () => (await import('../deliver/contenders/kafkajs.js')).open,
      },
    ],
    aims: [
      { against: 'kafkajs', ratio: 0.77 },
      { against: 'kafkajs', measure: 'p99', ratio: 0.77 },
    ],
  },
];
