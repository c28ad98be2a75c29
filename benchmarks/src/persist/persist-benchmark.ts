import { administer } from '../measure/administer.js';
import { runContender, type Measured } from '../measure/child.js';
import type { BenchmarkReport } from '../measure/report.js';
import { interleave, type Contender } from '../measure/rounds.js';
import { orderTopic, type BenchmarkServices } from '../measure/service-settings.js';
import type { ContenderConfig } from './contender-config.js';
import { withOrderTopic } from './order-topic.js';

export interface PersistOptions {
  readonly messages: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

const oneByOneMessages = 1_000;

/** Kafka to Postgres: Foldmart, a consumer written by hand, and one message at a time. */
export async function benchmarkPersist(
  services: BenchmarkServices,
  { messages, rounds, tell }: PersistOptions,
): Promise<BenchmarkReport> {
  tell(`filling the topic ${orderTopic(services)} with ${String(messages)} orders`);
  const contender = (name: string, module: string, count: number): Contender => ({
    name,
    run: (round) => runOnFreshDatabase(services, { name, module, round, messages: count }),
  });
  const contenders = [
    contender('foldmart', './foldmart.js', messages),
    contender('hand-written', './hand-written.js', messages),
    contender('one-by-one', './one-by-one.js', Math.min(oneByOneMessages, messages)),
  ];
  const results = await withOrderTopic(services, messages, () =>
    interleave(contenders, rounds, tell),
  );
  return { benchmark: 'persist', messages, results };
}

async function runOnFreshDatabase(
  services: BenchmarkServices,
  run: {
    readonly name: string;
    readonly module: string;
    readonly round: number;
    readonly messages: number;
  },
): Promise<Measured> {
  const id = `bench_${run.name.replaceAll('-', '_')}_${String(run.round)}_${String(process.pid)}`;
  await administer(services, [
    `DROP DATABASE IF EXISTS ${id} WITH (FORCE)`,
    `CREATE DATABASE ${id}`,
  ]);
  const config: ContenderConfig = { ...services, database: id, group: id, messages: run.messages };
  try {
    return await runContender(new URL(run.module, import.meta.url), config);
  } finally {
    await administer(services, [`DROP DATABASE IF EXISTS ${id} WITH (FORCE)`, 'CHECKPOINT']);
  }
}
