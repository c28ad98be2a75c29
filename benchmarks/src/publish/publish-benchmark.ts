import { runContender } from '../measure/child.js';
import type { BenchmarkReport } from '../measure/report.js';
import { interleave, type Contender } from '../measure/rounds.js';
import type { BenchmarkServices } from '../measure/service-settings.js';
import { withOrderTopic } from '../persist/order-topic.js';

/** Publishes orders in batches of 500, one call after another: Foldmart and plain kafkajs. */
export async function benchmarkPublish(
  services: BenchmarkServices,
  options: {
    readonly messages: number;
    readonly rounds: number;
    readonly tell: (line: string) => void;
  },
): Promise<BenchmarkReport> {
  const { messages, rounds, tell } = options;
  const contender = (name: string, module: string): Contender => ({
    name,
    run: () => runContender(new URL(module, import.meta.url), { ...services, messages }),
  });
  const contenders = [
    contender('foldmart', './foldmart.js'),
    contender('kafkajs', './raw-kafkajs.js'),
  ];
  const results = await withOrderTopic(services, 0, () => interleave(contenders, rounds, tell));
  return { benchmark: 'publish', messages, results };
}
