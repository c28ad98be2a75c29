import { benchmarkCache } from '../cache/cache-benchmark.js';
import { benchmarkCoupons, benchmarkCouponsInStock } from '../coupons/coupons-benchmark.js';
import { benchmarkKafka } from '../kafka/kafka-benchmark.js';
import { describeReport, writeCsv, type BenchmarkReport } from '../measure/report.js';
import type { BenchmarkServices } from '../measure/service-settings.js';
import { benchmarkPersist } from '../persist/persist-benchmark.js';
import { benchmarkPublish } from '../publish/publish-benchmark.js';
import { benchmarkRealtime } from '../realtime/realtime-benchmark.js';
import { benchmarkRebuild } from '../rebuild/rebuild-benchmark.js';
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

const counted = { messages: '50000', rounds: '3' };
const catalogue = { users: '10000', products: '20000' };

/** All benchmarks by name, in the order in which they run. */
export const benchmarks: Readonly<Record<string, Benchmark>> = {
  persist: {
    about: 'Kafka to Postgres: Foldmart, a consumer written by hand, and one message at a time',
    options: counted,
    run: compared(benchmarkPersist),
  },
  publish: {
    about: 'publishing in batches of 500: Foldmart and kafkajs',
    options: counted,
    run: compared(benchmarkPublish),
  },
  coupons: {
    about: 'a rush for 100 coupons: Foldmart, a statement for each request, a script in Redis',
    options: counted,
    run: compared(benchmarkCoupons),
  },
  'coupons-in-stock': {
    about: 'the same with a coupon for every user',
    options: counted,
    run: compared(benchmarkCouponsInStock),
  },
  rebuild: {
    about: 'rebuilding every read model while others write, and loading a snapshot',
    options: { messages: '50000' },
    run: benchmarkRebuild,
  },
  kafka: {
    about: 'orders through Kafka into Postgres, and directly into Postgres',
    options: { messages: '20000', rounds: '3' },
    run: benchmarkKafka,
  },
  realtime: {
    about: 'the shop at its own pace, second by second',
    options: { duration: '60', rate: '', ...catalogue },
    run: benchmarkRealtime,
    isOnRequest: true,
  },
  cache: {
    about: 'queries a minute and look-up times, with the cache and without',
    options: { duration: '145', ...catalogue },
    run: benchmarkCache,
    isOnRequest: true,
  },
};

function compared(
  benchmark: (services: BenchmarkServices, options: BenchmarkOptions) => Promise<BenchmarkReport>,
): Benchmark['run'] {
  return async (services, options) => {
    const report = await benchmark(services, options);
    return `${describeReport(report)}\n  every run: ${writeCsv(report)}`;
  };
}
