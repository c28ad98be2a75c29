import type { BenchmarkReport } from '../measure/report.js';
import type { BenchmarkServices } from '../measure/service-settings.js';
import type { OptionName } from './options.js';

/** The options that a benchmark can have. */
export interface BenchmarkOptions {
  readonly messages: number;
  readonly rounds: number;
  readonly durationMs: number;
  readonly rate?: number;
  readonly users: number;
  readonly products: number;
  readonly tell: (line: string) => void;
}

/** A benchmark: what it does, the options that it takes, and its work, which resolves with the report. */
export interface Benchmark {
  readonly about: string;
  /** Which options it takes, with their defaults. */
  readonly options: Readonly<Partial<Record<OptionName, string>>>;
  readonly run: (services: BenchmarkServices, options: BenchmarkOptions) => Promise<string>;
  /** Whether it runs only if it is named: it takes as long as it is told to. */
  readonly isOnRequest?: boolean;
}

type Comparison = (
  services: BenchmarkServices,
  options: BenchmarkOptions,
) => Promise<BenchmarkReport>;

const counted = { messages: '50000', rounds: '3' };
const catalogue = { users: '10000', products: '20000' };

/** All benchmarks by name, in the order in which they run. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  persist: {
    about: 'Kafka to Postgres: Foldmart, a consumer written by hand, and one message at a time',
    options: counted,
    run: compared(async () => (await import('../persist/persist-benchmark.js')).benchmarkPersist),
  },
  publish: {
    about: 'publishing in batches of 500: Foldmart and kafkajs',
    options: counted,
    run: compared(async () => (await import('../publish/publish-benchmark.js')).benchmarkPublish),
  },
  coupons: {
    about: 'a rush for 100 coupons: Foldmart, a statement for each request, a script in Redis',
    options: counted,
    run: compared(async () => (await import('../coupons/coupons-benchmark.js')).benchmarkCoupons),
  },
  'coupons-in-stock': {
    about: 'the same with a coupon for every user',
    options: counted,
    run: compared(
      async () => (await import('../coupons/coupons-benchmark.js')).benchmarkCouponsInStock,
    ),
  },
  rebuild: {
    about: 'rebuilding every read model while others write, and loading a snapshot',
    options: { messages: '50000' },
    run: async (services, options) =>
      (await import('../rebuild/rebuild-benchmark.js')).benchmarkRebuild(services, options),
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
    isOnRequest: true,
  },
  cache: {
    about: 'queries a minute and look-up times, with the cache and without',
    options: { duration: '145', ...catalogue },
    run: async (services, options) =>
      (await import('../cache/cache-benchmark.js')).benchmarkCache(services, options),
    isOnRequest: true,
  },
};

/** A benchmark is loaded when it runs: help and errors need none of them. */
function compared(load: () => Promise<Comparison>): Benchmark['run'] {
  return async (services, options) => {
    const benchmark = await load();
    const { describeReport, writeCsv } = await import('../measure/report.js');
    const report = await benchmark(services, options);
    return `${describeReport(report)}\n  every run: ${writeCsv(report)}`;
  };
}
