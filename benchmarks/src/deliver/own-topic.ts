import type { ContenderConfig } from '../frame/row.js';
import { fillTopic } from '../measure/fill-topic.js';
import type { BenchmarkServices } from '../measure/service-settings.js';

/** Creates an empty topic of orders that no other contender uses; returns the services with its prefix. */
export async function ownTopic({ services, own }: ContenderConfig): Promise<BenchmarkServices> {
  const ownServices = { ...services, prefix: `${own}_` };
  await fillTopic(ownServices, 0);
  return ownServices;
}
