import { MemoryEntityCache, MemoryEventBus } from '@foldmart/adapters-memory';
import { createApp, examine, type CacheAdapter, type QueueAdapter } from '@foldmart/composition';
import { defineDomain, type EventBus } from '@foldmart/core';
import { expect, it } from 'vitest';
import { inMemory } from '../app/in-memory.js';

it('leaves no topic if another check has a fault of its own', async () => {
  let bus: EventBus | undefined;
  const queue: QueueAdapter = {
    open: (_settings, dependencies) => (bus ??= new MemoryEventBus({}, dependencies)),
  };
  const cache: CacheAdapter = {
    open(_settings, dependencies) {
      const faulty = new MemoryEntityCache(dependencies);
      faulty.beginRefresh = () => Promise.reject(new TypeError('a fault of the adapter'));
      return faulty;
    },
  };
  const app = await createApp(
    defineDomain({ name: 'empty', deciders: {} }),
    { ...inMemory, QUEUE_TYPE: 'own', CACHE_TYPE: 'faulty' },
    { adapters: { queues: { own: async () => queue }, caches: { faulty: async () => cache } } },
  );
  try {
    await expect(examine(app)).rejects.toThrow('a fault of the adapter');
    expect(await bus?.admin.listTopics()).toEqual([]);
  } finally {
    await app.close();
  }
});
