import { parseArgs } from 'node:util';
import { benchmarkCoupons, benchmarkCouponsInStock } from './coupons/coupons-benchmark.js';
import { startServices, type BenchmarkServices } from './measure/service-settings.js';
import { describeReport, writeCsv, type BenchmarkReport } from './measure/report.js';
import { benchmarkPersist } from './persist/persist-benchmark.js';
import { benchmarkPublish } from './publish/publish-benchmark.js';
import { benchmarkRebuild } from './rebuild/rebuild-benchmark.js';

interface Options {
  readonly messages: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

/** A benchmark resolves with the lines of its report. */
type Benchmark = (services: BenchmarkServices, options: Options) => Promise<string>;

const benchmarks = {
  persist: compared(benchmarkPersist),
  publish: compared(benchmarkPublish),
  coupons: compared(benchmarkCoupons),
  'coupons-in-stock': compared(benchmarkCouponsInStock),
  rebuild: benchmarkRebuild,
};

function compared(
  benchmark: (services: BenchmarkServices, options: Options) => Promise<BenchmarkReport>,
): Benchmark {
  return async (services, options) => {
    const report = await benchmark(services, options);
    return `${describeReport(report)}\n  every run: ${writeCsv(report)}`;
  };
}

const usage = `npm run bench -- [--only ${Object.keys(benchmarks).join('|')}] [--messages 50000] [--rounds 3]`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      messages: { type: 'string', default: '50000' },
      rounds: { type: 'string', default: '3' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const messages = Number(values.messages);
  const rounds = Number(values.rounds);
  const names = values.only === undefined ? Object.keys(benchmarks) : [values.only];
  const isKnown = names.every((name) => Object.hasOwn(benchmarks, name));
  if (!isKnown || !isCount(messages, 10_000_000) || !isCount(rounds, 1_000)) {
    throw new RangeError('the benchmarks are not called like this');
  }
  return { names: names as (keyof typeof benchmarks)[], messages, rounds, help: values.help };
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function optionsOrUsage() {
  try {
    return readOptions();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}\n`);
    process.exit(2);
  }
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const { names, messages, rounds, help } = optionsOrUsage();
if (help) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const services = startServices();
for (const name of names) {
  const found = await benchmarks[name](services, { messages, rounds, tell });
  process.stdout.write(`${found}\n`);
}
