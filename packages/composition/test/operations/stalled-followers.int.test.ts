import { createApp, examine } from '@foldmart/composition';
import { defineDomain, defineSubscription } from '@foldmart/core';
import { expect, it } from 'vitest';
import { counter } from '../app/counter.js';
import { inMemory } from '../app/in-memory.js';

const hanging = defineSubscription({
  name: 'hanging',
  events: [counter.events.incremented],
  handle: () => new Promise<void>(() => undefined),
});

const domain = defineDomain({
  ...{ name: 'hanging', deciders: { counter } },
  subscriptions: [hanging],
});

it('a subscription that another process leads and does not move is found by the doctor', async () => {
  const schema = `stalled_${String(process.pid)}_${Date.now().toString(36)}`;
  const settings = { ...inMemory, DB_TYPE: 'postgres', POSTGRES_SCHEMA: schema };
  const watched = { ...settings, LEADER_LEASE: '1', PROGRESS_TIMEOUT: '0.5' };
  const hung = await createApp(domain, watched);
  const doctor = await createApp(domain, { ...settings, PROGRESS_TIMEOUT: '0.5' });
  try {
    const { ended } = await hung.start({ roles: ['subscriptions'] });
    ended.catch(() => undefined);
    const progress = async () => {
      const checks = await examine(doctor);
      return checks.find(({ name }) => name === 'progress');
    };
    expect(await progress()).toMatchObject({ isHealthy: true });
    await hung.counter('c1').increment(1);
    await expect.poll(progress, { timeout: 30_000, interval: 100 }).toMatchObject({
      isHealthy: false,
      finding: expect.stringMatching(
        /^subscription hanging does not move: 1 event waits, for 1 s, led by /,
      ) as string,
    });
    await expect(ended).rejects.toThrow('subscriptions: hanging does not move');
  } finally {
    await doctor.query?.({ text: `DROP SCHEMA IF EXISTS ${schema} CASCADE`, access: 'write' });
    await Promise.all([hung.close(), doctor.close()]);
  }
});
