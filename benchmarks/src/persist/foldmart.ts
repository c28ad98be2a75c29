import { followProjections } from '@foldmart/composition';
import { createShop } from '@foldmart/composition/shop';
import { persistEvents } from '@foldmart/core';
import { contend } from '../measure/child.js';
import { ProgressTimer } from '../measure/progress-timer.js';
import { orderTopic, settingsFor } from '../measure/service-settings.js';
import type { ContenderConfig } from './contender-config.js';

// One consumer with everything a shop has: schema checks, event log, read models, dead letters, and
// the projection that counts orders, which follows the log in the same process.
await contend(async (config: ContenderConfig) => {
  const { database, group, messages } = config;
  const system = await createShop(settingsFor(config, database));
  const { events: store } = await system.database();
  const timer = new ProgressTimer(messages);
  const persist = persistEvents({ store, codec: system.codec }, { group });
  const following = new AbortController();
  const followed = followProjections(system, following.signal);
  await system
    .bus()
    .subscribe(
      { topic: orderTopic(config), group, member: 'benchmark' },
      async (batch, context) => {
        timer.begin();
        await persist(batch, context);
        timer.done(batch.messages.length);
      },
    );
  const result = await timer.result();
  following.abort();
  await followed;
  await system.close();
  return result;
});
