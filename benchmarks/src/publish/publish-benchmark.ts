import { runContender } from '../measure/child.js';
import type { BenchmarkReport } from '../measure/report.js';
import { interleave, type Contender } from '../measure/rounds.js';
import { settingsFor, type BenchmarkServices } from '../measure/service-settings.js';
import { fillOrderTopic } from '../persist/order-topic.js';

/** Publishes orders in batches of 500, one call after another: Foldmart and plain kafkajs. */
export async function benchmarkPublish(
  services: BenchmarkServices,
  options: {
    readonly messages: number;
    readonly rounds: number;
    readonly tell: (line: string) => void;
  },
): Promise<BenchmarkReport> {
  await fillOrderTopic(settingsFor(services, 'postgres'), 0);
  const { messages, rounds, tell } = options;
  const contender = (name: string, module: string): Contender => ({
    name,
    run: () => runContender(new URL(module, import.meta.url), { ...services, messages }),
  });
  const contenders = [
    contender('foldmart', './foldmart.js'),
    contender('kafkajs', './raw-kafkajs.js'),
  ];
  return { benchmark: 'publish', messages, results: await interleave(contenders, rounds, tell) };
}
