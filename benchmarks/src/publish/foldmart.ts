import { createShop } from '@foldmart/composition/shop';
import { contend } from '../measure/child.js';
import { orderTopic, settingsFor } from '../measure/service-settings.js';
import { encodedOrderBatches } from './encoded-orders.js';
import type { PublishConfig } from './publish-config.js';
import { timedPublishing } from './timed-publishing.js';

await contend(async (config: PublishConfig) => {
  const batches = await encodedOrderBatches(config.messages);
  const system = await createShop(settingsFor(config, 'postgres'));
  const bus = system.bus();
  const topic = orderTopic(config);
  const result = await timedPublishing(batches, (batch) => bus.publish(topic, batch));
  await system.close();
  return result;
});
