import type { BenchmarkServices } from '../measure/service-settings.js';
import type { OptionName } from './options.js';

/** The options that a story can have. */
export interface StoryOptions {
  readonly messages: number;
  readonly rounds: number;
  readonly durationMs: number;
  readonly rate?: number;
  readonly users: number;
  readonly products: number;
  readonly tell: (line: string) => void;
}

/** A benchmark with a report of its own. It runs only by name; its work resolves with the report. */
export interface Story {
  readonly about: string;
  /** Which options it takes, with their defaults. */
  readonly options: Readonly<Partial<Record<OptionName, string>>>;
  readonly run: (services: BenchmarkServices, options: StoryOptions) => Promise<string>;
}

const catalogue = { users: '10000', products: '20000' };

/** All stories by name. */
export const stories: Readonly<Record<string, Story>> = {
  rebuild: {
    about: 'rebuilding every read model while others write, and loading a snapshot',
    options: { messages: '50000' },
    run: async (services, options) =>
      (await import('../rebuild/rebuild-benchmark.js')).benchmarkRebuild(services, options),
  },
  transports: {
    about: 'one workload on every queue with every database: all must end in one state',
    options: { messages: '10000' },
    run: async (services, options) =>
      (await import('../transports/transports-benchmark.js')).compareTransports(services, options),
  },
  kafka: {
    about: 'orders through Kafka into Postgres, and directly into Postgres',
    options: { messages: '20000', rounds: '3' },
    run: async (services, options) =>
      (await import('../kafka/kafka-benchmark.js')).benchmarkKafka(services, options),
  },
  realtime: {
    about: 'the shop at its own pace, second by second',
    options: { duration: '60', rate: '', ...catalogue },
    run: async (services, options) =>
      (await import('../realtime/realtime-benchmark.js')).benchmarkRealtime(services, options),
  },
  cache: {
    about: 'queries a minute and look-up times, with the cache and without',
    options: { duration: '145', ...catalogue },
    run: async (services, options) =>
      (await import('../cache/cache-benchmark.js')).benchmarkCache(services, options),
  },
};
