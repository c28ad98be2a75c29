import {
  consumersOf,
  followProjections,
  openPublisher,
  prepareTopics,
  runConsumers,
} from '@foldmart/composition';
import { createShop } from '@foldmart/composition/shop';
import { contend } from '../measure/child.js';
import { settingsFor } from '../measure/service-settings.js';
import { measureWriting } from './measure-writing.js';
import { Persisted } from './persisted.js';
import type { WriteConfig } from './write-config.js';

// The queue is on: orders are published, and three consumers write them to the log and the read models.
await contend(async (config: WriteConfig) => {
  const system = await createShop(settingsFor(config, config.database));
  await prepareTopics(system);
  const persisted = new Persisted();
  const orders = system.domain.consumers.filter(({ type }) => type === 'order');
  const consumers = await runConsumers(system, consumersOf(orders), {
    persisted: (_consumer, { appended }) => persisted.add(appended),
  });
  const following = new AbortController();
  const followed = followProjections(system, following.signal);
  const publish = await openPublisher(system);
  const times = await measureWriting(config.messages, publish, (count) => persisted.reach(count));
  await consumers.close();
  following.abort();
  await followed;
  await system.close();
  return times;
});
