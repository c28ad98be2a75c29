import { parseArgs } from 'node:util';
import { benchmarkCoupons, benchmarkCouponsInStock } from './coupons/coupons-benchmark.js';
import { startServices } from './measure/service-settings.js';
import { describeReport, writeCsv, type BenchmarkReport } from './measure/report.js';
import { benchmarkPersist } from './persist/persist-benchmark.js';
import { benchmarkPublish } from './publish/publish-benchmark.js';

const benchmarks = {
  persist: benchmarkPersist,
  publish: benchmarkPublish,
  coupons: benchmarkCoupons,
  'coupons-in-stock': benchmarkCouponsInStock,
};

const usage = `npm run bench -- [--only ${Object.keys(benchmarks).join('|')}] [--messages 50000] [--rounds 3]`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      messages: { type: 'string', default: '50000' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const messages = Number(values.messages);
  const rounds = Number(values.rounds);
  const names = values.only === undefined ? Object.keys(benchmarks) : [values.only];
  const isKnown = names.every((name) => Object.hasOwn(benchmarks, name));
  if (!isKnown || !(messages >= 1) || !(rounds >= 1)) throw new RangeError(usage);
  return { names: names as (keyof typeof benchmarks)[], messages, rounds };
}

const tell = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

const { names, messages, rounds } = readOptions();
const services = startServices();
for (const name of names) {
  const report: BenchmarkReport = await benchmarks[name](services, { messages, rounds, tell });
  process.stdout.write(`${describeReport(report)}\n  every run: ${writeCsv(report)}\n`);
}
