import { wantedTopics } from '@foldmart/composition';
import { createShop, type ShopSettings } from '@foldmart/composition/shop';

/** Deletes the topics, groups and cached entities of a benchmark's shop. */
export async function removeTraces(settings: ShopSettings): Promise<void> {
  const system = await createShop(settings);
  try {
    if (settings.queueType !== 'direct') {
      const { admin } = system.bus();
      await admin.deleteTopics(wantedTopics(system).map(({ name }) => name));
      await admin.deleteGroups(system.domain.consumers.map(({ group }) => group));
    }
    if (settings.cacheType !== 'memory') {
      for (const { kind } of system.domain.cached) await system.cache().remove(kind.name);
    }
  } finally {
    await system.close();
  }
}
