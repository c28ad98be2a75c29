import { followProjections, openPublisher } from '@foldmart/composition';
import { createShop } from '@foldmart/composition/shop';
import { contend } from '../measure/child.js';
import { settingsFor } from '../measure/service-settings.js';
import { measureWriting } from './measure-writing.js';
import type { WriteConfig } from './write-config.js';

// The queue is off: the same program, and each call writes to the log and the read models itself.
await contend(async (config: WriteConfig) => {
  const withoutQueue = { QUEUE_TYPE: '', KAFKA_ENABLED: 'false' };
  const system = await createShop(settingsFor(config, config.database, withoutQueue));
  const following = new AbortController();
  const followed = followProjections(system, following.signal);
  const times = await measureWriting(config.messages, await openPublisher(system));
  following.abort();
  await followed;
  await system.close();
  return times;
});
