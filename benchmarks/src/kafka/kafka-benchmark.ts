import { runContender, type Measured } from '../measure/child.js';
import { withOwnDatabase } from '../measure/own-database.js';
import { removeTraces } from '../measure/remove-traces.js';
import { interleave, type Contender } from '../measure/rounds.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import { reportWriting, type WritingRun } from './writing-report.js';
import type { WriteConfig, WriteTimes } from './write-config.js';

export interface KafkaBenchmarkOptions {
  readonly messages: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

const throughKafka = './through-kafka.js';
const oneByOneMessages = 2_000;

/** Orders through Kafka into Postgres, and directly into Postgres. */
export async function benchmarkKafka(
  services: BenchmarkServices,
  { messages, rounds, tell }: KafkaBenchmarkOptions,
): Promise<string> {
  const runs: WritingRun[] = [];
  const contender = (name: string, module: string, count = messages): Contender => ({
    name,
    run: async (round) => {
      const times = await runOnce(services, module, count);
      runs.push({ name, round, ...times });
      return times;
    },
  });
  const contenders = [
    contender('through Kafka', throughKafka),
    contender('direct', './directly.js'),
    contender('direct by hand', './by-hand.js'),
    contender('direct one by one', './one-by-one.js', Math.min(oneByOneMessages, messages)),
  ];
  await interleave(contenders, rounds, tell);
  return reportWriting(runs, { messages, rounds });
}

/** Each run has names of its own, so that it starts with empty topics and tables. */
async function runOnce(
  services: BenchmarkServices,
  module: string,
  messages: number,
): Promise<Measured & WriteTimes> {
  return withOwnDatabase(services, 'kafka', async (database) => {
    const config: WriteConfig = { ...services, database, messages };
    try {
      return await runContender<WriteTimes>(new URL(module, import.meta.url), config);
    } finally {
      if (module === throughKafka) await removeTraces(settingsFor(services, database));
    }
  });
}
