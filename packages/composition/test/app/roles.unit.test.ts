import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createApp, waitUntil, type App } from '@foldmart/composition';
import { defineDecider, defineDomain, defineEvent, defineSubscription } from '@foldmart/core';
import { systemClock } from '@foldmart/node';
import { counter } from './counter.js';
import { inMemory } from './in-memory.js';
import { totalling, totals } from './totals.js';

const milestone = defineDecider({
  events: { reached: z.object({ times: z.int() }) },
  initialState: 0,
  commands: { note: (state) => ({ type: 'reached', data: { times: state + 1 } }) },
  evolve: { reached: (_state, { times }) => times },
});

const noting = defineSubscription({
  name: 'milestones',
  events: [counter.events.incremented],
  handle: async ({ data }, { commands }) => {
    if (data.by >= 10) await commands(milestone, 'tens').note();
  },
});

const measured = defineEvent({
  type: 'measured',
  schema: z.object({ sensor: z.string(), at: z.string(), value: z.number() }),
  streamId: ({ sensor }) => `sensor-${sensor}`,
  identity: ({ sensor, at }) => `${sensor}/${at}`,
});

const domain = defineDomain({
  name: 'metering',
  deciders: { counter, milestone },
  events: [measured],
  projections: [totalling],
  subscriptions: [noting],
});

const opened: App[] = [];

async function open() {
  const app = await createApp(domain, inMemory);
  opened.push(app);
  return app;
}

async function eventually(isTrue: () => Promise<boolean>): Promise<void> {
  expect(await waitUntil(isTrue, { clock: systemClock, pollMs: 10, deadlineMs: 10_000 })).toBe(
    true,
  );
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((app) => app.close()));
});

describe('the roles of an application', () => {
  it('are those that the domain has work for', async () => {
    const app = await open();
    const running = await app.start();
    expect(running.roles).toEqual(['consumers', 'projections', 'subscriptions']);
    await running.stop();
    await running.ended;
  });

  it('keep read models up to date and send commands as consequences', async () => {
    const app = await open();
    await app.start({ roles: ['projections', 'subscriptions'] });
    for (const by of [1, 10, 20]) await app.counter('c1').increment(by);
    await eventually(async () => (await app.milestone('tens').state()) === 2);
    await eventually(async () => (await app.rows.get(totals, { name: 'all' }))?.['total'] === 31);
    const { events } = await (await app.database()).events.readStream('milestone-tens');
    const caused = await (await app.database()).events.readStream('counter-c1');
    expect(events.map(({ causationId }) => causationId)).toEqual(
      caused.events.slice(1).map(({ id }) => id),
    );
  });

  it('persist facts that come over the queue, each once', async () => {
    const app = await open();
    const { stop } = await app.start({ roles: ['consumers'] });
    const data = { sensor: 's1', at: '2026-02-03T14:30:00Z', value: 7 };
    await app.publish([{ type: 'measured', data }]);
    await app.publish([{ type: 'measured', data }]);
    const { events } = await app.database();
    await eventually(async () => (await events.readStream('sensor-s1')).version === 1);
    await stop();
    expect(await events.count()).toBe(1);
  });

  it('refuse facts that break their schema, and publish none of them', async () => {
    const app = await open();
    const good = { sensor: 's1', at: '2026-02-03T14:30:00Z', value: 7 };
    await expect(
      app.publish([
        { type: 'measured', data: good },
        { type: 'measured', data: { ...good, value: 'seven' } },
      ]),
    ).rejects.toThrow('measured: data.value');
    await expect(app.publish([{ type: 'heard', data: {} }])).rejects.toThrow(
      'No event type heard is registered.',
    );
  });

  it('stand by before an event that a newer program wrote', async () => {
    const app = await open();
    const running = await app.start({ roles: ['projections', 'subscriptions'] });
    await app.counter('c1').increment(10);
    const { events } = await app.database();
    const { events: written } = await events.readStream('counter-c1');
    const newer = { ...written[0]!, id: 'of-a-newer-program', schemaVersion: 2 };
    await events.append([{ streamId: 'counter-c2', expectedVersion: 0, events: [newer] }]);
    await app.counter('c3').increment(10);
    await eventually(async () => (await app.milestone('tens').state()) === 1);
    await eventually(async () => (await app.rows.get(totals, { name: 'all' }))?.['total'] === 10);
    await expect(Promise.race([running.ended, systemClock.sleep(300)])).resolves.toBe(undefined);
    expect(await app.milestone('tens').state()).toBe(1);
    expect(await app.rows.get(totals, { name: 'all' })).toMatchObject({ total: 10 });
    await running.stop();
    await running.ended;
  });

  it('fail together if one of them fails', async () => {
    const failing = defineSubscription({
      name: 'failing',
      events: [counter.events.incremented],
      handle: () => {
        throw new Error('no use');
      },
    });
    const app = await createApp(
      defineDomain({ name: 'metering', deciders: { counter }, subscriptions: [failing] }),
      inMemory,
    );
    opened.push(app);
    const running = await app.start();
    await app.counter('c1').increment(1);
    await expect(running.ended).rejects.toThrow('no use');
  });
});
