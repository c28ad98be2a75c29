import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createApp, SettingsError } from '@foldmart/composition';
import { MemoryEventBus } from '@foldmart/adapters-memory';
import { defineDecider, defineDomain } from '@foldmart/core';
import { counter, counters } from './counter.js';
import { inMemory } from './in-memory.js';

describe('creating an application', () => {
  it('refuses a decider that hides a part of the application', async () => {
    const domain = defineDomain({ name: 'd', deciders: { close: counter } });
    await expect(createApp(domain, inMemory)).rejects.toThrow('A decider cannot be named close');
  });

  it('says which settings are wrong', async () => {
    await expect(createApp(counters, { ...inMemory, QUEUE_TYPE: 'rabbit' })).rejects.toThrow(
      'QUEUE_TYPE is "rabbit": it may be memory, redis or kafka',
    );
  });

  it('runs on an adapter that is plugged in by name', async () => {
    const seen: string[] = [];
    const app = await createApp(
      counters,
      { ...inMemory, QUEUE_TYPE: 'noted' },
      {
        adapters: {
          queues: {
            noted: async () => ({
              open: (settings, dependencies) => {
                seen.push(settings.queueType);
                return new MemoryEventBus({}, dependencies);
              },
            }),
          },
        },
      },
    );
    await app.publish([{ type: 'incremented', data: { by: 1 }, streamId: 'counter-c1' }]);
    expect(seen).toEqual(['noted']);
    await app.close();
  });

  it('puts a prefix before topics and groups', async () => {
    const app = await createApp(counters, { ...inMemory, TOPIC_PREFIX: 'blue.' });
    expect(app.domain.topics).toEqual([{ name: 'blue.counters' }]);
    expect(app.domain.consumers).toEqual([
      { type: 'counters', topic: 'blue.counters', group: 'blue.counters_group' },
    ]);
    await app.publish([{ type: 'incremented', data: { by: 1 }, streamId: 'counter-c1' }]);
    expect(await app.bus().admin.listTopics()).toEqual(['blue.counters']);
    await app.close();
  });

  it('closes once, and refuses work afterwards', async () => {
    const app = await createApp(counters, inMemory);
    await app.counter('c1').increment(1);
    await Promise.all([app.close(), app.close()]);
    await expect(app.counter('c1').increment(1)).rejects.toMatchObject({ reason: 'closed' });
  });

  it('is a SettingsError that names every fault', async () => {
    const wrong = createApp(counters, { ...inMemory, DB_TYPE: 'oracle', LOG_LEVEL: 'loud' });
    await expect(wrong).rejects.toBeInstanceOf(SettingsError);
    await expect(wrong).rejects.toMatchObject({ issues: { length: 2 } });
    const stack = wrong.catch((error: unknown) => (error as Error).stack);
    await expect(stack).resolves.not.toMatch(/^\s+at /m);
  });
});

describe('a long stream', () => {
  it('loads from its snapshot', async () => {
    const kept = defineDecider({
      events: { ticked: z.object({}) },
      initialState: { ticks: 0 },
      commands: { tick: () => ({ type: 'ticked', data: {} }) },
      evolve: { ticked: ({ ticks }) => ({ ticks: ticks + 1 }) },
      snapshot: { every: 3, version: 1 },
    });
    const app = await createApp(defineDomain({ name: 'clocks', deciders: { kept } }), inMemory);
    for (let tick = 0; tick < 7; tick += 1) await app.kept('k1').tick();
    const { snapshots } = await app.database();
    expect(await snapshots.load('kept-k1', 'kept')).toMatchObject({
      streamVersion: 6,
      state: { ticks: 6 },
    });
    expect(await app.kept('k1').state()).toEqual({ ticks: 7 });
    await app.close();
  });
});
